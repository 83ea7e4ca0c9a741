# A program is no report.
== setup
head -c 4096 /bin/ls > binary.txt
== command
dragoman read binary.txt
== exit 3
== stderr
~ dragoman: binary.txt:.*binary.*
~ dragoman: 1 record.* set aside.*
