# A format that does not exist.
== setup
echo 'Chile met Peru.' > here.txt
== command
dragoman code -t parchment here.txt
== exit 2
== stderr
~ dragoman: .*'parchment'.*
...
