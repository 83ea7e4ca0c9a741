# Bytes that are not UTF-8 in line 2 of three: that record is set aside, or read as Windows-1252; the others are read.
== setup
printf '{"id":"a","text":"Chile met Peru."}\n{"id":"b","text":"Chile met \xff\xfe\x81 Peru."}\n{"id":"c","text":"Peru met Chile."}\n' > latin.jsonl
== command
dragoman read latin.jsonl | ids
== exit 3
== stdout
a
c
== stderr
~ dragoman: latin.jsonl:2: .*
~ dragoman: 1 record.* set aside.*
