# CoNLL-U with a line of three columns: file, line and reason.
== setup
printf '1\tChile\t_\n\n' > a.conllu
== command
dragoman parse -f conllu -t conllu a.conllu
== exit 3
== stdout any
== stderr
~ dragoman: a.conllu:1: .*
...
