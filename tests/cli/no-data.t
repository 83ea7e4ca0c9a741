# A data folder that is not there.
== setup
echo 'Chile met Peru.' > here.txt
== command
dragoman code --data /nowhere -t jsonl here.txt
== exit 4
== stderr
~ dragoman: .*/nowhere.*
