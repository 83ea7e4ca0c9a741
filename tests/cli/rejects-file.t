# --rejects keeps what was set aside, one JSON object a line.
== setup
for i in 1 2 3 4 5 6 7 8 9 10; do printf '{"id":"r%d","date":"2024-05-0%d","text":"Chile met Peru."}\n' $i $((i % 9 + 1)); done > ten.jsonl
sed -i '7s/"text":/"text"/' ten.jsonl
== command
dragoman code -t jsonl --rejects bad.jsonl ten.jsonl > events.jsonl; code=$?; sed -E 's/"reason":"[^"]+.*"\}/"reason":…}/' bad.jsonl; exit $code
== exit 3
== stdout
~ \{"file":"ten.jsonl","line":7,"byte":\d+,"reason":…\}
== stderr
~ dragoman: 1 record.* set aside.*
