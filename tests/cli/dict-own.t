# A user's own dictionaries come before the installation's; the report's date chooses the office.
== setup
mkdir mine
cat > mine/people.txt <<'END'
@own Written for this test.
ATA m Anselm Vorrik
  GOV 2001-01-01 2003-12-31 Governor
  REB 2004-01-01 2005-12-31 Rebel leader
END
cat > mine/nonstate.txt <<'END'
ATA:UAF Hezbollah
  REB - 2004-12-31
  PTY 2005-01-01 -
END
cat > mine/agents.txt <<'END'
ENV person whaler
END
for year in 2002 2005 2020; do
  echo "{\"id\": \"$year\", \"date\": \"$year-06-01\", \"text\": \"Anselm Vorrik met Hezbollah. Norwegian whalers attacked Anselm Vorrik.\"}"
done > news.jsonl
== command
dragoman code --dict mine -t tsv --columns doc_date,source_code,target_code,cameo news.jsonl
== stdout
doc_date	source_code	target_code	cameo
2002-06-01	ATAGOV	ATAREB	040
2002-06-01	NORENV	ATAGOV	190
2005-06-01	ATAREB	ATAPTY	040
2005-06-01	NORENV	ATAREB	190
2020-06-01	ATAELI	ATAPTY	040
2020-06-01	NORENV	ATAELI	190
