# Broken JSON on line 7 of 10: its file, line and reason on stderr; the other nine are read.
== setup
for i in 1 2 3 4 5 6 7 8 9 10; do printf '{"id":"r%d","date":"2024-05-0%d","text":"Chile met Peru."}\n' $i $((i % 9 + 1)); done > ten.jsonl
sed -i '7s/"text":/"text"/' ten.jsonl
== command
dragoman read ten.jsonl | ids
== exit 3
== stdout
r1
r2
r3
r4
r5
r6
r8
r9
r10
== stderr
~ dragoman: ten.jsonl:7: .+
~ dragoman: 1 record.* set aside.*
