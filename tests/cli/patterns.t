# A pattern that no shell expanded stands for the files that fit it, in the order of names; one that none fits is told.
== setup
mkdir news; for f in b a c; do echo 'Chile met Peru.' > news/$f.txt; done; echo 'Chile met Peru.' > 'news/d[1].txt'
== command
dragoman read 'news/[ab].txt' 'news/d[1].txt' | ids
dragoman read 'news/*.warc.gz'
== exit 4
== stdout
a
b
d[1]
== stderr
dragoman: no file fits 'news/*.warc.gz'
