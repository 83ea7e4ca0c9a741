#!/usr/bin/env python3
"""Makes data/en/countries.txt from the npm package world-countries (names, official names, demonyms, capitals).

    npm pack world-countries && tar xf world-countries-*.tgz
    make_countries.py package/countries.json > data/en/countries.txt

What the package lacks (adjectives that differ from demonyms, plurals, short and historical names, seats of government)
stands in the tables below; the names in them are common knowledge, written for Dragoman.
"""
import json
import sys

# names: more names; -: names of the package to leave out; adj, people: replace the package's demonym; seat: metonyms
MORE = """
USA names United States; United States of America; US; U.S.; USA; U.S.A.; America | adj American; US | people Americans; ?American | capital Washington; Washington DC; Washington, D.C. | seat White House; Oval Office; Foggy Bottom; Pentagon:MIL; Capitol Hill:LEG; Capitol:LEG; Trump administration; Biden administration; Obama administration; Bush administration; Clinton administration; Reagan administration; State Department; Camp David
GBR names Britain; United Kingdom; UK; U.K.; Great Britain; England; Scotland; Wales; Northern Ireland | adj British; English; Scottish; Welsh; Northern Irish; UK | people Britons; Briton; Brits; British; Scots | seat Downing Street; 10 Downing Street; Number 10; No 10; Whitehall; Buckingham Palace; Westminster:LEG; House of Commons:LEG; House of Lords:LEG; Scotland Yard:COP; Stormont
FRA seat Elysee; Elysee Palace; Quai d'Orsay; Matignon | adj French | people Frenchman; Frenchmen; French
DEU seat Bundestag:LEG; Bundesrat:LEG; Bundeswehr:MIL; Chancellery | names West Germany | people Germans; German | adj German; West German
RUS names Russia; Russian Federation; Soviet Union; USSR; U.S.S.R. | adj Russian; Soviet | people Russians; Russian; Soviets | seat Kremlin; State Duma:LEG; Duma:LEG; Lubyanka:SPY
CHN names China; People's Republic of China; PRC; mainland China; communist China; Red China | adj Chinese | people Chinese | seat Zhongnanhai; People's Liberation Army:MIL; PLA:MIL; Chinese Communist Party:PTY; Communist Party of China:PTY; National People's Congress:LEG | capital Beijing; Peking
PRK names North Korea; Democratic People's Republic of Korea; DPRK; N. Korea; N Korea | adj North Korean | people North Koreans; North Korean
KOR names South Korea; Republic of Korea; ROK; S. Korea; S Korea; Korea | adj South Korean; Korean | people South Koreans; South Korean; Koreans | seat Blue House
IRN names Iran; Islamic Republic of Iran; Islamic Republic; Persia | adj Iranian; Persian | people Iranians; Iranian | capital Tehran; Teheran | seat Majlis:LEG; Islamic Revolutionary Guard Corps:MIL; Islamic Revolution Guards Corps:MIL; Revolutionary Guard Corps:MIL; Revolutionary Guards:MIL; Revolutionary Guard:MIL; IRGC:MIL; Quds Force:MIL; Qods Force:MIL; Basij:MIL; Guardian Council:JUD; Expediency Council
ISR names Israel; State of Israel; Zionist regime; Zionist entity; Jewish state | adj Israeli; Zionist | people Israelis; Israeli; Zionists | seat Knesset:LEG; Mossad:SPY; Shin Bet:SPY; Israel Defense Forces:MIL; Israeli Defense Forces:MIL; IDF:MIL | capital Jerusalem; Tel Aviv
PSE names Palestine; State of Palestine; Palestinian Territories; Palestinian Territory; occupied territories; Occupied Palestinian Territories | adj Palestinian; Gazan | people Palestinians; Palestinian; Gazans | capital Ramallah; Gaza; Gaza Strip; West Bank; Gaza City; East Jerusalem; Rafah; Khan Younis; Nablus; Jenin; Hebron | seat Palestinian Authority; Palestinian National Authority; Palestinian Legislative Council:LEG
TWN names Taiwan; Republic of China; Chinese Taipei; Formosa | adj Taiwanese | people Taiwanese | seat Legislative Yuan:LEG; Executive Yuan
HKG adj Hong Kong | people Hong Kongers; Hongkongers; Hong Konger | seat Legislative Council:LEG; LegCo:LEG
XKX names Kosovo; Republic of Kosovo | adj Kosovo; Kosovar; Kosovan | people Kosovars; Kosovar; Kosovans | capital Pristina; Prishtina
UKR seat Verkhovna Rada:LEG; Bankova | capital Kyiv; Kiev | adj Ukrainian | people Ukrainians; Ukrainian; Ukranians
TUR names Turkey; Turkiye; Republic of Turkey; Ottoman Empire | adj Turkish; Ottoman | people Turks; Turk | capital Ankara | seat Sublime Porte
SYR names Syria; Syrian Arab Republic; Assad regime | capital Damascus | seat Syrian Arab Army:MIL
IRQ capital Baghdad | seat Popular Mobilization Forces:UAF; Popular Mobilisation Forces:UAF; Hashd al-Shaabi:UAF
SAU names Saudi Arabia; Kingdom of Saudi Arabia; KSA | adj Saudi; Saudi Arabian | people Saudis; Saudi; Saudi Arabians | capital Riyadh | seat Al Saud
ARE names United Arab Emirates; UAE; U.A.E.; Emirates | adj Emirati; UAE | people Emiratis; Emirati | capital Abu Dhabi; Dubai
QAT names Qatar; State of Qatar | adj Qatari | people Qataris; Qatari | capital Doha
OMN capital Muscat | adj Omani | people Omanis; Omani
YEM names Yemen; Republic of Yemen; South Yemen; North Yemen | adj Yemeni; Yemenite | people Yemenis; Yemeni | capital Sanaa; Sana'a; Aden
KWT adj Kuwaiti | people Kuwaitis; Kuwaiti
BHR adj Bahraini | people Bahrainis; Bahraini
JOR names ?Jordan; Hashemite Kingdom of Jordan; Hashemite Kingdom | adj Jordanian | people Jordanians; Jordanian
LBN adj Lebanese | people Lebanese
EGY adj Egyptian | people Egyptians; Egyptian
LBY names Libya; Libyan Arab Jamahiriya; State of Libya | adj Libyan | people Libyans; Libyan | capital Tripoli
TCD names ?Chad; Republic of Chad | adj Chadian | people Chadians; Chadian
GEO names ?Georgia; Republic of Georgia | adj Georgian | people Georgians; Georgian | capital Tbilisi
IND names India; Republic of India; Bharat | adj Indian | people Indians; Indian | capital New Delhi; Delhi | seat Lok Sabha:LEG; Rajya Sabha:LEG; South Block; Raisina Hill
PAK adj Pakistani | people Pakistanis; Pakistani | seat Inter-Services Intelligence:SPY; Inter-Services Public Relations:MIL; ISPR:MIL
BGD adj Bangladeshi; Bangladesh | people Bangladeshis; Bangladeshi
AFG names Afghanistan; Islamic Republic of Afghanistan; Islamic Emirate of Afghanistan; Islamic Emirate | adj Afghan; Afghani | people Afghans; Afghan; Afghanis | seat Loya Jirga:LEG
MMR names Myanmar; Burma; Union of Myanmar | adj Myanmar; Burmese | people Burmese | seat Tatmadaw:MIL; State Administration Council | capital Naypyidaw; Naypyitaw; Yangon; Rangoon
JPN people Japanese | seat Diet:LEG; Self-Defense Forces:MIL; Self-Defence Forces:MIL
VAT names Vatican; Vatican City; Holy See | adj Vatican; Papal | people Vatican officials | seat Roman Curia
CZE names Czech Republic; Czechia; Czechoslovakia | adj Czech | people Czechs; Czech
SVK adj Slovak; Slovakian | people Slovaks; Slovak
SVN adj Slovenian; Slovene | people Slovenians; Slovenes; Slovene
SRB names Serbia; Republic of Serbia; Yugoslavia; Federal Republic of Yugoslavia; Serbia and Montenegro | adj Serbian; Serb; Yugoslav | people Serbs; Serb; Serbians; Yugoslavs
HRV adj Croatian; Croat | people Croats; Croat; Croatians
BIH names Bosnia; Bosnia and Herzegovina; Bosnia-Herzegovina; Republika Srpska | adj Bosnian; Bosniak; Bosnian Serb | people Bosnians; Bosniaks; Bosnian Serbs; Bosnian
MKD names North Macedonia; Macedonia; FYROM | adj Macedonian; North Macedonian | people Macedonians; Macedonian
MNE adj Montenegrin | people Montenegrins; Montenegrin
ALB adj Albanian | people Albanians; Albanian
GRC adj Greek; Hellenic | people Greeks; Greek
CYP adj Cypriot; Greek Cypriot | people Cypriots; Greek Cypriots; Cypriot
ESP adj Spanish; Catalan | people Spaniards; Spaniard; Catalans; Spanish | seat Moncloa; La Moncloa; Generalitat; Cortes:LEG | names Catalonia
PRT adj Portuguese | people Portuguese
ITA adj Italian | people Italians; Italian | seat Quirinale; Palazzo Chigi; Farnesina; Viminale
POL adj Polish | people Poles; Pole | seat Sejm:LEG
NLD names Netherlands; The Netherlands; Holland | adj Dutch | people Dutch; Dutchman; Dutchmen | capital Amsterdam; The Hague; Hague
BEL adj Belgian | people Belgians; Belgian
CHE adj Swiss | people Swiss | capital Bern; Berne
AUT adj Austrian | people Austrians; Austrian
HUN adj Hungarian | people Hungarians; Hungarian
ROU names Romania; Rumania | adj Romanian | people Romanians; Romanian
BGR adj Bulgarian | people Bulgarians; Bulgarian
MDA names Moldova; Republic of Moldova; Moldavia; Transnistria | adj Moldovan | people Moldovans; Moldovan | capital Chisinau
DNK adj Danish | people Danes; Dane | seat Folketing:LEG
GRL adj Greenlandic | people Greenlanders; Greenlander
SWE adj Swedish | people Swedes; Swede | seat Riksdag:LEG
NOR adj Norwegian | people Norwegians; Norwegian | seat Storting:LEG
FIN adj Finnish | people Finns; Finn
ISL adj Icelandic | people Icelanders; Icelander
IRL names Ireland; Republic of Ireland; Irish Republic; Eire | adj Irish | people Irish; Irishman; Irishmen | seat Dail:LEG
EST adj Estonian | people Estonians; Estonian
LVA adj Latvian | people Latvians; Latvian
LTU adj Lithuanian | people Lithuanians; Lithuanian
BLR names Belarus; Byelorussia; Belorussia | adj Belarusian; Belarussian; Byelorussian | people Belarusians; Belarusian; Belarussians
ARM names Armenia; Republic of Armenia; ?Nagorno-Karabakh | adj Armenian | people Armenians; Armenian
AZE adj Azerbaijani; Azeri | people Azerbaijanis; Azeris; Azerbaijani; Azeri
KAZ adj Kazakh; Kazakhstani | people Kazakhs; Kazakh; Kazakhstanis | capital Astana; Nur-Sultan
KGZ names Kyrgyzstan; Kirghizstan; Kyrgyz Republic | adj Kyrgyz; Kirghiz | people Kyrgyz
TJK adj Tajik; Tajikistani | people Tajiks; Tajik
TKM adj Turkmen | people Turkmens; Turkmen
UZB adj Uzbek; Uzbekistani | people Uzbeks; Uzbek
MNG adj Mongolian | people Mongolians; Mongols
PHL names Philippines; The Philippines; Republic of the Philippines | adj Philippine; Filipino | people Filipinos; Filipino; Filipinas | seat Malacanang; Malacanang Palace | capital Manila
IDN adj Indonesian | people Indonesians; Indonesian
MYS adj Malaysian | people Malaysians; Malaysian | capital Kuala Lumpur; Putrajaya
SGP adj Singaporean; Singapore | people Singaporeans; Singaporean
THA names Thailand; Siam; Kingdom of Thailand | adj Thai | people Thais; Thai
VNM names Vietnam; Viet Nam; Socialist Republic of Vietnam; North Vietnam; South Vietnam | adj Vietnamese | people Vietnamese
KHM names Cambodia; Kampuchea | adj Cambodian; Khmer | people Cambodians; Cambodian
LAO names Laos; Lao People's Democratic Republic | adj Laotian; Lao | people Laotians; Laotian
TLS names East Timor; Timor-Leste; Timor Leste | adj East Timorese; Timorese | people East Timorese; Timorese
NPL adj Nepali; Nepalese | people Nepalis; Nepalese; Nepali
LKA names Sri Lanka; Ceylon | adj Sri Lankan | people Sri Lankans; Sri Lankan
MDV adj Maldivian | people Maldivians; Maldivian
BTN adj Bhutanese | people Bhutanese
AUS adj Australian | people Australians; Australian; Aussies
NZL adj New Zealand | people New Zealanders; New Zealander
CAN adj Canadian | people Canadians; Canadian | seat Parliament Hill:LEG; Rideau Hall; Royal Canadian Mounted Police:COP; RCMP:COP
MEX adj Mexican | people Mexicans; Mexican | seat Los Pinos
CUB adj Cuban | people Cubans; Cuban
HTI adj Haitian | people Haitians; Haitian
DOM adj Dominican | people Dominicans
DMA adj Dominica
VEN names Venezuela; Bolivarian Republic of Venezuela | adj Venezuelan | people Venezuelans; Venezuelan | seat Miraflores; Miraflores Palace
COL adj Colombian | people Colombians; Colombian
BRA adj Brazilian | people Brazilians; Brazilian | seat Planalto; Itamaraty
ARG adj Argentine; Argentinian; Argentinean | people Argentines; Argentinians; Argentine | seat Casa Rosada
CHL adj Chilean | people Chileans; Chilean | seat La Moneda
PER adj Peruvian | people Peruvians; Peruvian
BOL names Bolivia; Plurinational State of Bolivia | adj Bolivian | people Bolivians; Bolivian | capital La Paz; Sucre
ECU adj Ecuadorian; Ecuadorean | people Ecuadorians; Ecuadoreans; Ecuadorian
GTM adj Guatemalan | people Guatemalans; Guatemalan
SLV adj Salvadoran; Salvadorean | people Salvadorans; Salvadoran
HND adj Honduran | people Hondurans; Honduran
NIC adj Nicaraguan | people Nicaraguans; Nicaraguan
PAN adj Panamanian; Panama | people Panamanians; Panamanian
CRI adj Costa Rican | people Costa Ricans; Costa Rican
JAM adj Jamaican | people Jamaicans; Jamaican
GUY adj Guyanese | people Guyanese
ZAF names South Africa; Republic of South Africa | adj South African | people South Africans; South African | capital Pretoria; Cape Town | seat Union Buildings
NGA adj Nigerian | people Nigerians; Nigerian | seat Aso Rock
NER names Niger; Republic of Niger | adj Nigerien; Niger | people Nigeriens
GHA adj Ghanaian | people Ghanaians; Ghanaian
CIV names Ivory Coast; Cote d'Ivoire; Republic of Cote d'Ivoire | adj Ivorian; Ivoirian | people Ivorians; Ivorian | capital Yamoussoukro; Abidjan
COD names Democratic Republic of the Congo; Democratic Republic of Congo; DR Congo; DRC; D.R. Congo; Congo-Kinshasa; Zaire | adj Congolese | people Congolese
COG names Republic of the Congo; Republic of Congo; Congo-Brazzaville; ?Congo
CAF names Central African Republic; CAR | adj Central African | people Central Africans
SSD names South Sudan; Republic of South Sudan | adj South Sudanese | people South Sudanese
SDN names Sudan; Republic of the Sudan | adj Sudanese | people Sudanese | seat Sudanese Armed Forces:MIL
ETH adj Ethiopian | people Ethiopians; Ethiopian
ERI adj Eritrean | people Eritreans; Eritrean
SOM names Somalia; Somaliland; Puntland | adj Somali | people Somalis; Somali
DJI adj Djiboutian
KEN adj Kenyan | people Kenyans; Kenyan
UGA adj Ugandan | people Ugandans; Ugandan
TZA adj Tanzanian | people Tanzanians; Tanzanian | capital Dodoma; Dar es Salaam
RWA adj Rwandan | people Rwandans; Rwandan
BDI adj Burundian | people Burundians; Burundian
ZWE names Zimbabwe; Rhodesia | adj Zimbabwean | people Zimbabweans; Zimbabwean
ZMB adj Zambian | people Zambians; Zambian
MOZ adj Mozambican | people Mozambicans; Mozambican
AGO adj Angolan | people Angolans; Angolan
NAM adj Namibian | people Namibians; Namibian
BWA adj Botswanan; Botswana | people Batswana; Botswanans
SWZ names Eswatini; Swaziland | adj Swazi | people Swazis
LSO adj Lesotho; Basotho | people Basotho
MDG adj Malagasy; Madagascan | people Malagasy; Madagascans
MLI adj Malian | people Malians; Malian
BFA adj Burkinabe; Burkinabè | people Burkinabe
SEN adj Senegalese | people Senegalese
GIN adj Guinean | people Guineans; Guinean
GNB names Guinea-Bissau; Guinea Bissau | adj Bissau-Guinean
GNQ names Equatorial Guinea | adj Equatorial Guinean; Equatoguinean
SLE adj Sierra Leonean; Sierra Leone | people Sierra Leoneans; Sierra Leonean
LBR adj Liberian | people Liberians; Liberian
TGO adj Togolese | people Togolese
BEN adj Beninese | people Beninese
CMR adj Cameroonian | people Cameroonians; Cameroonian | names Cameroon; Cameroun; Ambazonia
GAB adj Gabonese | people Gabonese
GMB names Gambia; The Gambia | adj Gambian | people Gambians; Gambian
MRT adj Mauritanian | people Mauritanians; Mauritanian
MAR adj Moroccan | people Moroccans; Moroccan
DZA adj Algerian | people Algerians; Algerian
TUN adj Tunisian | people Tunisians; Tunisian
ESH names Western Sahara; Sahrawi Arab Democratic Republic | adj Sahrawi; Saharawi | people Sahrawis; Saharawis
PNG names Papua New Guinea; PNG | adj Papua New Guinean
FJI adj Fijian; Fiji | people Fijians; Fijian
SLB names Solomon Islands; Solomons | adj Solomon Islands
WSM names Samoa; Western Samoa
FSM names Micronesia; Federated States of Micronesia
MUS adj Mauritian | people Mauritians; Mauritian
LUX adj Luxembourg; Luxembourgish
"""
DROP = {"ATA", "BVT", "HMD", "UMI", "IOT", "SGS", "ATF", "CCK", "CXR", "NFK", "PCN", "TKL", "WLF", "SJM", "BLM", "MAF",
        "SPM", "BES"}
