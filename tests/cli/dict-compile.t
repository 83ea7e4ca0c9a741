# The image of the dictionaries gives what the text gives; damaged or out of date, it is passed over.
== setup
mkdir place; cp -r "$DRAGOMAN_DATA" place/data; ln -s "$(realpath "$DRAGOMAN_DATA/../model")" place/model
cat > news.txt <<'END'
Anselm Vorrik, a Chilean diplomat, met French police in Lima on Monday. The African Union criticised rebels of the Lord's Resistance Army.
END
== command
code() { dragoman code --data place/data -t jsonl news.txt | md5sum; }
text=$(code)
dragoman dict compile --data place/data -o place/data/en.dict
[ "$(code)" = "$text" ] && echo same
size=$(stat -c %s place/data/en.dict)
printf 'x' | dd of=place/data/en.dict bs=1 seek=$((size / 2)) conv=notrunc status=none
[ "$(code)" = "$text" ] && echo same when damaged
truncate -s 1000 place/data/en.dict
[ "$(code)" = "$text" ] && echo same when cut short
dragoman dict compile --data place/data -o place/data/en.dict
printf 'PER m Anselm Vorrik\n  JUD - - Judge\n' >> place/data/en/people.txt
dragoman resolve --data place/data -t json news.txt | grep -o '"code":"PERJUD"'
dragoman dict compile --data place/data -o nowhere/en.dict; [ $? = 4 ] || exit 1
dragoman dict compile --data place/data
== exit 2
== stdout
same
same when damaged
same when cut short
"code":"PERJUD"
== stderr
dragoman: nowhere/en.dict: cannot write 'nowhere/en.dict'
dragoman: dict compile wants -o FILE and nothing else
