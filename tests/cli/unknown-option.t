# An option that does not exist.
== command
dragoman code --ponder x
== exit 2
== stderr
~ dragoman: .*ponder.*
...
