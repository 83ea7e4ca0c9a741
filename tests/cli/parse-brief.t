# --brief is -t brief: a line a sentence; a pipe without either is given CoNLL-U, and CoNLL-U in stays CoNLL-U out.
== setup
echo 'Chile met Peru. Peru left.' > a.txt
printf '1\tChile\t_\t_\t_\t_\t0\t_\t_\t_\n\n' > a.conllu
== command
dragoman parse --brief a.txt; dragoman parse -t brief a.txt | wc -l; dragoman parse -t tree a.txt | grep -c .; dragoman parse a.txt | head -1; dragoman parse --brief -f conllu a.conllu 2>&1
== exit 2
== stdout
Chile/PROPN(nsubj>met) met/VERB(root) Peru/PROPN(obj<met) ./PUNCT(punct<met)
Peru/PROPN(nsubj>left) left/VERB(root) ./PUNCT(punct<left)
2
7
# newdoc id = a
dragoman: CoNLL-U goes in, so CoNLL-U comes out: -f conllu wants -t conllu
