# A gzip cut short: what was whole is read, the rest is set aside with its reason.
== setup
python3 - <<'PY'
import gzip, json
rows = "".join(json.dumps({"id": f"r{i}", "text": f"Report number {i}: Chile met Peru {i * i * 7919 % 10007} times."}) + "\n" for i in range(2000))
packed = gzip.compress(rows.encode(), mtime=0)
open("cut.jsonl.gz", "wb").write(packed[: len(packed) * 2 // 3])
PY
== command
dragoman read cut.jsonl.gz | ids > ids.txt; code=$?; head -n 1 ids.txt; exit $code
== exit 3
== stdout
r0
== stderr
~ dragoman: cut.jsonl.gz:\d+: .*(truncated|unexpected end|incomplete|cut).*
~ dragoman: 1 record.* set aside.*
