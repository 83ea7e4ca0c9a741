# A line of 200 MB, in the middle: set aside with its place, never held in memory whole; its neighbours are read.
== setup
echo '{"id":"before","text":"Chile met Peru."}' > long.jsonl
{ printf '{"id":"long","text":"'; head -c 200000000 /dev/zero | tr '\0' a; printf '"}\n'; } >> long.jsonl
echo '{"id":"after","text":"Peru met Chile."}' >> long.jsonl
== command
dragoman read long.jsonl | ids
== exit 3
== stdout
before
after
== stderr
~ dragoman: long.jsonl:2: record over 67108864 bytes
~ dragoman: 1 record.* set aside.*
