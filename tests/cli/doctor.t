# The doctor finds the whole installation.
== command
dragoman doctor
== stdout any
== stderr any
