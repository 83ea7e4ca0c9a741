# No command: the usage, exit code 2.
== command
dragoman
== exit 2
== stderr
~ usage: dragoman .*
...
