# An empty file is a record without anything in it: set aside, the next file is read.
== setup
: > empty.txt
echo 'Chile met Peru.' > full.txt
== command
dragoman read empty.txt full.txt | ids
== exit 3
== stdout
full
== stderr
~ dragoman: empty.txt:.*: empty file
~ dragoman: 1 record.* set aside.*
