# The ending of OUT chooses the format; files with an end have it even without events; --status overrules the choice of what took place.
== setup
echo "Chile's president met the Peruvian foreign minister in Lima on Thursday. Iran will impose sanctions on Turkey." > a.txt
echo "The bridge is long." > none.txt
== command
for e in geojson graphml gexf; do dragoman code -d 2024-05-03 -o o.$e a.txt && head -c 30 o.$e | head -1; done
dragoman code -t geojson none.txt
dragoman code -t gexf none.txt | tail -6
for s in happened planned; do dragoman code -t icews --status $s -d 2024-05-03 a.txt | tail -n +2 | cut -f 7 | sort -u; done
dragoman code -t icews -d 2024-05-03 a.txt | tail -n +2 | cut -f 3,9
dragoman code -t polecat --reciprocal -d 2024-05-03 a.txt | tail -n +2 | wc -l
== exit 0
== stdout
{"type":"FeatureCollection","f<?xml version="1.0" encoding="<?xml version="1.0" encoding="{"type":"FeatureCollection","features":[

]}
    <nodes count="0">
    </nodes>
    <edges count="0">
    </edges>
  </graph>
</gexf>
040
163
Government (Chile)	Government (Peru)
Government (Peru)	Government (Chile)
2
