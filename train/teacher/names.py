#!/usr/bin/env python3
"""What the recogniser of names learns from: words with BIOES tags, a word and its tag a line, empty lines between sentences.

    names.py silver --spacy MODEL [--spacy MODEL] RAW.conllu > silver.tsv     raw news (dragoman parse -t conllu)
    names.py gold --spacy MODEL [--spacy MODEL] --shared ../shared > gold.tsv annotated sets that may teach
    names.py swap [--seed N] FILE.tsv > swapped.tsv                           the same sentences with other names

Classes: PERSON ORGANISATION PLACE NATIONALITY FACILITY MISC. `?` is a word that teachers disagree on: it teaches nothing.

Silver: the spaCy models vote, a report at a time. What a name is called most often in its report it is everywhere in it (the last
word of a person's name votes for that person); countries and nationalities of data/en go before any vote; a capitalised body
("Parliament") inside a sentence is an organisation; where the models differ in extent, or no class wins, the words become `?`.
Gold: UNER's EWT and re3d as they are; GUM's named entities (head PROPN), cut to the run of proper nouns; what these sets do not
mark (nationalities, events, works) is the teachers'. Texts of GUM under a non-commercial licence are left out.
Swap: persons, places, nationalities and organisations get names of all regions (data/, --names), so that a name's looks do not tell
its class by where reports were collected. Only needed to make the model.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import sys

CLASSES = {"PERSON": "PERSON", "ORG": "ORGANISATION", "GPE": "PLACE", "LOC": "PLACE", "NORP": "NATIONALITY", "FAC": "FACILITY",
           "LANGUAGE": "NATIONALITY", **{k: "MISC" for k in ("EVENT", "WORK_OF_ART", "PRODUCT", "LAW")}}
GUM = {"person": "PERSON", "organization": "ORGANISATION", "place": "PLACE", "event": "MISC"}
UNER = {"PER": "PERSON", "ORG": "ORGANISATION", "LOC": "PLACE"}
RE3D = {"Person": "PERSON", "Organisation": "ORGANISATION", "Location": "PLACE", "Nationality": "NATIONALITY"}
CLOSED = {"fiction", "whow", "letter", "essay", "podcast", "reddit"}
ARTICLES = {"the", "a", "an"}
BODIES = {"Parliament", "Cabinet", "Congress", "Senate", "Assembly", "Ministry", "Knesset", "Bundestag", "Duma"}
TITLES = set("president mr mrs ms miss dr sir dame lord lady sheikh shaikh haji mullah maulana rev reverend sen rep gov senator governor "
             "minister gen general col colonel lt capt captain maj major prof professor king queen prince princess emir amir sultan "
             "ayatollah imam pope bishop archbishop secretary chancellor premier mayor judge justice hon chief ambassador uncle aunt".split())
TITLES |= {t + "." for t in TITLES}
NO_NAMES = set("MPs MP CEO CEOs NGO NGOs HH HE HRH ICU GDP PM Highness Excellency Majesty Amir Emir Crown Rs HK$ US$ http www DNA HIV AIDS TV".split())
DISEASES = set("Ebola Zika SARS influenza measles MERS cholera H1N1 malaria coronavirus".split())
PEOPLES = """Hausa, Yoruba, Igbo, Fulani, Tuareg, Berber, Zulu, Xhosa, Shona, Ndebele, Tutsi, Hutu, Oromo, Amhara, Tigrayan, Somali, Masai, Kikuyu,
Luo, Dinka, Nuer, Ashanti, Ewe, Herero, San, Rohingya, Uyghur, Tibetan, Han, Hui, Tamil, Sinhalese, Sikh, Hindu, Sunni, Shia, Shiite, Druze,
Maronite, Coptic, Kurdish, Kurd, Pashtun, Hazara, Baloch, Punjabi, Bengali, Gujarati, Kashmiri, Dalit, Brahmin, Maya, Quechua, Aymara, Mapuche,
Guarani, Cree, Inuit, Ojibwe, Mohawk, Navajo, Métis, Maori, Māori, Aboriginal, Samoan, Tongan, Hmong, Karen, Kachin, Shan, Moro, Malay, Javanese,
Acehnese, Dayak, Roma, Basque, Catalan, Flemish, Chechen, Tatar, Circassian, Alawite, Yazidi, Jewish, Jews, Muslim, Muslims, Christian,
Christians, Catholic, Protestant, Anglican, Buddhist, Islamist, Islamic, Salafi, Wahhabi, Zionist, Arab, Arabs, Arabic, Swahili, Amharic,
Mandarin, Cantonese, Hindi, Urdu, Persian, Tagalog, English, Spanish, French, Portuguese, Asian, African, European, Latino, Hispanic, Caribbean,
Scandinavian, Balkan, Marxist, Communist, Republican, Democrat, Democrats, Republicans, Labour, Tory, Conservative, Sandinista, Peronist,
Chavista, Maoist, Baathist, Bedouin, Sami, Hokkien, Zapatista, Afrikaner, Creole, Garifuna, Pacific Islander, South Asian, West African, East African,
Central American, South American, Latin American, North African, Southeast Asian""".replace("\n", " ").split(", ")
HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"


# ---- reading ----

def read_conllu(path, free_only=False):
    """Documents: lists of sentences: lists of (form, space after, upos, misc)."""
    doc, now, closed = [], [], False
    for line in open(path, encoding="utf-8"):
        if line.startswith("# newdoc"):
            if doc and not closed:
                yield doc
            genre = re.search(r"GUM_([a-z]+)_", line)
            doc, closed = [], free_only and bool(genre) and genre[1] in CLOSED
        elif line[0].isdigit():
            c = line.rstrip("\n").split("\t")
            if c[0].isdigit():
                now.append((c[1], "SpaceAfter=No" not in c[9], c[3], c[9], int(c[6]) - 1))
        elif line == "\n" and now:
            doc.append(now)
            now = []
    if doc and not closed:
        yield doc


def read_iob(path, word, tag, classes):
    """One document of (words, spans)."""
    sents, now = [], []
    for line in open(path, encoding="utf-8").read().split("\n") + [""]:
        c = line.split("\t")
        if len(c) > tag and not line.startswith("#") and c[0] not in ("", "-DOCSTART-"):
            now.append((c[word], c[tag].strip()))
        elif now and not line.strip():
            spans, last = [], None
            for i, (_, t) in enumerate(now):
                cls = classes.get(t[2:])
                if cls and t[0] == "I" and last and last[2] == cls and last[1] == i:
                    last[1] = i + 1
                elif cls:
                    spans.append(last := [i, i + 1, cls])
                else:
                    last = None
            sents.append(([w for w, _ in now], [tuple(s) for s in spans]))
            now = []
    return sents


def countries():
    """Form -> PLACE or NATIONALITY; doubtful ones ("?Jordan") left out."""
    forms = {}
    for line in open(DATA / "en/countries.txt", encoding="utf-8"):
        if line.startswith("#") or not line.strip():
            continue
        body = line.split(None, 1)[1] if len(line.split(None, 1)) > 1 else ""
        kind = line.split()[0] if line[0] == " " else "name"
        cls = {"name": "PLACE", "adj": "NATIONALITY", "people": "NATIONALITY"}.get(kind)
        for form in body.strip().split("; ") if cls and ":" not in line.split()[0] else []:
            if form and form[0] != "?" and len(form) > 2:
                forms.setdefault(form.replace("-", " - "), cls)
    return {tuple(k.split()): v for k, v in forms.items()}


# ---- the teachers' vote ----

def trim(words, first, last):
    while first < last and words[first].lower() in ARTICLES:
        first += 1
    while last > first and words[last - 1] in ("'s", "’s", "'", "’", ","):
        last -= 1
    return first, last


def annotate(models, docs):
    """For each document and model: spans by sentence."""
    from spacy.tokens import Doc
    found = []
    for nlp in models:
        made = (Doc(nlp.vocab, words=[w[0] for s in d for w in s], spaces=[w[1] for s in d for w in s],
                    sent_starts=[not i for s in d for i in range(len(s))]) for d in docs)
        found.append([[(e.start, e.end, CLASSES[e.label_]) for e in x.ents if e.label_ in CLASSES] for x in nlp.pipe(made)])
    return list(zip(*found))


def by_sentence(doc, spans):
    """Spans counted in the document -> by sentence, trimmed; those that cross an end are dropped."""
    out, at, k = [], 0, 0
    spans = sorted(spans)
    for s in doc:
        words, mine = [w[0] for w in s], []
        while k < len(spans) and spans[k][0] < at + len(s):
            first, last, cls = spans[k]
            first, last = trim(words, first - at, min(last - at, len(s)))
            if 0 <= first < last:
                mine.append((first, last, cls))
            k += 1
        out.append(mine)
        at += len(s)
    return out


def votes_of(doc, found):
    """surface -> Counter of classes, over the report"""
    votes = collections.defaultdict(collections.Counter)
    for weight, spans in zip((1.0, 0.6, 1.2), found):
        for s, mine in zip(doc, spans):
            for a, b, cls in mine:
                words = [w[0] for w in s[a:b]]
                votes[" ".join(words)][cls] += weight
                if cls == "PERSON" and b - a in (2, 3, 4):
                    votes[words[-1]][cls] += 2 * weight
                if a and s[a - 1][0].lower() in TITLES:
                    votes[" ".join(words)]["PERSON"] += 2 * weight
    return votes


def fixed_spans(words, known):
    out, i = [], 0
    while i < len(words):
        for n in (5, 4, 3, 2, 1):
            cls = known.get(tuple(words[i:i + n]))
            if cls and len(words[i:i + n]) == n:
                out.append((i, i + n, cls))
                i += n - 1
                break
        i += 1
    return out


def overlaps(a, spans):
    return any(a[0] < s[1] and s[0] < a[1] for s in spans)


def vote(s, found, votes, known):
    """Spans and the words of which nothing is sure. found: each teacher's spans in the sentence."""
    words, spans, unsure = [w[0] for w in s], [], set()
    voices = collections.Counter((a, b) for mine in found for a, b, _ in mine)
    for (a, b), n in sorted(voices.items(), key=lambda x: (-x[1], x[0][0] - x[0][1])):
        if overlaps((a, b), spans):
            continue
        tally = votes[" ".join(words[a:b])]
        best, weight = tally.most_common(1)[0]
        enough = 2 * n > len(found) or 2 * n == len(found) and sum(tally.values()) >= 2
        against = sum(any(x[0] < b and a < x[1] and x[:2] != (a, b) for x in mine) for mine in found)
        if enough and against < n and weight >= 0.55 * sum(tally.values()):
            spans.append((a, b, best))
        else:
            unsure.update(range(a, b))
    for span in fixed_spans(words, known):
        if (inside := [x for x in spans if x[0] < span[1] and span[0] < x[1]]) and inside[0][:2] != span[:2]:
            continue                                     # "Bank of China"
        spans = [x for x in spans if x not in inside] + [span]
    for i, w in enumerate(words):
        if overlaps((i, i + 1), spans) or i in unsure or not w[:1].isupper() or not i:
            continue
        tally = votes.get(w)
        if w in BODIES:
            spans.append((i, i + 1, "ORGANISATION"))
        elif tally and sum(tally.values()) >= 3 and tally.most_common(1)[0][1] > 0.8 * sum(tally.values()) and s[i][2] == "PROPN":
            spans.append((i, i + 1, tally.most_common(1)[0][0]))
    return sorted(spans), unsure - {i for a, b, _ in spans for i in range(a, b)}


