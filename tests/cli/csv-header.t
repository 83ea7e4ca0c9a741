# CSV opens with the names of its columns, and each event has as many.
== setup
printf 'date 2024-05-03 LIMA - Chile accused Peru of "spying, lying" on Thursday.\n' > a.txt
== command
dragoman code -t csv a.txt | python3 -c 'import csv, sys; rows = list(csv.reader(sys.stdin)); print(rows[0][:2], len(rows) > 1, {len(r) for r in rows} == {len(rows[0])})'
== stdout
['event_id', 'doc_id'] True True
