# Nothing is wrong with our own dictionaries.
== command
dragoman dict check
== stderr
dragoman: 0 malformed, 0 duplicate, 0 contradiction, 0 overlap, 0 dead
