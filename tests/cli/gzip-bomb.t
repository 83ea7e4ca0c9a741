# Ten gigabytes of zeros in ten megabytes are set aside soon where a file is one report; where it is many, a gigabyte is
# passed over. Memory stays bounded.
== setup
python3 - <<'PY'
import gzip
member = gzip.compress(bytes(100_000_000), 6)
for name, n in ("bomb.gz", 100), ("small.gz", 10):
    with open(name, "wb") as f:
        for _ in range(n):
            f.write(member)
PY
== command
python3 - <<'PY'
import os, resource, subprocess, time
CASES = [("text", "bomb.gz"), ("html", "bomb.gz"), ("warc", "small.gz"), ("feed", "small.gz"), ("jsonl", "small.gz")]
for form, name in CASES:
    began = time.monotonic()
    done = subprocess.run([os.environ["PROGRAM"], "read", "-f", form, name], capture_output=True)
    print(form, done.returncode, "in time" if time.monotonic() - began < 60 else "too late")
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print("under 400 MB" if peak < 400 else f"{peak} MB")
PY
== stdout
text 3 in time
html 3 in time
warc 3 in time
feed 3 in time
jsonl 3 in time
under 400 MB
