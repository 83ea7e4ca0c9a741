#!/usr/bin/env python3
"""What `dragoman code` writes, opened by readers that others wrote: formats.py PROGRAM

pandas, DuckDB, geopandas, networkx and frictionless read each format and must find in it what the JSON Lines of the same
reports say. The reports are hostile: tabs, quotation marks, line breaks, formulas, markup, text from right to left.
Runs in build/venv (./bootstrap test); without it exit code 77, which is: skipped.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
VENV = ROOT / "build" / "venv"
PYTHON = str(VENV / "bin" / "python3")
if sys.executable != PYTHON:
    if not os.path.exists(PYTHON):
        print(f"skipped: no {VENV}, made by ./bootstrap test")
        sys.exit(77)
    sys.exit(subprocess.run([PYTHON, *sys.argv], check=False).returncode)

import duckdb
import frictionless
import geopandas
import networkx
import pandas

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
SCRATCH = tempfile.TemporaryDirectory(prefix="formats-")
FOLDER = pathlib.Path(SCRATCH.name)

HOSTILE = ["a\tb", 'she "quoted" it', "one, two; three", "=cmd|'/c calc'!A0", "</edge> & <b>", "\u202eturned\u202c", "🕊 dove",
           "line\r\nbreak", "\x1b[31mred", "\\N \\t", "' OR 1=1; --"]
SENTENCES = [
    "Chile's foreign minister met her Peruvian counterpart in Lima on Thursday.",
    "Rebels attacked government troops near Aleppo.",
    "Iran will impose sanctions on Turkey.",
    "NATO criticised Russia.",
    "Police arrested protesters in Cairo on Friday.",
    "The United Nations sent aid to Sudan.",
    "France denied attacking Germany.",
    "Russia accused Ukraine of shelling a village.",
    "The president of Kenya praised Uganda.",
]

# GDELT's own names: Column Labels Header Row, September 2016.
ACTOR = ("Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code "
         "Type3Code").split()
GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
GDELT = [*"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(), *("Actor1" + c for c in ACTOR),
         *("Actor2" + c for c in ACTOR),
         *("IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles "
           "AvgTone").split(), *(f"{a}Geo_{c}" for a in ("Actor1", "Actor2", "Action") for c in GEO), "DATEADDED", "SOURCEURL"]
ICEWS = ("Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,Target Name,"
         "Target Sectors,Target Country,Story ID,Sentence Number,Publisher,City,District,Province,Country,Latitude,"
         "Longitude").split(",")
POLECAT = ("Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,"
           "Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,"
           "Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,"
           "Wikipedia Recipient ID,Placename,City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,"
           "Feature Type,Source,Publication Date,Story People,Story Organizations,Story Locations,Language,"
           "Version").split(",")
PHOENIX = [*"EventID Date Year Month Day".split(),
           *(s + "Actor" + p for s in ("Source", "Target") for p in ("Full", "Entity", "Role", "Attribute")),
           *("EventCode EventRootCode QuadClass GoldsteinScore Issues Lat Lon LocationName StateName CountryName SentenceIDs "
             "URLs NewsSources").split()]


# ---- the reports and what must be found in them ----

def write_reports():
    path = FOLDER / "reports.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for i in range(60):
            evil = HOSTILE[i % len(HOSTILE)]
            text = f"{SENTENCES[i % len(SENTENCES)]} {SENTENCES[(i + 4) % len(SENTENCES)][:-1]}, {evil} was written there."
            report = {"id": f"r{i} {evil}", "date": f"2024-05-{i % 28 + 1:02d}", "title": evil, "publisher": f"Wire {evil}",
                      "url": f"https://example.org/{i}?q={evil}", "text": text}
            out.write(json.dumps(report) + "\n")
    return path


def written(name, *options, jobs="1"):
    """The path of the reports coded in a format; name is FORMAT.ENDING."""
    out = FOLDER / f"{jobs}-{name}"
    form = name.split(".")[0]
    done = subprocess.run([PROGRAM, "code", "-q", "-t", form, "-j", jobs, "-o", out, *options, REPORTS], check=False,
                          capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return out


REPORTS = write_reports()
RECORD = [json.loads(line) for line in written("jsonl.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")]
TAKEN_PLACE = [e for e in RECORD if e["status"] in ("happened", "ongoing")]
BOTH_WAYS = [e for e in TAKEN_PLACE for _ in range(2 if e["joint"] and e["source"] and e["target"] else 1)]


def code(actor):
    return actor["code"] if actor else None


def same(got, expected):
    got, expected = list(got), list(expected)
    for i, (a, b) in enumerate(zip(got, expected)):
        assert a == b, f"row {i}: {a!r} for {b!r}"
    assert len(got) == len(expected), f"{len(got)} rows for {len(expected)}"


def blanked(text):
    """A text as files without quoting can hold it."""
    return "".join(" " if c < " " or c == "\x7f" else c for c in text)


# ---- the readers ----

def read_tabbed(path, **more):
    return pandas.read_csv(path, sep="\t", quoting=3, keep_default_na=False, encoding="utf-8", **more)


def check_reports_are_hostile_and_coded():
    assert len(RECORD) >= 80, len(RECORD)
    assert len(TAKEN_PLACE) < len(RECORD) and len(BOTH_WAYS) > len(TAKEN_PLACE)
    texts = "".join(e["text"] + e["doc_id"] for e in RECORD)
    for evil in HOSTILE:
        assert blanked(evil).split()[0] in blanked(texts), evil


def check_csv_in_pandas():
    table = pandas.read_csv(written("csv.csv"), dtype=str, keep_default_na=False, encoding="utf-8")
    same(table["event_id"], (e["event_id"] for e in RECORD))
    same(table["cameo"], (e["cameo"] for e in RECORD))
    same(table["doc_id"], (e["doc_id"] for e in RECORD))
    same(table["text"], (e["text"] for e in RECORD))
    same(table["source_code"], (code(e["source"]) or "" for e in RECORD))


def check_tsv_in_pandas():
    table = read_tabbed(written("tsv.tsv"), dtype=str)
    same(table["event_id"], (e["event_id"] for e in RECORD))
    same(table["text"], (blanked(e["text"]) for e in RECORD))
    same(table["doc_id"], (blanked(e["doc_id"]) for e in RECORD))
    assert list(table.columns)[-6:] == ["text", "happening", "n_reports", "n_sources", "first_report", "last_report"]


def check_csv_in_duckdb():
    rows = duckdb.sql(f"""SELECT cameo, goldstein, text FROM read_csv('{written("csv.csv")}', header=true, delim=',',
                      quote='"', escape='"', types={{'cameo': 'VARCHAR', 'event_id': 'VARCHAR'}})""").fetchall()
    same((r[0] for r in rows), (e["cameo"] for e in RECORD))
    same((r[1] for r in rows), (e["goldstein"] for e in RECORD))
    same((r[2] for r in rows), (e["text"] for e in RECORD))


def check_tsv_in_duckdb():
    rows = duckdb.sql(f"""SELECT event_id, text FROM read_csv('{written("tsv.tsv")}', header=true, delim='\t', quote='',
                      escape='', all_varchar=true)""").fetchall()
    same((r[0] for r in rows), (e["event_id"] for e in RECORD))
    same((r[1] for r in rows), (blanked(e["text"]) for e in RECORD))


def check_jsonl_in_duckdb():
    rows = duckdb.sql(f"""SELECT event_id, source.code, spans.trigger[1][1] FROM
                      read_json('{written("jsonl.jsonl")}', format='newline_delimited')""").fetchall()
    same((str(r[0]) for r in rows), (e["event_id"] for e in RECORD))
    same((r[1] for r in rows), (code(e["source"]) for e in RECORD))
    same((r[2] for r in rows), (e["spans"]["trigger"][0][0] for e in RECORD))


def check_gdelt_in_pandas():
    codes = {c: str for c in GDELT if c.endswith("Code") or c.endswith("FeatureID")}
    table = read_tabbed(written("gdelt.tsv"), header=None, names=GDELT, dtype=codes, na_values={c: [""] for c in GDELT if
                        c.endswith(("Lat", "Long", "AvgTone"))}, index_col=False)
    assert table.shape == (len(BOTH_WAYS), 61), table.shape
    assert table["GLOBALEVENTID"].dtype == "int64" and table["GLOBALEVENTID"].is_unique
    assert table["SQLDATE"].dtype == "int64" and table["FractionDate"].dtype == "float64"
    assert table["ActionGeo_Lat"].dtype == "float64" and table["AvgTone"].isna().all()
    same(table["EventCode"], (e["cameo"] for e in BOTH_WAYS))
    same(table["EventRootCode"], (e["cameo"][:2] for e in BOTH_WAYS))
    same(table["SQLDATE"], (int(e["date"].replace("-", "")) for e in BOTH_WAYS))
    known = [int(e["event_id"], 16) & (2**63 - 1) for e in TAKEN_PLACE]
    assert set(known) <= set(table["GLOBALEVENTID"])
    lima = table[table["ActionGeo_FullName"] == "Lima, Peru"]
    assert len(lima) and (lima["ActionGeo_CountryCode"] == "PE").all() and (lima["ActionGeo_Type"] == 4).all()
    for _, pair in table[table["EventRootCode"] == "04"].groupby(["SOURCEURL", "EventCode"]):
        if len(pair) == 2:
            assert list(pair["Actor1Code"]) == list(pair["Actor2Code"])[::-1]


def check_gdelt_columns_are_those_of_a_client():
    """gdelt 0.1.14, a client of GDELT's files, ships the names of their columns."""
    clients = pandas.read_csv(pathlib.Path(sys.prefix) / "data/events2.csv")["name"]
    written("gdelt.tsv", "--datapackage")
    fields = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))["resources"][0]["schema"]["fields"]
    assert [f["name"] for f in fields] == list(clients), set(clients) ^ {f["name"] for f in fields}


