# Parsing CoNLL-U keeps the tokens that were given, odd ones too.
== setup
printf '# text = Chile met Peru.\n1\tChile\t_\t_\t_\t_\t0\t_\t_\t_\n2\tmet\t_\t_\t_\t_\t0\t_\t_\t_\n3\tPeru.\t_\t_\t_\t_\t0\t_\t_\t_\n\n' > a.conllu
== command
dragoman parse -f conllu -t conllu a.conllu | cut -f 1,2 | grep -v '^#' | paste -sd ' ' | tr '\t' '='
== stdout
1=Chile 2=met 3=Peru. 
