# Formats are seen by their first bytes, from standard input and gzipped too; -f says them for sure.
== setup
text='Chile met Peru in Lima on Friday, to speak of trade and of fish.'
printf 'id,text\ncsv,"%s"\n' "$text" > a
printf '<rss><item><guid>rss</guid><description>%s</description></item></rss>' "$text" > b
printf '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>atom</id><content>%s</content></entry></feed>' "$text" > c.xml
printf '<Sentences><Sentence id="petrarch"><Text>%s</Text></Sentence></Sentences>' "$text" | gzip > d.xml.gz
printf '<!-- x --><html><p>%s</p></html>' "$text" > page.txt
== command
for f in a b c.xml d.xml.gz page.txt; do dragoman read $f | ids; dragoman read - < $f | ids; done; dragoman read -f csv b
== exit 3
== stdout
csv
csv
rss
rss
atom
atom
petrarch
petrarch
page
stdin
== stderr
...