def own_spans(path, docs):
    """What a recogniser taught before found in the same documents (dragoman mention -t json): spans by sentence."""
    for d, line in zip(docs, open(path, encoding="utf-8")):
        out, at = [[] for _ in d], [0] * len(d)
        for n in json.loads(line)["names"]:
            k, text = n["sentence"], "".join(n["text"].split())
            forms = [w[0] for w in d[k]] if k < len(d) else []
            for i in range(at[k] if forms else 0, len(forms)):
                j = i + 1
                while j < len(forms) and len("".join(forms[i:j])) < len(text):
                    j += 1
                if "".join(forms[i:j]) == text:
                    out[k].append((i, j, n["class"].upper()))
                    at[k] = j
                    break
        yield out


def tags_of(n, spans, unsure=()):
    tags = ["?" if i in unsure else "O" for i in range(n)]
    for a, b, cls in spans:
        for i in range(a, b):
            tags[i] = ("S" if b - a == 1 else "B" if i == a else "E" if i == b - 1 else "I") + "-" + cls
    return tags


def clean(words, tags):
    """Titles stand before a person's name, what teachers take for names and is none out of it."""
    spans = []
    for a, b, cls in spans_of(tags):
        while cls == "PERSON" and a < b - 1 and words[a].lower() in TITLES:
            a += 1
        if b - a == 1 and (words[a] in NO_NAMES or words[a].lower() in TITLES or words[a] == "US" and words[b:b + 1] == ["$"]):
            continue
        spans.append((a, b, cls))
    return tags_of(len(words), spans, {i for i, t in enumerate(tags) if t == "?"})


