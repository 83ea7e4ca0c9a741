# Gzip is seen by its first bytes, whatever the name; members may follow each other.
== setup
for i in 1 2; do echo "{\"id\":\"m$i\",\"text\":\"Chile met Peru.\"}" | gzip -n >> packed; done
== command
dragoman read packed | ids
== stdout
m1
m2
