# --columns chooses and orders; an unknown one is told with the nearest before anything is written.
== setup
echo "date 2024-05-03 LIMA - Chile's president met the Peruvian foreign minister in Lima on Thursday." > a.txt
== command
dragoman code -t csv --columns cameo,source_code -d 2024-05-03 a.txt | tr -d '\r'
dragoman code -t tsv --columns cameo,sorce_code -o b.tsv a.txt
echo $?
test -e b.tsv || echo not written
dragoman code -t gexf --columns cameo a.txt
== exit 2
== stdout
cameo,source_code
040,CHLGOV
2
not written
== stderr
dragoman: no column 'sorce_code': the nearest is 'source_code'
dragoman: the columns of format 'gexf' are fixed
