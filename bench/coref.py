#!/usr/bin/env python3
"""Who is meant: mentions and their actors, from raw text -> dragoman resolve.

    bench/coref.py [--sets reports,gum,gap] [--gap development,validation] [--misses KIND] [--json] PROGRAM

reports  tests/coref (README.md there): the share of mentions that get the right actor code, by kind of mention, and the
         measures of coreference over the coded mentions, each found mention laid to the coded one that it fits best;
         what was found beside them does not count, what was not found is alone.
gum      GUM's news: the same measures over its chains of two or more mentions. 'exact' asks for the same span, 'head' for
         a span with the same head word. The parser was trained on the news of 'train'.
gap      GAP (Webster et al. 2018): is the pronoun one of two people named? F1 over both questions, by gender.
--misses prints wrong mentions of a kind (or 'all', or 'gap') with the text around.
"""
import argparse
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
from collections import Counter, defaultdict

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))

# ---- measures: key and found are lists of sets of mentions ----


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


def owners(clusters):
    return {m: i for i, c in enumerate(clusters) for m in c}


def muc_half(a, b):
    of, up, down = owners(b), 0, 0
    for c in a:
        parts = {of[m] for m in c if m in of}
        missing = sum(m not in of for m in c)
        up += len(c) - len(parts) - missing
        down += len(c) - 1
    return up, down


def b3_half(a, b):
    of, up, down = owners(b), 0.0, 0
    for c in a:
        inside = Counter(of[m] for m in c if m in of)
        up += sum(n * n for n in inside.values()) / len(c)
        down += len(c)
    return up, down


def lea_half(a, b):
    """Moosavi and Strube (2016): a cluster's links found, weighted by its size; one of a single mention links to itself."""
    of, up, down = owners(b), 0.0, 0
    for c in a:
        down += len(c)
        if len(c) == 1:
            (m,) = c
            up += m in of and len(b[of[m]]) == 1
            continue
        inside = Counter(of[m] for m in c if m in of)
        up += len(c) * sum(n * (n - 1) for n in inside.values()) / (len(c) * (len(c) - 1))
    return up, down