def check_icews_in_pandas():
    table = read_tabbed(written("icews.tab"), dtype={"CAMEO Code": str, "Story ID": str}, parse_dates=["Event Date"])
    assert list(table.columns) == ICEWS
    same(table["CAMEO Code"], (e["cameo"] for e in BOTH_WAYS))
    same(table["Story ID"], (blanked(e["doc_id"]) for e in BOTH_WAYS))
    same(table["Sentence Number"], (e["sentence"] + 1 for e in BOTH_WAYS))
    assert table["Event ID"].dtype == "int64" and table["Event ID"].is_unique
    assert str(table["Event Date"].dtype).startswith("datetime64")
    assert (table["Event Text"] != "").all()
    assert set(table["Source Country"]) >= {"Chile", "Peru", "Russia"}


def check_polecat_in_pandas():
    table = read_tabbed(written("polecat.txt"), dtype=str)
    typed = [e for e in TAKEN_PLACE if e["plover"]]
    assert list(table.columns) == POLECAT
    same(table["Event ID"], (e["event_id"] for e in typed))
    same(table["Event Type"], (e["plover"] for e in typed))
    same(table["Actor Name Raw"], (blanked(e["source"]["text"] if e["source"] else "") for e in typed))
    assert set(table["Quad Code"]) <= {f"{a} {b}" for a in ("VERBAL", "MATERIAL") for b in ("COOPERATION", "CONFLICT")}
    chile = table[table["Actor Country"] == "CHL"]
    assert len(chile) and (chile["Actor COW"] == "155").all()


