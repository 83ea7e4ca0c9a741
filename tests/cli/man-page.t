# The man page is roff that man can set without a warning.
== command
dragoman help --man | sed -n "1s|\(.\{12\}\).*|\1|p"
== stdout
~ \.(TH|\\").*
