#!/usr/bin/env python3
"""Makes data/en/agents-petrarch.txt from the agent dictionaries of PETRARCH 2 and PLOVER (MIT).

    make_agents.py DICTIONARIES data/en/agents.txt > data/en/agents-petrarch.txt

Cleans them: one sector by phrase, no regular plurals, no phrases that the hand-written agents.txt has, no words that
news uses in other senses, no misspellings of one letter. The kind (role, person, group, body) goes by the head noun.
"""
import re
import sys

SECTOR = {  # dictionary code, longest first -> CAMEO sector
    "CVLOPP": "OPP", "PTYOPP": "OPP", "ELIOPP": "OPP", "SOCOPP": "OPP", "UNKOPP": "OPP", "OPP": "OPP", "GOVMIL": "GOV",
    "MILSPY": "SPY", "GOVSPY": "SPY", "JRN": "MED", "GOVJRN": "GOV", "GOVMED": "GOV", "REL": "REL", "MUS": "REL",
    "CHR": "REL", "JEW": "REL", "BUD": "REL", "HIN": "REL", "REBREL": "REB", "UAFREL": "UAF", "RELREB": "REB",
    "PRM": "UAF", "SOC": "ENV", "HRI": "HRI", "HLH": "HLH", "RAD": "RAD", "MILJUD": "JUD", "MILCOP": "COP", "GOVCOP": "COP",
    "GOVJUD": "JUD", "JUDREL": "JUD", "BUSMIL": "BUS", "BUSAGR": "BUS", "GOVPTY": "PTY"}
PLAIN = set("GOV MIL REB CRM CVL BUS LEG JUD COP EDU SPY UAF AGR PTY LAB ELI NGO REF IGO ENV DEV".split())
SKIP = set("JNK NON UNK PPL PRE IMG".split())
ROLE = set("""minister president secretary ambassador spokesman spokeswoman spokesperson chief chairman chairwoman
 leader director commissioner governor mayor premier chancellor king queen prince emir sheikh ruler envoy consul attache
 general admiral commander captain colonel major lieutenant marshal officer official judge justice prosecutor attorney lawyer
 senator deputy legislator lawmaker congressman speaker representative head executive adviser advisor aide diplomat negotiator
 bishop archbishop pope cardinal imam ayatollah rabbi cleric mufti professor rector inspector superintendent sheriff editor
 journalist reporter correspondent analyst economist activist dissident negotiator coordinator inspector magistrate emissary undersecretary
 monarch emperor sultan treasurer controller comptroller commandant sergeant brigadier doctor physician mediator politician""".split())
BODY = set("""ministry department court parliament congress senate assembly council party agency company corporation bank
 university school college hospital institute organisation organization association union federation league office bureau
 commission committee embassy consulate government administration authority service tribunal judiciary legislature cabinet
 newspaper station television radio media magazine press firm industry junta regime group movement front foundation
 academy chamber board headquarters palace directorate secretariat mission institution center centre cartel society house""".split())
GROUP = set("""police army military navy force forces troops militia gendarmerie guard guards infantry cavalry marines
 personnel staff crew crowd gang mafia mob delegation brigade battalion regiment squad unit patrol corps public population
 electorate people clergy elite opposition peasantry guerrillas authorities air_force""".split())
STOP = set("""capital executive legate state major private base house party general chief cabinet justice paper power region
 land driver member group men man prison boss actor singer family girl woman women child children settlement province town city village
 neighborhood neighbourhood community colony hunter hiker mother elders native ordinary tenant customer engineer artist athlete
 priest academic christian muslim islamic hebrew hierarch religion buddhist hindu jewish jew sunni shia shiite anglican maronite
 school college conservatory pupil waiter waitress trader merchant monger producer investor owner landlord employer airway airline
 freighter tanker oiler industry business company carrier cruiser destroyer corvette bomber soldiery phalanx echelon uprising
 revolt rebellion insurrection insurgence mob victim victims suspect passenger airliner jetliner jumbojet vip voter rapper
 writer web publication publisher media magazine blog advocate counsel counsellor retired bargainer doc rep sen adm capt cmdr
 col ens lt maj brigaider manafacture monk dean pilgrim king prince ruler chamber diet convict culprit crook detective deputy
 volcano fighter raider intelligence operative spy ambulance hospital nanny infirmary individuals infants exile administrative
 worker employee teacher student scholar university colonel believer persons person people court police""".split())


