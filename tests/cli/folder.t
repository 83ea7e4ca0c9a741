# A folder is walked in the order of names; hidden files are passed over.
== setup
mkdir -p news/b
for f in c b/x a .hidden; do echo 'Chile met Peru.' > news/$f.txt; done
== command
dragoman read news | ids
== stdout
a
x
c
