# A plain text in Windows-1252 (curly quotes, accents) is read as what it is.
== setup
printf 'Per\xfa\x92s minister met Chile\x92s.\n' > old.txt
== command
dragoman read old.txt | sed -E 's/.*"text":"([^"]*)".*/\1/'
== stdout
Perú’s minister met Chile’s.\n
