#!/usr/bin/env python3
"""Makes data/en/leaders.txt from REIGN's list of leaders (MIT): those in power since 1990.

    make_leaders.py leaders-reign-2021.csv > data/en/leaders.txt

REIGN gives the day of entry and the month of leaving; the last day of that month is taken. Terms that end in March 2021,
where the list ends, are left open. Many of its names are surnames only: they count with a title alone.
"""
import calendar
import csv
import re
import sys

COW = """AAB ATG AFG AFG ALB ALB ALG DZA AND AND ANG AGO ARG ARG ARM ARM AUL AUS AUS AUT AZE AZE BAH BHR BAR BRB BEL BEL BEN BEN
BFO BFA BHM BHS BHU BTN BLR BLR BLZ BLZ BNG BGD BOL BOL BOS BIH BOT BWA BRA BRA BRU BRN BUI BDI BUL BGR CAM KHM CAN CAN CAO CMR CAP CPV
CDI CIV CEN CAF CHA TCD CHL CHL CHN CHN COL COL COM COM CON COG COS CRI CRO HRV CUB CUB CYP CYP CZE CZE CZR CZE DEN DNK DJI DJI DMA DMA
DOM DOM DRC COD DRV VNM ECU ECU EGY EGY EQG GNQ ERI ERI EST EST ETH ETH ETM TLS FIJ FJI FIN FIN FRN FRA FSM FSM GAB GAB GAM GMB GHA GHA
GMY DEU GFR DEU GNB GNB GRC GRC GRG GEO GRN GRD GUA GTM GUI GIN GUY GUY HAI HTI HON HND HUN HUN ICE ISL IND IND INS IDN IRE IRL IRN IRN
IRQ IRQ ISR ISR ITA ITA JAM JAM JOR JOR JPN JPN KEN KEN KIR KIR KOS XKX KUW KWT KYR KGZ KZK KAZ LAO LAO LAT LVA LBR LBR LEB LBN LES LSO
LIB LBY LIE LIE LIT LTU LUX LUX MAA MRT MAC MKD MAD MDV MAG MDG MAL MYS MAS MUS MAW MWI MEX MEX MLD MDA MLI MLI MLT MLT MNC MCO MNG MNE
MON MNG MOR MAR MSI MHL MYA MMR MZM MOZ NAM NAM NAU NRU NEP NPL NEW NZL NIC NIC NIG NGA NIR NER NOR NOR NTH NLD OMA OMN PAK PAK PAL PLW
PAN PAN PAR PRY PER PER PHI PHL PNG PNG POL POL POR PRT PRK PRK QAT QAT ROK KOR ROM ROU RUS RUS RWA RWA SAF ZAF SAL SLV SAU SAU SEN SEN
SEY SYC SIE SLE SIN SGP SKN KNA SLO SVK SLU LCA SLV SVN SNM SMR SOL SLB SOM SOM SPN ESP SRI LKA STP STP SUD SDN SSD SSD SUR SUR SVG VCT
SWA SWZ SWD SWE SWZ CHE SYR SYR TAJ TJK TAW TWN TAZ TZA THI THA TKM TKM TOG TGO TON TON TRI TTO TUN TUN TUR TUR TUV TUV UAE ARE UGA UGA
UKG GBR UKR UKR URU URY USA USA UZB UZB VAN VUT VEN VEN WSM WSM YEM YEM YUG SRB ZAM ZMB ZIM ZWE""".split()
ISO = dict(zip(COW[::2], COW[1::2]))


def day(y, m, d):
    return f"{y:04d}-{m:02d}-{min(d, calendar.monthrange(y, m)[1]):02d}"


def main():
    people = {}
    for r in csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", errors="replace")):
        if not r["eyear"] or not r["emonth"] or not r["syear"]:
            continue
        code = ISO.get(r["stateabb"])
        name = re.sub(r"\s+", " ", re.sub(r"\b[A-Z]\. ?", "", r["leader"].replace(";", " "))).strip()
        if not code or int(r["eyear"]) < 1990 or len(name) < 3 or "�" in name or re.search(r"\d|&| and |/|\(", name):
            continue
        start = day(int(r["syear"]), int(r["smonth"]), int(r["sdate"]))
        end = "-" if (int(r["eyear"]), int(r["emonth"])) >= (2021, 3) else day(int(r["eyear"]), int(r["emonth"]), 31)
        gender = {"1": "m", "0": "f"}.get(r["gender"], "-")
        people.setdefault((code, name), (gender, []))[1].append((start, end))
    print("# Leaders in power since 1990, by country, with the days of their terms.")
    print("# Format: see people.txt, which is read first. Made by data/tools/make_leaders.py; do not edit.")
    print("# Source: REIGN (Rulers, Elections and Irregular Governance), C. Bell, OEF Research, to March 2021. Licence: MIT.")
    for (code, name), (gender, terms) in sorted(people.items()):
        print(code, gender, name)
        for start, end in sorted(terms):
            print("  GOV", start, end)


main()
