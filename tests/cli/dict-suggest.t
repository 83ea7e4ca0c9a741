# Names that no dictionary holds, commonest first, as lines that 'dict check' can read; the same on any number of threads.
== setup
for i in 1 2 3 4 5; do
  echo "{\"id\": \"r$i\", \"date\": \"2021-03-0$i\", \"text\": \"Kenyan trade envoy Wekesa Oloitip met French officials. Brightwater Freight refused to pay on Monday.\"}"
done > news.jsonl
echo '{"id": "s", "date": "2021-03-09", "text": "Wekesa Oloitip; a cook, was seen in Paris.\nTraders of Brightwater Freight were angry."}' >> news.jsonl
mkdir drafts
dragoman dict suggest -q --top 2 -o drafts/people.txt news.jsonl
dragoman dict suggest -q --top 2 -j 4 news.jsonl > again.txt
== command
cmp again.txt drafts/people.txt && echo same; grep -B4 -A1 '^KEN' drafts/people.txt; sed -i '/^# ---- organ/,$d' drafts/people.txt; dragoman dict check drafts
== stdout
same
~ # 6 reports \(1 without a code\), [67] mentions; by the text KEN GOV in 5
#   r1: Kenyan trade envoy Wekesa Oloitip met French officials.
#   r2: Kenyan trade envoy Wekesa Oloitip met French officials.
#   r3: Kenyan trade envoy Wekesa Oloitip met French officials.
KEN - Wekesa Oloitip
  GOV - - trade envoy
== stderr
dragoman: 0 malformed, 0 duplicate, 0 contradiction, 0 overlap, 0 dead
