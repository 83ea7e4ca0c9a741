# A record without a text, in the middle.
== setup
for i in 1 2 3 4 5 6 7 8 9 10; do printf '{"id":"r%d","date":"2024-05-0%d","text":"Chile met Peru."}\n' $i $((i % 9 + 1)); done > ten.jsonl
sed -i '4s/"text"/"txet"/' ten.jsonl
== command
dragoman read ten.jsonl | ids
== exit 3
== stdout
r1
r2
r3
r5
r6
r7
r8
r9
r10
== stderr
~ dragoman: ten.jsonl:4: no text field \(text, body, content, event_text\)
~ dragoman: 1 record.* set aside.*
