# '-' is standard input.
== command
printf '{"id":"piped","text":"Chile met Peru."}\n' | dragoman read - | ids
== stdout
piped
