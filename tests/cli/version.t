# The version is the header's.
== command
dragoman version
== stdout
~ dragoman \d+\.\d+\.\d+.*
