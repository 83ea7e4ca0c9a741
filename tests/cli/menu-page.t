# A page without running text is set aside, and not coded as its menu.
== setup
printf '<!DOCTYPE html><title>Wire</title><ul><li><a href=1>Chile accuses Peru of spying on its fleet.</a><li><a href=2>Peru denies it.</a></ul>' > menu.html
printf '<html><p>Chile accused Peru of spying on its fleet, and expelled two of its envoys on Friday.</p></html>' > story.html
== command
dragoman read menu.html story.html | ids
== exit 3
== stdout
story
== stderr
dragoman: menu.html:1: no running text found in the page
~ dragoman: 1 record.* set aside.*
