# What cannot be used is told with file, line and reason; the rest is imported.
== setup
cat > actors.txt <<'END'
# by hand
NORLAND [NOR]
SUDMARK

+GOES_WITH [SUD 2004017-20061201]
VAL+_ORSA [VAL]
ISLE [ISL
END
cat > agents.txt <<'END'
POLICE [COP]
ARMY_!RANK! [~MIL]
MINISTER [~GOV]
END
cat > verbs.txt <<'END'
STRAY
--- ACCUSE [112] ---
ACCUSE
- THEFT [112]
- * &NOTHING [111]
- * OF
~ a (b . ACCUSE) ACCUSE = a c 112
~ a (b . ACCUSE) ACCUSE = a b 113
END
printf 'aboard\nabout\n' > prepositions.txt
== command
dragoman dict import actors.txt agents.txt verbs.txt prepositions.txt -o mine; code=$?
grep -h -v '^#' mine/pattern_actors.txt mine/pattern_agents.txt mine/pattern_verbs.txt
dragoman dict import nowhere.txt -o mine; echo $?
dragoman dict import; echo $?
exit $code
== exit 3
== stdout
actor	NORLAND=	NOR	actors.txt:2
agent	MINISTER=	~GOV	agents.txt:3
agent	MINISTERS=	~GOV	agents.txt:3
verb	ACCUSE	112	verbs.txt:2
form	ACCUSE=	112	verbs.txt:3
form	ACCUSES=	112	verbs.txt:3
form	ACCUSED=	112	verbs.txt:3
form	ACCUSING=	112	verbs.txt:3
change	a (b . ACCUSE) ACCUSE	a b 113	verbs.txt:8
4
2
== stderr
actors.txt:5: no date '2004017-20061201'
actors.txt:6: '+' inside a name: 'VAL+_ORSA'
actors.txt:7: a bracket is not closed
agents.txt:1: no '~' says where the code 'COP' is joined
agents.txt:2: no macro '!RANK!'
verbs.txt:1: a verb outside of a block
verbs.txt:4: no '*' says where the verb stands
verbs.txt:5: a synonym set that is not defined in '* &NOTHING'
verbs.txt:6: no code
verbs.txt:7: no rule that changes events
prepositions.txt:0: no dictionary of actors, agents, verbs, issues, discards or options
dragoman: 9 entries of 4 files, 11 lines refused
dragoman: cannot open 'nowhere.txt': No such file or directory
dragoman: dict import wants files of dictionaries and -o DIR
