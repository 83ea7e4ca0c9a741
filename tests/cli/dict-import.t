# Dictionaries of TABARI and PETRARCH are imported and code, with their own codes; rule says which pattern did it.
== setup
cat > own.actors <<'END'
NORLAND [NOR] ;by hand
SUDMARK  [SUD <20000101] [SUX]
END
cat > own.agents <<'END'
POLICE_ [ ~COP] ;by hand
END
cat > own.verbs <<'END'
ACCUSE [9112] ;a code that CAMEO does not have
- * OF_THEFT [112]
MEET [040:040]
END
cat > own.options <<'END'
SET: MINIMUM WORDS = 3
END
cat > news.jsonl <<'END'
{"id": "1", "date": "1999-05-01", "text": "Norland police accused Sudmark of theft."}
{"id": "2", "date": "2005-05-01", "text": "Norland accused Sudmark. Norland will meet Sudmark in the old capital."}
END
== command
dragoman dict import own.* -o mine
ls mine
dragoman code --dict mine -t tsv --columns doc_id,source_code,cameo,target_code,plover,quad,rule news.jsonl
== stdout
pattern_actors.txt
pattern_agents.txt
pattern_discards.txt
pattern_issues.txt
pattern_options.txt
pattern_verbs.txt
doc_id	source_code	cameo	target_code	plover	quad	rule
1	NORCOP	112	SUD	ACCUSE	3	* OF_THEFT
2	NOR	9112	SUX			ACCUSE
2	NOR	040	SUX	CONSULT	1	MEET
2	SUX	040	NOR	CONSULT	1	MEET
== stderr
dragoman: 8 entries of 4 files, 0 lines refused