def put(words, tags):
    tags = clean(words, tags)
    if len(words) <= 150:
        print("".join(f"{w}\t{t}\n" for w, t in zip(words, tags)))


def voted(models, docs, known, own=None):
    """(document, [(spans, unsure) by sentence])"""
    more = own_spans(own, docs) if own else None
    for d, found in zip(docs, annotate(models, docs)):
        found = [by_sentence(d, f) for f in found] + ([next(more)] if more else [])
        votes = votes_of(d, found)
        yield d, [vote(s, mine, votes, known) for s, *mine in zip(d, *found)]


# ---- silver, gold ----

def silver(o, models):
    known = countries()
    for path in o.files:
        for d, results in voted(models, list(read_conllu(path, True)), known, o.own):
            for s, (spans, unsure) in zip(d, results):
                put([w[0] for w in s], tags_of(len(s), spans, unsure))


def gum_entities(s, opened):
    """Named entities that end in the sentence: (first, last, class), the head's run of proper nouns."""
    out = []
    for i, w in enumerate(s):
        text = re.search(r"Entity=([^|]*)", w[3])
        for part in re.findall(r"\(([^()]*)(\))?|([^()]*)\)", text[1]) if text else ():
            if part[2] or not part[0]:
                if opened:
                    out.append((*opened.pop(), i + 1))
            else:
                kind = part[0].split("-")[1] if "-" in part[0] else ""
                if part[1]:
                    out.append((i, kind, i + 1))
                else:
                    opened.append((i, kind))
    named = []
    for first, kind, last in out:
        head = [i for i in range(first, last) if not first <= s[i][4] < last]
        if not head or s[head[0]][2] != "PROPN" or kind not in GUM:
            continue
        a, b = head[0], head[0] + 1
        inside = lambda k: s[k][2] == "PROPN" or s[k][0] in ("of", "-", ".", "for", "and") and first < k < last - 1
        while a > first and inside(a - 1):
            a -= 1
        while b < last and inside(b):
            b += 1
        while b > a and s[b - 1][2] != "PROPN":
            b -= 1
        while a < b and (s[a][2] != "PROPN" or s[a][0].lower() in TITLES):
            a += 1
        if a < b:
            named.append((a, b, GUM[kind]))
    return [x for x in named if not any(y != x and y[0] <= x[0] and x[1] <= y[1] and (y[1] - y[0] > x[1] - x[0]) for y in named)]