def check_phoenix_in_pandas():
    table = read_tabbed(written("phoenix.txt"), header=None, names=PHOENIX, dtype=str, index_col=False)
    assert table.shape == (len(BOTH_WAYS), 26)
    same(table["EventCode"], (e["cameo"] for e in BOTH_WAYS))
    assert (table["SourceActorEntity"] + table["SourceActorRole"] + table["SourceActorAttribute"] ==
            table["SourceActorFull"]).all()


def check_plover_in_json():
    keys = ("id date source target event eventText mode context text textInfo eventLoc size dead injured language publication "
            "coder version dateCoded comment").split()
    rows = [json.loads(line) for line in written("plover.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")]
    typed = [e for e in TAKEN_PLACE if e["plover"]]
    for row in rows:
        assert list(row) == keys
    same((r["id"] for r in rows), (e["event_id"] for e in typed))
    same((r["text"] for r in rows), (e["text"] for e in typed))


def check_geojson_in_geopandas():
    table = geopandas.read_file(written("geojson.geojson"))
    placed = [e for e in RECORD if e["place"] and e["place"]["lat"] is not None]
    assert placed and len(placed) < len(RECORD)
    same(table["event_id"], (e["event_id"] for e in placed))
    same(table["cameo"], (e["cameo"] for e in placed))
    same(table.geometry.x.round(4), (e["place"]["lon"] for e in placed))
    same(table.geometry.y.round(4), (e["place"]["lat"] for e in placed))
    assert table.crs.to_epsg() == 4326


