"""Reports made up for the tests of records: as many as are wanted, all different, some of them no reports."""
import json
import random


def reports(n):
    """n reports that all differ, some of them no reports."""
    rng = random.Random(7)
    countries = "Kenya Chile Norway Japan Brazil Egypt India France Ghana Peru".split()
    acts = ["accused {b} of breaking the border agreement", "signed a trade agreement with {b}",
            "expelled the ambassador of {b}", "sent food aid to {b}", "denied that its troops had attacked {b}"]
    for i in range(n):
        a, b = rng.sample(countries, 2)
        c, d = rng.sample(countries, 2)
        text = (f"NAIROBI - {a} {rng.choice(acts).format(b=b)} on Tuesday, officials said in statement {i}. "
                f"{c} {rng.choice(acts).format(b=d)}. \"We will meet next week,\" the foreign minister of {a} said.")
        yield {"id": f"report-{i}", "date": f"2024-05-{1 + i % 28:02}", "text": text, "publisher": "Sample Wire"}
        if i % 10 == 9:
            yield {"id": f"broken-{i}"}


def write_reports(path, n):
    path.write_text("".join(json.dumps(r) + "\n" for r in reports(n)))
