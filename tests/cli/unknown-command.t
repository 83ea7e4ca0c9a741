# A command that does not exist.
== command
dragoman ponder x
== exit 2
== stderr
~ dragoman: .*'ponder'.*
...
