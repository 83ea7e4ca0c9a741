# Markup nested a hundred thousand deep is set aside, page or feed, and the item behind it is read.
== setup
python3 - <<'PY'
text = "<p>Chile's foreign minister met her Peruvian counterpart in Lima on Friday, and the two spoke of trade.</p>"
open("deep.html", "w").write("<html><body>" + "<div>" * 100000 + text)
deep = "<item><guid>deep</guid><description>" + "<b>" * 100000 + "x" + "</b>" * 100000 + "</description></item>"
open("deep.rss", "w").write("<rss><channel>" + deep + "<item><guid>after</guid><description>" + "Chile met Peru in Lima." + "</description></item></channel></rss>")
PY
== command
dragoman read -q deep.html deep.rss | ids || true
dragoman read deep.html deep.rss 2>&1 >/dev/null | grep -c -e "nested too deeply" -e "excessive depth"
== exit 3
== stdout
after
2
