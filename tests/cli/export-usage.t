# export and count want one record, and write files; what is asked for is checked before anything is written.
== setup
echo 'Chile met Peru.' > a.txt
dragoman code a.txt -o r.db
== command
dragoman export; dragoman count a b; dragoman export r.db -o x.db; dragoman export nope.db; dragoman export a.txt; dragoman export r.db --where 'sorce=CHL'
dragoman export r.db -t csv --columns cameo,dat; dragoman count r.db --by moon; dragoman code a.txt -t csv -o r.db; dragoman export r.db -o r.db
dragoman export r.db -t tsv --columns cameo,source_code --where 'actor=CHL'
echo kept > kept.csv; dragoman export r.db --where 'sorce=CHL' -o kept.csv; dragoman count r.db --by moon -o kept.csv; cat kept.csv
== stdout
cameo	source_code
040	CHL
kept
== stderr
dragoman: export wants one record: a database's file, or postgresql://…
try 'dragoman help export'
dragoman: count wants one record: a database's file, or postgresql://…
try 'dragoman help count'
dragoman: export writes files: 'x.db' would be a record
dragoman: cannot open 'nope.db': unable to open database file
dragoman: cannot open 'a.txt': file is not a database
dragoman: --where: no field of that name at 'sorce'
dragoman: no column 'dat': the nearest is 'date'
dragoman: --by: no dimension of the name 'moon'
dragoman: 'r.db' is a record: 'dragoman export' writes it as csv
dragoman: export writes files: 'r.db' would be a record
dragoman: --where: no field of that name at 'sorce'
dragoman: --by: no dimension of the name 'moon'