DOUBTFUL = {"Saint Martin", "Réunion", "Jersey", "Nauru"}


def more():
    out = {}
    for line in MORE.strip().splitlines():
        code, rest = line.split(None, 1)
        row = {}
        for part in rest.split(" | "):
            key, value = part.split(None, 1)
            row[key] = value.split("; ")
        out[code] = row
    return out


def names_of(c):
    common, official = c["name"]["common"], c["name"]["official"]
    out = [common] + ([official] if official != common else [])
    return [("?" if n in DOUBTFUL else "") + n for n in out]


def main():
    extra = more()
    print(HEAD)
    countries = {("XKX" if c["cca3"] in ("UNK", "XKX") else c["cca3"]): c for c in json.load(open(sys.argv[1], encoding="utf-8"))}
    for code, c in sorted(countries.items()):
        if code in DROP:
            continue
        e = extra.get(code, {})
        demonym = (c.get("demonyms") or {}).get("eng", {}).get("m", "")
        names = e.get("names") or names_of(c)
        if "names" in e:
            names = names + [n for n in names_of(c) if n not in names and "?" + n not in names and not ("Congo" == n)]
        people = e.get("people")
        adj = e.get("adj") or ([demonym] if demonym else [])
        if people is None:
            plural = demonym + ("" if demonym.endswith(("ese", "s", "ish", "ch")) else "s")
            people = [plural, demonym] if demonym else []
        print(code, "; ".join(names))
        if adj:
            print("  adj", "; ".join(adj))
        if people:
            print("  people", "; ".join(people))
        capital = e.get("capital") or [x for x in c.get("capital", []) if x]
        capital = [x for x in capital if x not in names]
        if capital:
            print("  capital", "; ".join(capital))
        plain = [s for s in e.get("seat", []) if ":" not in s]
        if plain:
            print("  seat", "; ".join(plain))
        by = {}
        for s in e.get("seat", []):
            if ":" in s:
                n, sector = s.rsplit(":", 1)
                by.setdefault(sector, []).append(n)
        for sector, ns in by.items():
            BODIES.append((code, sector, ns))
    print(REGIONS)
    print("# Bodies of one state: CODE:SECTOR. They are entries of their own.")
    for code, sector, ns in sorted(BODIES):
        for n in ns:
            print(f"{code}:{sector} {n}")


