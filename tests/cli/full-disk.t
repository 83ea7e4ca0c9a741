# A disk that is full is said, and is exit code 4.
== setup
printf 'date 2024-05-03 LIMA - Chile accused Peru of spying on Thursday.\n' > a.txt
== command
dragoman code -t jsonl -o /dev/full a.txt
== exit 4
== stderr
~ dragoman: cannot write '/dev/full': No space left on device
