# Help is on standard output, and exit code 0.
== command
dragoman help | head -n 1; dragoman code --help | grep -c -- '--jobs'
== stdout
~ .*dragoman.*
~ [1-9]\d*
