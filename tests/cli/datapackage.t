# --datapackage describes the file beside it, and says before the work what it cannot describe.
== setup
echo "LIMA - Chile's president met the Peruvian foreign minister in Lima on Thursday." > a.txt
mkdir out
== command
dragoman code -d 2024-05-03 -o out/e.csv --columns date,cameo,text --datapackage a.txt && sed "s/\"bytes\": $(stat -c %s out/e.csv)/\"bytes\": SIZE/" out/datapackage.json
dragoman code -t csv --datapackage a.txt
echo $?
dragoman code -o out/e.geojson --datapackage a.txt
== exit 2
== stdout
{"profile": "tabular-data-package",
 "name": "e",
 "title": "Political events, format csv, written by Dragoman 0.1.0",
 "resources": [
  {"profile": "tabular-data-resource",
   "name": "e",
   "path": "e.csv",
   "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": SIZE,
   "dialect": {"csvddfVersion": 1.2, "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true, "skipInitialSpace": false},
   "schema": {"missingValues": [""], "fields": [
    {"name": "date", "type": "date", "description": "day of the event"},
    {"name": "cameo", "type": "string", "description": "CAMEO event code"},
    {"name": "text", "type": "string", "description": "the sentence"}
   ]}
  }
 ]}
2
== stderr
dragoman: --datapackage wants -o OUT: the description stands beside the data
dragoman: format 'geojson' has no columns to describe
