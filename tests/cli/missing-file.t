# A path that is not there: said, the others are read, exit code 4.
== setup
echo 'Chile met Peru.' > here.txt
== command
dragoman read nowhere.txt here.txt | ids
== exit 4
== stdout
here
== stderr
dragoman: cannot open 'nowhere.txt': No such file or directory
