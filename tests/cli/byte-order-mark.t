# A byte order mark and CRLF line ends are taken off.
== setup
printf '\xef\xbb\xbfChile met Peru.\r\nPeru met Chile.\r\n' > dos.txt
== command
dragoman read dos.txt | sed -E 's/.*"text":("[^"]*").*/\1/'
== stdout
"Chile met Peru.\nPeru met Chile.\n"