def gold_over_voted(gold, spans, unsure, keep):
    """The set's own spans; of the teachers' those of classes that the set does not mark."""
    extra = [x for x in spans if x[2] in keep and not overlaps(x, gold)]
    covered = {i for a, b, _ in gold + extra for i in range(a, b)}
    return gold + extra, {i for i in unsure if i not in covered}


def gold(o, models):
    known = countries()
    folder = pathlib.Path(o.shared) / "data"
    for d, results in voted(models, list(read_conllu(folder / "treebanks/gum/train.conllu", True)), known):
        opened = []
        for s, (spans, unsure) in zip(d, results):
            named = [x for x in gum_entities(s, opened)]
            merged = [(a, b, next((n[2] for n in named if n[0] < b and a < n[1]), c)) if c in ("PERSON", "ORGANISATION", "PLACE") else (a, b, c)
                      for a, b, c in spans]                # the teachers' extent, the set's class
            merged += [x for x in named if not overlaps(x, merged) and x[2] != "MISC"]
            covered = {i for a, b, _ in merged for i in range(a, b)}
            put([w[0] for w in s], tags_of(len(s), merged, unsure - covered))
    sets = [(p, 1, 2, UNER) for p in sorted((folder / "ner/uner-ewt").glob("*.iob2"))]
    sets += [(p, 0, 1, RE3D) for p in sorted((folder / "ner/re3d/CONLL-format/data").glob("*/*.conll"))]
    for path, word, tag, classes in sets:
        sents = read_iob(path, word, tag, classes)
        doc = [[(w, True, "PROPN" if w[:1].isupper() else "X", "", -1) for w in words] for words, _ in sents]
        for d, results in voted(models, [doc], known):
            for s, (own, spans), (a, b) in zip(d, [x for x in sents], results):
                words = [w[0] for w in s]
                spans = [(x, y, c) for x, y, c in ((*trim(words, f, l), c) for f, l, c in spans) if x < y]
                if classes is RE3D:                      # it marks common nouns too: "U.S. service members"
                    spans = [x for x in spans if any(w[0].isupper() for w in words[x[0]:x[1]])]
                    spans = [x for x in spans if all(w[:1].isupper() or w in ("of", "the", "for", "and", "al", "-", "–") for w in words[x[0]:x[1]])]
                nations = [x for x in fixed_spans(words, known) if x[2] == "NATIONALITY" and not overlaps(x, spans)]
                spans, unsure = gold_over_voted(spans + nations, a, b, ("MISC", "FACILITY", "NATIONALITY"))
                put(words, tags_of(len(words), spans, unsure))