def ties():
    """(source, target, quad) -> (events, Goldstein sum in tenths, days), counted here and not by Dragoman."""
    found = collections.defaultdict(lambda: [0, 0, set()])
    for e in TAKEN_PLACE:
        if e["source"] and e["target"]:
            tie = found[code(e["source"]), code(e["target"]), e["quad"]]
            tie[0] += 1
            tie[1] += round(e["goldstein"] * 10)
            tie[2].add(e["date"])
    return found


def check_graph(graph):
    expected = ties()
    assert set(graph.nodes) == {n for s, t, _ in expected for n in (s, t)}
    assert graph.nodes["CHLGOV"]["label"] == "Government (Chile)" and graph.nodes["CHLGOV"]["country"] == "CHL"
    got = {(s, t, d["quad"]): d for s, t, d in graph.edges(data=True)}
    assert set(got) == set(expected)
    for key, (n, goldstein, days) in expected.items():
        edge = got[key]
        assert (edge["n"], round(edge["goldstein"] * 10)) == (n, goldstein), (key, edge)
        assert (edge["first"], edge["last"]) == (min(days), max(days)), (key, edge)
    return got


def check_graphml_in_networkx():
    check_graph(networkx.read_graphml(written("graphml.graphml")))


def check_gexf_in_networkx():
    got = check_graph(networkx.read_gexf(written("gexf.gexf"), version="1.3"))
    for key, (_, _, days) in ties().items():
        spells = got[key]["spells"]
        covered = {str(day.date()) for start, end in spells for day in pandas.date_range(start, end)}
        assert covered == days, (key, spells, days)


def check_datapackages_in_frictionless():
    typed = sum(bool(e["plover"]) for e in TAKEN_PLACE)
    expected = {"csv.csv": len(RECORD), "tsv.tsv": len(RECORD), "gdelt.tsv": len(BOTH_WAYS), "icews.tab": len(BOTH_WAYS),
                "polecat.txt": typed, "phoenix.txt": len(BOTH_WAYS)}
    for name, n in expected.items():
        path = written(name, "--datapackage")
        package = path.parent / "datapackage.json"
        described = json.loads(package.read_text(encoding="utf-8"))["resources"][0]
        assert described["path"] == path.name and described["bytes"] == path.stat().st_size
        report = frictionless.validate(str(package))
        assert report.valid, (name, report.flatten(["type", "note"])[:3])
        rows = frictionless.Package(str(package)).resources[0].read_rows()
        assert len(rows) == n, name


def check_columns_are_chosen():
    table = pandas.read_csv(written("csv.csv", "--columns", "date,cameo,source_code", "--datapackage"), dtype=str)
    assert list(table.columns) == ["date", "cameo", "source_code"]
    fields = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))["resources"][0]["schema"]["fields"]
    assert [f["name"] for f in fields] == list(table.columns)


def check_threads_write_the_same():
    for name in "csv tsv gdelt icews polecat phoenix plover geojson graphml gexf".split():
        assert written(f"{name}.x").read_bytes() == written(f"{name}.x", jobs="4").read_bytes(), name


def check_country_codes_are_whole():
    table = pandas.read_csv(ROOT / "data/ontology/countries.tsv", sep="\t", comment="#", keep_default_na=False, dtype=str)
    assert list(table.columns) == ["alpha3", "alpha2", "fips", "cow", "name"] and len(table) >= 249
    for column in ("alpha3", "alpha2", "fips", "cow", "name"):
        given = table[table[column] != "-"][column]
        assert given.is_unique, (column, list(given[given.duplicated()]))
    states = table[table["cow"] != "-"]
    assert len(states) >= 195 and (states["fips"].str.len() == 2).all() and states["cow"].str.isdigit().all()


def main():
    failed = 0
    checks = [(name, check) for name, check in globals().items() if name.startswith("check_") and name != "check_graph"]
    for name, check in checks:
        try:
            check()
        except Exception as fault:  # a reader's own complaint is a failure like ours
            failed += 1
            print(f"FAILED {name}: {type(fault).__name__}: {fault}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
