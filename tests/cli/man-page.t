# The man page is roff that man can set without a warning.
== command
dragoman help --man | head -n 1 | cut -c 1-12
== stdout
~ \.(TH|\\").*
