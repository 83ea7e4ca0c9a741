# CoNLL-U in, one line a sentence out: the tokens are those that were given.
== setup
printf '1\tChile\t_\t_\t_\t_\t0\t_\t_\t_\n2\tmet\t_\t_\t_\t_\t0\t_\t_\t_\n3\tPeru.\t_\t_\t_\t_\t0\t_\t_\t_\n\n' > a.conllu
== command
dragoman parse -f conllu --brief a.conllu | tr ' ' '\n' | sed 's|/.*||' | paste -sd '=' && dragoman parse -f conllu -t json a.conllu
== exit 2
== stdout
Chile=met=Peru.
== stderr
dragoman: -f conllu gives conllu, tree or brief
