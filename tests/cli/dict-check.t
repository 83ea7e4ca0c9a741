# Faults of a user's dictionaries: each told once, with file and line, and the rest is read.
== setup
mkdir mine
cat > mine/nonstate.txt <<'END'
@own Written for this test.
NGA:REB Sword of the North; SWN
NGA:REB River Front; Sword of the North; River Front
TCD:SEP SWN
Bad line
XQQ:RAB Lake Men
KEN:REB Lake Army @elsewhere
END
cat > mine/people.txt <<'END'
NGA m Tunde Oyelaran Adeyeba
  GOV 2001-01-01 2003-12-31 Minister
  PTY 2003-01-01 2005-12-31 Chairman
  REB 2003-06-01 2005-01-01
  GOV 2008-01-01 2007-01-01
NGA m Tunde Oyelaran Adeyeba
  GOV 2001-01-01 200x-12-31 Minister
END
== command
dragoman dict check mine; code=$?; dragoman dict check nowhere; exit $code
== exit 1
== stdout
mine/nonstate.txt:5: malformed: no country or actor code 'Bad'
mine/nonstate.txt:7: malformed: no such source in the head of the file: 'elsewhere'
mine/people.txt:7: malformed: no date '200x-12-31'
mine/nonstate.txt:3: duplicate: 'Sword of the North' as NGA:REB stands as NGA:REB in mine/nonstate.txt:2
mine/nonstate.txt:3: duplicate: 'River Front' stands twice in one entry
mine/nonstate.txt:4: contradiction: 'SWN' as TCD:SEP stands as NGA:REB in mine/nonstate.txt:2
mine/people.txt:6: duplicate: 'Tunde Oyelaran Adeyeba' has an entry in mine/people.txt:1
mine/nonstate.txt:4: dead: 'SWN' and all else of this line is taken by others
mine/nonstate.txt:6: malformed: the ontology has no country or actor 'XQQ'
mine/nonstate.txt:6: malformed: the ontology has no sector 'RAB'
mine/people.txt:4: overlap: 'Tunde Oyelaran Adeyeba' is REB here and PTY in line 3 at one time
mine/people.txt:5: overlap: a term of 'Tunde Oyelaran Adeyeba' ends before it begins
== stderr
dragoman: 5 malformed, 3 duplicate, 1 contradiction, 2 overlap, 1 dead
dragoman: no dictionaries in 'nowhere'