def assign(gain):
    """The greatest sum of a matching of rows and columns (Hungarian method), rows <= columns."""
    n, m = len(gain), len(gain[0])
    u, v, match, way = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        match[0], j0 = i, 0
        least, used = [float("inf")] * (m + 1), [False] * (m + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = match[j0], float("inf"), 0
            for j in range(1, m + 1):
                if used[j]:
                    continue
                cost = -gain[i0 - 1][j - 1] - u[i0] - v[j]
                if cost < least[j]:
                    least[j], way[j] = cost, j0
                if least[j] < delta:
                    delta, j1 = least[j], j
            for j in range(m + 1):
                if used[j]:
                    u[match[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if not match[j0]:
                break
        while j0:
            match[j0], j0 = match[way[j0]], way[j0]
    return sum(gain[match[j] - 1][j - 1] for j in range(1, m + 1) if match[j])


def ceaf_e(key, found):
    if not key or not found:
        return 0.0
    gain = [[2 * len(a & b) / (len(a) + len(b)) for b in found] for a in key]
    return assign(gain if len(key) <= len(found) else [list(column) for column in zip(*gain)])


class Measures:
    """Sums over documents: precision and recall of each measure are of the whole."""

    def __init__(self):
        self.sums = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])  # up and down of recall, then of precision

    def add(self, key, found):
        key, found = [c for c in key if c], [c for c in found if c]
        for name, half in (("MUC", muc_half), ("B3", b3_half), ("LEA", lea_half)):
            self.put(name, *half(key, found), *half(found, key))
        same = ceaf_e(key, found)
        self.put("CEAFe", same, len(key), same, len(found))
        a, b = set().union(*key) if key else set(), set().union(*found) if found else set()
        self.put("mentions", len(a & b), len(a), len(a & b), len(b))

    def put(self, name, *four):
        self.sums[name] = [x + y for x, y in zip(self.sums[name], four)]

    def figures(self):
        out = {}
        for name, (ru, rd, pu, pd) in self.sums.items():
            r, p = (ru / rd if rd else 0.0), (pu / pd if pd else 0.0)
            out[name] = (p, r, f1(p, r))
        out["CoNLL"] = (None, None, sum(out[n][2] for n in ("MUC", "B3", "CEAFe")) / 3)
        return out


def put_measures(name, measures):
    figures = measures.figures()
    cells = []
    for key in ("mentions", "MUC", "B3", "CEAFe", "CoNLL", "LEA"):
        p, r, f = figures[key]
        cells.append(f"{key} {100 * f:.1f}" if p is None else f"{key} {100 * p:.1f}/{100 * r:.1f}/{100 * f:.1f}")
    print(f"  {name:<12}" + "  ".join(cells))
    return {k: round(100 * v[2], 2) for k, v in figures.items()}


# ---- what the program finds ----


def resolve(program, docs):
    """docs: dicts with id, date, text. One list of mentions a document, offsets in bytes."""
    lines = "".join(json.dumps({k: d[k] for k in ("id", "date", "text") if d.get(k)}) + "\n" for d in docs)
    environment = {"DRAGOMAN_DATA": str(ROOT / "data"), **os.environ}
    command = [program, "resolve", "-q", "--language", "any", "-t", "json", "-f", "jsonl", "-"]
    out = subprocess.run(command, input=lines.encode(), check=True, env=environment, stdout=subprocess.PIPE).stdout
    answers = [json.loads(line) for line in out.splitlines()]
    if len(answers) != len(docs):
        sys.exit(f"{len(docs)} documents in, {len(answers)} out")
    return [mentions_of(a["entities"]) for a in answers]


def mentions_of(entities):
    out = []
    for e in entities:
        rows = zip(e["mentions"], e["heads"], e["kinds"], e["links"])
        for span, head, kind, link in rows:
            out.append({"span": tuple(span), "head": tuple(head), "kind": kind, "link": link, "entity": e["id"],
                        "row": e, "codes": member_codes(entities, e)})
    return out


def member_codes(entities, e):
    """Codes of those a plural stands for, or the entity's own; none of what is no actor."""
    if e["members"]:
        return sorted(code for m in e["members"] for code in member_codes(entities, entities[m]))
    return [e["code"]] if e["code"] and e["actor"] else []


# ---- the reports of tests/coref ----

PRONOUNS = {}
for row in ("he him his himself", "she her hers herself", "it its itself",
            "they them their theirs themselves", "I me my mine myself", "we us our ours ourselves", "you your yours",
            "who whom whose which that"):
    for word in row.split():
        PRONOUNS[word.lower()] = row.split()[0]
DEFINITE = re.compile(r"(the|this|that|these|those|both|his|her|its|their|my|our|your|whose)\b|.*'s? ", re.I)
MARK = re.compile(r"\[(\d+)(?::([a-z]+))?\||\]")
WITHIN = re.compile(r"\[\d+(:[a-z]+)?\|[^][]*\]('s?)?")


def kind_of(text, entity, inner):
    """inner: the text with the marked phrases in it left out, which say whose it is."""
    word = text.lower()
    if entity["id"] == "0":
        return "nobody"
    if word in PRONOUNS:
        return PRONOUNS[word]
    if entity["members"]:
        return "sides"
    if re.search(r"[A-Z]", re.sub(r"^The ", "", inner).split()[-1]):
        return "name"
    return "definite" if DEFINITE.match(text) else "noun"


def read_report(path):
    head, body = path.read_text().split("\n---\n", 1)
    doc = {"id": path.stem, "entities": {"0": {"id": "0", "codes": [], "members": []}}, "marks": []}
    for line in head.splitlines():
        field = re.match(r"(date|half|title|source): (.*)", line)
        if field:
            doc[field[1]] = field[2].strip()
            continue
        number, code, *rest = line.split()
        members = [w for w in rest if w.isdigit()] if code == "=" else []
        codes = [] if code in ("=", "-") else code.split("/")
        doc["entities"][number] = {"id": number, "codes": codes, "members": members}
    text, stack, at = "", [], 0
    for mark in MARK.finditer(body):
        text, at = text + body[at:mark.start()], mark.end()
        if mark[1]:
            stack.append((mark[1], mark[2], len(text), mark.end()))
            continue
        number, told, begin, raw = stack.pop()
        entity = doc["entities"][number]
        inner = re.sub(MARK, "", WITHIN.sub("", body[raw:mark.start()])).strip() or text[begin:]
        doc["marks"].append({"begin": begin, "end": len(text), "entity": entity, "text": text[begin:],
                             "kind": told or kind_of(text[begin:], entity, inner)})
    if stack:
        sys.exit(f"{path}: a mark is not closed")
    doc["text"] = text + body[at:]
    for m in doc["marks"]:
        m["span"] = tuple(len(doc["text"][:x].encode()) for x in (m["begin"], m["end"]))
    return doc


def lay(marks, found):
    """Each coded mention gets the found one that fits it best: its head inside, the least difference of the ends."""
    pairs = []
    for i, m in enumerate(marks):
        for j, f in enumerate(found):
            if not m["span"][0] <= f["head"][0] < m["span"][1]:
                continue
            off = abs(m["span"][0] - f["span"][0]), abs(m["span"][1] - f["span"][1])
            if off[0] and off[1] and f["head"][1] != m["span"][1]:
                continue
            if off[1] and f["head"][1] < m["span"][1] and f["span"][1] < m["span"][1] and f["kind"] != "name":
                continue  # "Iran" of "Iran's minister"
            pairs.append((min(off[0], off[1]), sum(off), i, j))
    out, taken = {}, set()
    for _, _, i, j in sorted(pairs):
        if i not in out and j not in taken:
            out[i] = found[j]
            taken.add(j)
    return out


def gold_codes(doc, entity):
    if entity["members"]:
        return [c for m in entity["members"] for c in gold_codes(doc, doc["entities"][m])]
    return ["/".join(entity["codes"])] if entity["codes"] else []


def is_right(doc, mark, found):
    gold, codes = gold_codes(doc, mark["entity"]), found["codes"] if found else []
    if not gold or not codes:
        return bool(gold) == bool(codes)
    if len(set(codes)) == 1 and len(set(gold)) == 1:
        return codes[0] in gold[0].split("/")
    if len(gold) != len(codes):
        return False
    rest = list(codes)
    for g in gold:
        hit = next((c for c in rest if c in g.split("/")), None)
        if hit is None:
            return False
        rest.remove(hit)
    return True


def context(text, begin, end):
    clean = lambda s: s.replace("\n", " ")
    return f"{clean(text[max(0, begin - 60):begin])}[{text[begin:end]}]{clean(text[end:end + 40])}"


KINDS = ("he", "she", "it", "they", "i", "we", "you", "who", "nobody", "sides", "definite", "noun", "name")


def put_kinds(name, right, total):
    out = {}
    cells = []
    for kind in KINDS:
        n = total[kind]
        if n:
            cells.append(f"{kind} {right[kind]}/{n}")
    meant = [k for k in KINDS if k not in ("noun", "name")]
    for label, kinds in (("pronouns", KINDS[:9]), ("definite", ("sides", "definite")), ("both", meant), ("name", ["name"])):
        n, r = sum(total[k] for k in kinds), sum(right[k] for k in kinds)
        out[label] = round(100 * r / n, 2) if n else 0.0
    print(f"  {name:<12}right code: pronouns and definite {out['both']:.1f} %  (pronouns {out['pronouns']:.1f}, definite"
          f" {out['definite']:.1f})  names {out['name']:.1f}")
    print("              " + "  ".join(cells))
    return out


def reports(program, misses):
    docs = [read_report(p) for p in sorted((ROOT / "tests/coref/reports").glob("*.txt"))]
    result = {}
    found = resolve(program, docs)
    print(f"reports: {len(docs)}, {sum(len(d['marks']) for d in docs)} mentions")
    for half in ("dev", "test"):
        right, total, measures = Counter(), Counter(), Measures()
        for doc, have in zip(docs, found):
            if doc["half"] != half:
                continue
            laid = lay(doc["marks"], have)
            key, got = defaultdict(set), defaultdict(set)
            for i, m in enumerate(doc["marks"]):
                f = laid.get(i)
                total[m["kind"].lower()] += 1
                ok = is_right(doc, m, f)
                right[m["kind"].lower()] += ok
                if not ok and misses in (m["kind"].lower(), "all") and half == "dev":
                    print(f"    {doc['id']} {m['kind']:<8} {'+'.join(gold_codes(doc, m['entity'])) or '-':<14}"
                          f" got {('+'.join(f['codes']) or '-') + ' ' + f['link'] + ' ' + str(f['row']['name'] or '') if f else 'nothing':<30}"
                          f" {context(doc['text'], m['begin'], m['end'])}")
                if m["entity"]["id"] != "0":
                    key[m["entity"]["id"]].add(i)
                if f and m["entity"]["id"] != "0":
                    got[f["entity"]].add(i)
                elif m["entity"]["id"] != "0":
                    got["alone", i].add(i)
            measures.add(list(key.values()), list(got.values()))
        result[half] = put_kinds(half, right, total) | put_measures("", measures)
    return result


# ---- GUM's news ----


def gum_documents(path):
    doc, docs = None, []
    for line in path.read_text().splitlines():
        name = re.match(r"# newdoc id = (\S+)", line)
        if name:
            doc = {"id": name[1], "text": "", "open": [], "chains": defaultdict(set)} if "_news_" in name[1] else None
            if doc:
                docs.append(doc)
        if not doc:
            continue
        if line.startswith("# meta::dateCreated"):
            doc["date"] = line.split("=")[1].strip()
        if line.startswith("# newpar"):
            doc["text"] = doc["text"].rstrip() + "\n\n" if doc["text"] else ""
        if line.startswith("# sent_id") and doc["text"] and not doc["text"].endswith("\n"):
            doc["text"] += " " if not doc["text"].endswith(" ") else ""
        if line[:1].isdigit():
            gum_word(doc, line.split("\t"))
        if not line:
            gum_heads(doc)
    return docs


def gum_word(doc, cells):
    number, form, misc = cells[0], cells[1], cells[9]
    if "." in number:
        return
    if "-" in number:  # "don't": its words stand in one
        first, last = map(int, number.split("-"))
        doc["token"] = (last, form, "SpaceAfter=No" not in misc)
        return
    begin = len(doc["text"].encode())
    last, whole, space = doc.get("token") or (None, None, None)
    if whole is not None:
        if whole.startswith(form) and int(number) < last:
            doc["text"] += form
            doc["token"] = (last, whole[len(form):], space)
        else:
            doc["text"] += whole + (" " if space else "")
            form, doc["token"] = whole, None
    else:
        doc["text"] += form + ("" if "SpaceAfter=No" in misc else " ")
    end = begin + len(form.encode())
    doc.setdefault("words", {})[int(number)] = (begin, end, int(cells[6]))
    entity = re.search(r"Entity=([^|]*)", misc)
    if not entity:
        return
    for opened, closed in re.findall(r"\(([^()]*)|(\d+)\)", entity[1]):
        if opened:
            fields = opened.split("-")
            doc["open"].append([fields[0], int(number)])
            doc.setdefault("spans", [])
        if closed:
            gum_close(doc, closed, int(number))
    for whole in re.findall(r"\((\d+)-[^()]*\)", entity[1]):  # one word
        gum_close(doc, whole, int(number))


def gum_close(doc, entity, word):
    for k in range(len(doc["open"]) - 1, -1, -1):
        if doc["open"][k][0] == entity:
            doc.setdefault("spans", []).append((entity, doc["open"].pop(k)[1], word))
            return


def gum_heads(doc):
    """At the end of a sentence: spans of words become spans of bytes, with the word that the tree hangs them by."""
    words = doc.get("words", {})
    for entity, first, last in doc.get("spans", []):
        head = next((w for w in range(first, last + 1) if not first <= words[w][2] <= last), first)
        doc["chains"][entity].add((words[first][0], words[last][1], words[head][0]))
    doc["spans"], doc["words"], doc["token"] = [], {}, None


def gum(program, _misses):
    result = {}
    for parts in (("dev", "test"), ("train",)):
        docs = [d for part in parts for d in gum_documents(SHARED / f"data/treebanks/gum/{part}.conllu")]
        exact, by_head = Measures(), Measures()
        for doc, found in zip(docs, resolve(program, docs)):
            chains = [c for c in doc["chains"].values() if len(c) > 1]
            got = defaultdict(set)
            for f in found:
                got[f["entity"]].add((f["span"][0], f["span"][1], f["head"][0]))
            got = [c for c in got.values() if len(c) > 1]
            exact.add([{m[:2] for m in c} for c in chains], [{m[:2] for m in c} for c in got])
            by_head.add([{m[2] for m in c} for c in chains], [{m[2] for m in c} for c in got])
        name = "+".join(parts)
        print(f"GUM news, {name}: {len(docs)} documents")
        result[name] = {"exact": put_measures("exact", exact), "head": put_measures("head", by_head)}
    return result


# ---- GAP ----


def gap(program, misses, files=("development", "validation")):
    result = {}
    for name in files:
        with open(SHARED / f"data/coref/gap/gap-{name}.tsv", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        docs = [{"id": r["ID"], "text": r["Text"]} for r in rows]
        counts = {"M": Counter(), "F": Counter()}
        for row, found in zip(rows, resolve(program, docs)):
            gap_row(row, found, counts["M" if row["Pronoun"].lower() in ("he", "him", "his") else "F"], misses)
        scores = {k: gap_f1(c) for k, c in (("all", counts["M"] + counts["F"]), *counts.items())}
        bias = scores["F"][2] / scores["M"][2] if scores["M"][2] else 0.0
        p, r, f = scores["all"]
        print(f"GAP {name}: F1 {100 * f:.1f} (precision {100 * p:.1f}, recall {100 * r:.1f})  masculine {100 * scores['M'][2]:.1f}"
              f"  feminine {100 * scores['F'][2]:.1f}  bias {bias:.2f}")
        result[name] = {"F1": round(100 * f, 2), "bias": round(bias, 3)}
    return result


def gap_f1(c):
    p = c["tp"] / (c["tp"] + c["fp"]) if c["tp"] else 0.0
    r = c["tp"] / (c["tp"] + c["fn"]) if c["tp"] else 0.0
    return p, r, f1(p, r)


def gap_row(row, found, count, misses):
    """The pronoun's entity is A when one of its mentions has its head in the words of A's name."""
    text = row["Text"]

    def span(offset, words):
        begin = len(text[:int(offset)].encode())
        return begin, begin + len(words.encode())

    pronoun = span(row["Pronoun-offset"], row["Pronoun"])
    entity = next((f["entity"] for f in found if f["head"] == pronoun), None)
    said = {}
    for who in "AB":
        begin, end = span(row[f"{who}-offset"], row[who])
        said[who] = entity is not None and any(
            f["entity"] == entity and begin <= f["head"][0] < end and f["kind"] == "name" for f in found)
        gold = row[f"{who}-coref"] == "TRUE"
        count["tp"] += gold and said[who]
        count["fp"] += not gold and said[who]
        count["fn"] += gold and not said[who]
    wrong = any((row[f"{w}-coref"] == "TRUE") != said[w] for w in "AB")
    if wrong and misses == "gap":
        names = {f["text"] if "text" in f else text.encode()[f["span"][0]:f["span"][1]].decode(): f["link"] for f in found
                 if f["entity"] == entity}
        print(f"  {row['ID']} {row['Pronoun']}@{row['Pronoun-offset']} A={row['A']}:{row['A-coref']} B={row['B']}:{row['B-coref']}"
              f" said {names}\n      {text[:int(row['Pronoun-offset'])]}[{row['Pronoun']}]{text[int(row['Pronoun-offset']) + len(row['Pronoun']):]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", default="reports,gum,gap")
    parser.add_argument("--misses", default="")
    parser.add_argument("--json", action="store_true", help="the figures once more, for programs")
    parser.add_argument("program", nargs="?", default=str(ROOT / "build/dragoman"))
    options = parser.parse_args()
    result = {}
    for name in options.sets.split(","):
        result[name] = {"reports": reports, "gum": gum, "gap": gap}[name](options.program, options.misses)
    if options.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
