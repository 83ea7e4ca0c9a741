# --jobs wants a number.
== setup
echo 'Chile met Peru.' > here.txt
== command
dragoman code --jobs many here.txt
== exit 2
== stderr
~ dragoman: .*many.*
...
