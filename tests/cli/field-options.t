# --text-field, --id-field and --date-field override what is detected.
== setup
echo '{"id":"no","text":"no","date":"1999-01-01","key":"k1","words":"Chile met Peru.","day":"20240503"}' > odd.jsonl
== command
dragoman read --text-field words --id-field key --date-field day odd.jsonl | sed -E 's/^(\{"id":"[^"]*","date":"[^"]*").*/\1/'
== stdout
{"id":"k1","date":"2024-05-03"
