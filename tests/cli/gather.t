# A record gathered: two papers tell of one meeting, and one of them copies itself.
== setup
cat > news.jsonl <<'END'
{"id": "a", "date": "2024-05-03", "publisher": "One", "text": "Chile's foreign minister met the Peruvian foreign minister in Lima on Thursday. They spoke of fish."}
{"id": "b", "date": "2024-05-03", "publisher": "One", "text": "Chile's foreign minister met the Peruvian foreign minister in Lima on Thursday. They spoke of fish."}
{"id": "c", "date": "2024-05-04", "publisher": "Two", "text": "The Peruvian foreign minister met Chile's foreign minister on Thursday, a paper said."}
END
dragoman code -q -o record.db news.jsonl
dragoman gather record.db 2> first.txt
dragoman gather record.db 2> second.txt
dragoman export -t jsonl record.db | grep -o '"n_reports":[^}]*' | sort | uniq -c > exported.txt
dragoman gather --undo record.db
== command
cat first.txt second.txt exported.txt; dragoman export -t jsonl record.db | grep -c '"happening":null'
== stdout
dragoman: 3 new documents with 3 events; now 2 stories, 1 happenings
dragoman: 0 new documents with 0 events; now 2 stories, 1 happenings
      3 "n_reports":3,"n_sources":2,"first_report":"2024-05-03","last_report":"2024-05-04"
3
