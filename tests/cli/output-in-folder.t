# What is written may lie in the folder that is read, and is not read. A record that nobody has open is one file.
== setup
mkdir news
echo 'Chile met Peru.' > news/a.txt
printf 'no\0text' > news/b.txt
== command
for i in 1 2; do dragoman code news -o news/out.jsonl --rejects news/rejects.jsonl -q; done; wc -l < news/out.jsonl; rm news/out.jsonl
for i in 1 2; do dragoman code news -o news/r.db -q --rejects news/rejects.jsonl; done; dragoman count news/r.db -t tsv; ls news
== exit 0
== stdout
1
events	goldstein_sum
1	1.0
a.txt
b.txt
r.db
rejects.jsonl