def phrases(path):
    for line in open(path, encoding="utf-8", errors="replace"):
        m = re.match(r"^([^\[{#]+?)\s*(?:\{([^}]*)\})?\s*\[~?(\w+)\]", line)
        if not m:
            continue
        name, plural, code = m.group(1), m.group(2), m.group(3)
        names = [name]
        if "!PERSON!" in name:
            names = [name.replace("!PERSON!", x) for x in ("MAN", "WOMAN")]
        elif "!MINIST!" in name:
            names = [name.replace("!MINIST!", x) for x in ("MINISTER", "MINISTRY")]
        for n in names:
            yield n.strip(), plural, code


def sector(code):
    if code in SKIP:
        return None
    if code in SECTOR:
        return SECTOR[code]
    if code in PLAIN:
        return code
    return SECTOR.get(code[:3]) or (code[:3] if code[:3] in PLAIN else None)


def head(phrase):
    return re.split(r" (?:of|for|to|in|from|at|with) ", phrase)[0].split()[-1]


def kind(phrase):
    h = head(phrase)
    for words, name in ((ROLE, "role"), (BODY, "body"), (GROUP, "group")):
        if h in words or (name == "group" and h.rstrip("s") in ("force", "troop", "guard")):
            return name
    if h.endswith("woman"):
        return "woman"
    if h.endswith("man"):
        return "man"
    return "person"


def key(phrase):
    """As the program tells phrases apart: by their pieces."""
    return " ".join(re.split(r"[-' ]+", phrase)).strip()


def plural_of(phrase):
    """The rule of the program (src/mention/dict_read.c): of the words before the first of LINKS."""
    parts = re.split(r" (?=(?:of|for|to|in|from|at|with) )", phrase, maxsplit=1)
    noun = parts[0]
    if noun[-1] == "y" and noun[-2] not in "aeiou":
        noun = noun[:-1] + "ies"
    else:
        noun += "es" if noun[-1] in "sxz" or noun[-2:] in ("ch", "sh") else "s"
    return " ".join([noun] + parts[1:])


def known(path):
    out = set()
    for line in open(path, encoding="utf-8"):
        line = line.split("#")[0].strip()
        if line:
            for item in line.split(None, 2)[2].split(";"):
                single, _, several = item.strip().partition("/")
                out.update((key(single), key(several or plural_of(single))))
    return out


def main():
    folder, hand = sys.argv[1], sys.argv[2]
    seen, rows = known(hand), {}
    for name in ("PLOVER_agents.txt", "Phoenix.agents.txt"):
        for raw, plural, code in phrases(f"{folder}/{name}"):
            phrase = re.sub(r"\s+", " ", raw.replace("_", " ").replace(",", "")).strip(" .").lower()
            code = sector(code)
            if not code or key(phrase) in seen or phrase in STOP or len(phrase) < 4 or re.search(r"[^a-z' -]", phrase):
                continue
            if phrase.split()[0] in ("un", "us", "united"):
                continue
            if phrase.split()[-1] in ("to", "of", "for", "in", "at", "by", "and", "from", "with"):
                continue
            if phrase.endswith("s") and key(phrase[:-1]) in seen:
                continue
            h = head(phrase)
            if h.endswith("man") and h != "woman" or h.endswith("woman"):
                forms = phrase + "/" + phrase.replace(h, h[:-3] + "men", 1)
            elif h.endswith(("s", "people", "men")) and not h.endswith("ss"):
                forms = phrase + "/"
            else:
                forms = phrase
            single, _, several = forms.partition("/")
            if several and key(several) in seen:
                continue
            if "/" not in forms and key(plural_of(single)) in seen:
                forms += "/"  # its plural stands as a noun of its own
            seen.update((key(single), key(several or plural_of(single))))
            k = kind(phrase)
            if h.endswith(("people", "men")) or (h.endswith("s") and not h.endswith("ss") and k == "person"):
                k = "group"
            rows.setdefault((code, k), []).append(forms)
    print("# Agents: common nouns and titles with their CAMEO sector, from the agent dictionaries of PETRARCH 2 and PLOVER.")
    print("# Made by data/tools/make_agents.py; do not edit: agents.txt is read first and wins.")
    print("# Format: see agents.txt.")
    print("@phoenix Open Event Data Alliance, Phoenix.agents.txt and PLOVER_agents.txt. MIT.")
    for (code, k), names in sorted(rows.items()):
        names.sort()
        for i in range(0, len(names), 8):
            print(code, k, "; ".join(names[i:i + 8]))


main()
