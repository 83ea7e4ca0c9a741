# The same bytes on one thread and on four, in the order of the input, rejects among them.
== setup
for i in $(seq 1 120); do
  if ((i % 40 == 0)); then echo '{"broken'; else printf '{"id":"d%d","date":"2024-05-03","text":"Chile'"'"'s president met the Peruvian foreign minister in Lima on Thursday. Police in Quito arrested %d protesters. Russia accused Ukraine of shelling a village."}\n' $i $i; fi
done > many.jsonl
== command
for n in 1 2 4 8; do dragoman code -t jsonl --jobs $n many.jsonl 2>talk.$n | cksum; cksum < talk.$n; done | sort -u | wc -l
== stdout
2
