# A table's bad rows are set aside with line and byte; a table without a header for the text is set aside whole.
== setup
printf 'id;text\na;Chile met Peru.\nb;"Chile" met Peru.\nc;Chile; Peru\nd;Peru met Chile.\n' > rows.csv
printf '1,Chile met Peru.\n2,Peru met Chile.\n' > bare.csv
== command
dragoman read --rejects bad.jsonl rows.csv bare.csv | ids; code=$?; cat bad.jsonl; exit $code
== exit 3
== stdout
a
d
{"file":"rows.csv","line":3,"byte":26,"reason":"text behind a closing quote"}
{"file":"rows.csv","line":4,"byte":46,"reason":"3 fields, the header has 2"}
{"file":"bare.csv","line":1,"byte":0,"reason":"no text column in the header (text, body, content, event_text)"}
== stderr
...
