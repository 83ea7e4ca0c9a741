# Billion laughs: entities that a file declares do not exist; the records that use none are read.
== setup
{ echo '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "lol">'
  for i in 1 2 3 4 5 6 7 8 9; do p=$((i - 1)); echo "<!ENTITY a$i \"&a$p;&a$p;&a$p;&a$p;&a$p;&a$p;&a$p;&a$p;&a$p;&a$p;\">"; done
  echo '<!ENTITY file SYSTEM "file:///etc/passwd">]><rss><channel>'
  echo '<item><guid>bomb</guid><description>&a9;</description></item>'
  echo '<item><guid>file</guid><description>&file;</description></item>'
  echo '<item><guid>good</guid><description>Chile met Peru.</description></item></channel></rss>'; } > bomb.rss
== command
dragoman read bomb.rss | ids
== exit 3
== stdout
good
== stderr
dragoman: bomb.rss:12: entity 'a9' not defined
dragoman: bomb.rss:13: entity 'file' not defined
~ dragoman: 2 records set aside.*