REGIONS = """# Regions, with CAMEO's codes: "European leaders", "Western powers".
EUR Europe
  adj European
  people Europeans; European
WST ?West
  adj Western
  people Westerners; Westerner
AFR Africa
  adj African
  people Africans; African
ASA Asia
  adj Asian
  people Asians
MEA Middle East; Mideast
  adj Middle Eastern; Arab
  people Arabs; Arab
LAM Latin America; South America; Central America
  adj Latin American; South American; Central American
  people Latin Americans
SEA Southeast Asia
  adj Southeast Asian
WAF West Africa
  adj West African
EAF East Africa
  adj East African
SCN Scandinavia
  adj Scandinavian; Nordic
CAU Caucasus
BLK Balkans
  adj Balkan
CRB Caribbean
PGS Persian Gulf
  adj Gulf Arab"""
BODIES = []
HEAD = """# Countries and dependent or disputed territories: ISO 3166 alpha-3, names, adjectives, demonyms, capitals, seats.
#
# Format: CODE name; other name. Indented lines belong to the country above:
#   adj      adjectives          people  demonyms (ending in s: plural)
#   capital  capitals and cities that stand for the government when they speak or act ("Tehran said")
#   seat     seats and governments by name: always the government ("the Kremlin")
# A '?' before a name: also a given name or other word (Jordan, Chad). Names in capitals match capitals only (US, UAE).
# A line CODE:SECTOR names a body of the state (Knesset).
# Kosovo is XKX, the user-assigned code of the EU and the World Bank (CAMEO had KSV); Palestine is PSE; Taiwan TWN; Hong Kong HKG.
# Made by data/tools/make_countries.py: change it there. Source: npm world-countries (ODbL 1.0, Mohammed Le Doze) for base
# names, demonyms and capitals; the rest written for Dragoman (Apache-2.0)."""
main()
