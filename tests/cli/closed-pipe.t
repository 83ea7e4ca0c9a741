# A reader that goes away early ends the run without a word.
== setup
for i in $(seq 1 3000); do echo '{"text":"Chile accused Peru of spying on Thursday.","date":"2024-05-03"}'; done > many.jsonl
== command
set +o pipefail; dragoman code -t jsonl many.jsonl | head -n 1 | cut -c 1-12
== stdout
{"event_id":
