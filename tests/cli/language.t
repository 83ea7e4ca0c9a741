# What surely is in another language is set aside; --language any keeps it.
== setup
cat > fr.txt <<'TEXT'
Le ministre des Affaires étrangères a rencontré vendredi son homologue péruvien à Lima, et les deux pays ont décidé de rouvrir le poste frontière qui était fermé depuis le mois de mars.
TEXT
== command
dragoman read --language any fr.txt | ids; dragoman read fr.txt
== exit 3
== stdout
fr
== stderr
dragoman: fr.txt:1: language is 'fr', not 'en'
~ .*1 record.*