# ---- other names in the same sentences ----

def read_names(path):
    """Regions: lists of given names, family names, and how a name is put together ("g f", "f g"); organisations."""
    out, organisations, region = [], [], None
    for line in open(path, encoding="utf-8"):
        key, _, rest = line.strip().partition(" ")
        names = [x.strip() for x in rest.split(",")]
        if key == "region":
            region = {"order": rest.split("|")}
            out.append(region)
        elif key in ("given", "family"):
            region.setdefault(key, []).extend(names)
        elif key == "organisation":
            organisations.extend(cut(x) for x in names)
    return out, organisations


def person(rng, region):
    pick = {"g": rng.choice(region["given"]), "f": rng.choice(region["family"]), "h": rng.choice(region["given"]), "e": rng.choice(region["family"])}
    return "".join(f" {pick[c]}" if c in pick else f" {c}" for c in rng.choice(region["order"]).split())


def cut(name):
    return re.findall(r"\w+|[^\w\s]", name.replace("’", "'"))


def places():
    big, small = [], []
    for line in open(DATA / "places.txt", encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        if line[0] == "#" or len(c) < 10:
            continue
        (big if c[2] != "c" or int(c[7] or 0) > 150000 else small).append(c[1])
    return big, small


def spans_of(tags):
    out, start = [], None
    for i, t in enumerate(tags):
        if t[0] in "BS":
            start = i
        if t[0] in "ES" and start is not None:
            out.append((start, i + 1, t[2:]))
            start = None
    return out


class Swapper:
    def __init__(self, o):
        self.rng, self.places = random.Random(o.seed), places()
        self.regions, self.new_organisations = read_names(o.names)
        self.nations = [" ".join(k) for k, v in countries().items() if v == "NATIONALITY"] + PEOPLES
        self.organisations = []
        self.people = {}

    def name_for(self, words, cls, kept):
        rng, key = self.rng, " ".join(words)
        if key in kept:
            return kept[key]
        if cls == "PERSON":
            full = cut(person(rng, rng.choice(self.regions)).strip())
            kept[key] = new = full if len(words) > 1 else full[-1:] if rng.random() < 0.8 else full[:1]
            if len(words) > 1:
                kept[words[-1]] = full[-1:]
            return new
        if cls == "PLACE":
            new = cut(rng.choice(self.places[rng.random() < 0.5]))
        elif cls == "NATIONALITY":
            new = cut(rng.choice(self.nations))
        elif cls == "ORGANISATION" and rng.random() < 0.3:
            new = rng.choice(self.new_organisations)
        elif cls == "ORGANISATION" and rng.random() < 0.3:
            n = rng.randint(2, 5)
            new = ["".join(rng.choice("ABCDEFGHIJKLMNOPRSTUVWZ") for _ in range(n))]
        elif cls == "ORGANISATION" and self.organisations:
            new = list(rng.choice(self.organisations))
            if rng.random() < 0.5:                       # "Bank of Lesotho": its place changes
                place = cut(rng.choice(self.places[0]))
                new = [w for x in new for w in (place if x == "%" else [x])]
            new = [x for x in new if x != "%"] or words
        else:
            new = words
        kept[key] = new
        return new

    def dateline(self):
        """Now and then the beginning of a wire report: "NAIROBI, Jun 3 (XNA) - "."""
        if self.rng.random() > 0.03:
            return []
        rng = self.rng
        place = cut(rng.choice(self.places[0]))
        if rng.random() < 0.4:
            place = [w.upper() for w in place]
        line = list(zip(place, tags_of(len(place), [(0, len(place), "PLACE")])))
        more = rng.choice(("", ", May 16 2022", ", June 3", ", Sept. 9 , 2019", ", Friday"))
        line += [(w, "O") for w in re.findall(r"[\w.]+|,", more)]
        if rng.random() < 0.5:
            agency = rng.choice((["".join(rng.choice("ABCDEFGHINOPRSTUX") for _ in range(3))], ["Reuters"], ["Xinhua"], ["Anadolu"]))
            line += [("(", "O"), (agency[0], "S-ORGANISATION"), (")", "O")]
        return line + [(rng.choice("-–—:"), "O")]

    def swapped(self, words, tags, kept):
        out, at = [], 0
        for a, b, cls in spans_of(tags):
            out += list(zip(words[at:a], tags[at:a]))
            new = self.name_for(words[a:b], cls, kept)
            out += list(zip(new, tags_of(len(new), [(0, len(new), cls)])))
            at = b
        return [x for word, tag in out + list(zip(words[at:], tags[at:])) for x in self.plain(word, tag)]

    def plain(self, word, tag):
        """Acronyms that name nobody get other letters, so that not every acronym is an organisation; diseases are often the new one."""
        rng = self.rng
        if tag == "O" and re.fullmatch(r"[A-Z]{2,4}", word) and word not in ("I", "US", "AM", "PM") and rng.random() < 0.6:
            word = "".join(rng.choice("ABCDEFGHIKLMNOPRSTV") for _ in word)
        elif word in DISEASES and tag in ("O", "?") and rng.random() < 0.7:
            new = rng.choice((["COVID", "-", "19"], ["Covid", "-", "19"], ["Covid"], ["COVID"]))
            return list(zip(new, tags_of(len(new), [(0, len(new), "MISC")])))
        return [(word, tag)]


def swap(o):
    known = countries()
    for path in o.files:
        sents = [[l.split("\t") for l in s.split("\n")] for s in open(path, encoding="utf-8").read().strip().split("\n\n")]
        w = Swapper(o)
        for s in sents:
            words, tags = [c[0] for c in s], [c[1] for c in s]
            for a, b, cls in spans_of(tags):
                if cls == "ORGANISATION" and b - a > 1:
                    for x, y, c in fixed_spans(words[a:b], known):
                        if c == "PLACE":
                            w.organisations.append(words[a:a + x] + ["%"] + words[a + y:b])
                            break
                    else:
                        w.organisations.append(words[a:b])
        for s in sents:
            words, tags = [c[0] for c in s], [c[1] for c in s]
            if any(t != "O" for t in tags):
                new = w.dateline() + w.swapped(words, tags, {})
                put([x for x, _ in new], [x for _, x in new])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=("silver", "gold", "swap"))
    p.add_argument("files", nargs="*")
    p.add_argument("--spacy", action="append", default=[])
    p.add_argument("--shared", default="../shared")
    p.add_argument("--names", default=HERE / "people.txt")
    p.add_argument("--own", help="silver: names that a recogniser taught before finds in the same texts (dragoman mention -t json)")
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_intermixed_args()
    if o.command == "swap":
        return swap(o)
    import spacy
    models = [spacy.load(m, disable=["tagger", "parser", "lemmatizer", "attribute_ruler"]) for m in o.spacy]
    {"silver": silver, "gold": gold}[o.command](o, models)


if __name__ == "__main__":
    main()
