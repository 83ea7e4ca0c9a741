# --status keeps only the events of that status.
== setup
printf 'date 2024-05-03 LIMA - Chile denied attacking Peru. Chile attacked Peru on Thursday.\n' > a.txt
== command
dragoman code -t jsonl --status denied,negated a.txt | grep -o '"status":"[a-z]*"' | sort -u
== stdout
"status":"denied"
