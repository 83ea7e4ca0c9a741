# --brief is -t brief: a line a sentence; a pipe without either is given CoNLL-U.
== setup
echo 'Chile met Peru. Peru left.' > a.txt
== command
dragoman parse --brief a.txt; dragoman parse -t brief a.txt | wc -l; dragoman parse -t tree a.txt | grep -c .; dragoman parse a.txt | head -1
== stdout
Chile/PROPN(nsubj>met) met/VERB(root) Peru/PROPN(obj<met) ./PUNCT(punct<met)
Peru/PROPN(nsubj>left) left/VERB(root) ./PUNCT(punct<left)
2
7
# newdoc id = a
