# The 200 MB line is passed over in bounded memory: under 300 MB, everything included.
== setup
{ head -c 200000000 /dev/zero | tr '\0' a; echo; } > long.jsonl
echo '{"id":"after","text":"Peru met Chile."}' >> long.jsonl
== command
dragoman read long.jsonl 2>/dev/null | ids
python3 - <<'PY'
import os, resource, subprocess
subprocess.run([os.environ["PROGRAM"], "read", "long.jsonl"], capture_output=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print("under 300 MB" if peak < 300 else f"{peak} MB")
PY
== stdout
after
under 300 MB
