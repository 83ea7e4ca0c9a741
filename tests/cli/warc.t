# An archive is seen by its name or first bytes, packed as a whole or record by record; addresses in it are never paths.
== setup
record() {
  block="HTTP/1.1 200 OK
Content-Type: text/html

<html><title>$2</title><p>Chile's foreign minister met her Peruvian counterpart in Lima on Friday, and the two spoke of trade.</p></html>"
  printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2021-03-05T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %s\r\n\r\n%s\r\n\r\n' "$1" "${#block}" "$block"
}
record https://news.example/a One > a.warc; record ../../etc/../escaped Two >> a.warc; record file:///dev/full Three >> a.warc
gzip -kn a.warc; cp a.warc plain; cp a.warc.gz packed
ls > before
== command
for f in a.warc a.warc.gz plain packed; do dragoman read $f | ids | paste -sd' '; done; dragoman read - < packed | ids | wc -l
dragoman read a.warc | head -n 1 | tr ',' '\n' | grep '"date' | head -n 2
ls | diff before -
== stdout
https://news.example/a ../../etc/../escaped file:///dev/full
https://news.example/a ../../etc/../escaped file:///dev/full
https://news.example/a ../../etc/../escaped file:///dev/full
https://news.example/a ../../etc/../escaped file:///dev/full
3
"date":"2021-03-05"
"date_from":"crawl"
