#!/usr/bin/env python3
"""Makes data/en/countries.txt from the npm package world-countries (names, official names, demonyms, capitals).

    npm pack world-countries && tar xf world-countries-*.tgz
    make_countries.py package/countries.json > data/en/countries.txt

What the package lacks (adjectives that differ from demonyms, plurals, short and historical names, seats of government)
stands in the tables below; the names in them are common knowledge, written for Dragoman.
"""
import json
import re
import sys
import unicodedata

# names: more names; adj, people, capital: in the place of what the package has ('-': none); seat: seats and governments by
# name. NAME:SECTOR under seat is a body of the state, with '=' between its names.
MORE = """
USA names United States; United States of America; US; U.S.; USA; U.S.A.; America | adj American; US | people Americans; ?American | capital Washington; Washington DC; Washington, D.C. | seat White House; Oval Office; Foggy Bottom; Pentagon:MIL; Trump administration; Biden administration; Obama administration; Bush administration; Clinton administration; Reagan administration; State Department; Camp David; West Wing; Mar-a-Lago; Blair House; Carter administration; Nixon administration; Trump White House; Biden White House; Obama White House; Bush White House; Clinton White House; Capitol Hill=Capitol:LEG
GBR names Britain; United Kingdom; UK; U.K.; Great Britain; England; Scotland; Wales; Northern Ireland | adj British; English; Scottish; Welsh; Northern Irish; UK | people Britons; Briton; Brits; British; Scots | seat Downing Street; 10 Downing Street; Number 10; No 10; Whitehall; Buckingham Palace; Westminster:LEG; House of Commons:LEG; House of Lords:LEG; Scotland Yard:COP; Stormont; Chequers; Clarence House; Lancaster House; Hillsborough Castle; St James's Palace; Kensington Palace; Holyrood Palace; Blair government; Cameron government; Thatcher government; Starmer government
FRA adj French | people Frenchman; Frenchmen; French | seat Elysee; Elysee Palace; Quai d'Orsay; Matignon; Hotel Matignon; Place Beauvau; Macron government; Macron administration; Hotel de Brienne:MIL
DEU names Germany; Federal Republic of Germany; West Germany; East Germany; German Democratic Republic; GDR | adj German; West German; East German | people Germans; German; West Germans; East Germans | capital Berlin; Bonn | seat Bundestag:LEG; Bundesrat:LEG; Bundeswehr:MIL; Federal Chancellery; ?Chancellery; Bellevue Palace; Schloss Bellevue
RUS names Russia; Russian Federation; Soviet Union; USSR; U.S.S.R. | adj Russian; Soviet | people Russians; Russian; Soviets | seat Kremlin; Lubyanka:SPY; Novo-Ogaryovo; Smolenskaya Square; Putin regime; Putin government; Yeltsin government; Kremlin administration; State Duma=Duma:LEG
CHN names China; People's Republic of China; PRC; mainland China; communist China; Red China | adj Chinese | people Chinese | capital Beijing; Peking | seat Zhongnanhai; National People's Congress:LEG; Diaoyutai State Guesthouse; Xi administration; Beijing regime; People's Liberation Army=PLA:MIL; Chinese Communist Party=Communist Party of China:PTY
PRK names North Korea; Democratic People's Republic of Korea; DPRK; N. Korea; N Korea; Hermit Kingdom | adj North Korean | people North Koreans; North Korean | seat Kim regime; Pyongyang regime; Kim Jong Un regime; Kim Jong Il regime
KOR names South Korea; Republic of Korea; ROK; S. Korea; S Korea; Korea | adj South Korean; Korean | people South Koreans; South Korean; Koreans | seat Blue House; Cheong Wa Dae; Yongsan presidential office; Yoon administration
IRN names Iran; Islamic Republic of Iran; Islamic Republic; Persia | adj Iranian; Persian | people Iranians; Iranian | capital Tehran; Teheran | seat Majlis:LEG; Basij:MIL; Guardian Council:JUD; Expediency Council; Pasteur Street; Tehran regime; Rouhani government; Raisi government; Rouhani administration; Beit-e Rahbari; Islamic Revolutionary Guard Corps=Islamic Revolution Guards Corps=Revolutionary Guard Corps=Revolutionary Guards=Revolutionary Guard=IRGC:MIL; Quds Force=Qods Force:MIL
ISR names Israel; State of Israel; Zionist regime; Zionist entity; Jewish state | adj Israeli; Zionist | people Israelis; Israeli; Zionists | capital Jerusalem; Tel Aviv | seat Knesset:LEG; Mossad:SPY; Shin Bet:SPY; Balfour Street; Netanyahu government; Sharon government; Bennett government; Beit Aghion; Kirya:MIL; Israel Defense Forces=Israeli Defense Forces=Israel Defence Forces=Israeli Defence Forces=IDF:MIL
PSE names Palestine; State of Palestine; Palestinian Territories; Palestinian Territory; occupied territories; Occupied Palestinian Territories | adj Palestinian; Gazan | people Palestinians; Palestinian; Gazans | capital Ramallah; Gaza; Gaza Strip; West Bank; Gaza City; East Jerusalem; Rafah; Khan Younis; Nablus; Jenin; Hebron | seat Palestinian Authority; Palestinian National Authority; Palestinian Legislative Council:LEG; Muqata; Muqataa; Mukataa
TWN names Taiwan; Republic of China; Chinese Taipei; Formosa | adj Taiwanese | people Taiwanese | seat Legislative Yuan:LEG; Executive Yuan; Ketagalan Boulevard; Chen administration; Tsai administration; Lai administration; Tsai government; Lai government
HKG adj Hong Kong | people Hong Kongers; Hongkongers; Hong Konger | capital - | seat Legislative Council=LegCo:LEG
XKX names Kosovo; Republic of Kosovo | adj Kosovo; Kosovar; Kosovan | people Kosovars; Kosovar; Kosovans | capital Pristina; Prishtina | seat Kurti government
UKR names Ukraine; Ukrainian SSR | adj Ukrainian | people Ukrainians; Ukrainian; Ukranians | capital Kyiv; Kiev | seat Verkhovna Rada:LEG; Bankova; Bankova Street; Mariinsky Palace; Mariinskyi Palace; Yanukovych regime; Yanukovych government; Zelensky administration; Zelenskiy administration; Poroshenko administration
TUR names Turkey; Turkiye; Republic of Turkey; Ottoman Empire | adj Turkish; Ottoman | people Turks; Turk | capital Ankara | seat Bestepe; Cankaya Palace; Erdogan government; Dolmabahce
SYR names Syria; Syrian Arab Republic | capital Damascus | seat Syrian Arab Army:MIL; Assad regime; Assad government; al-Assad regime; Bashar al-Assad regime; Sharaa government; People's Palace
IRQ capital Baghdad | seat Saddam regime; Saddam Hussein regime; Baathist regime; Maliki government; Popular Mobilization Forces=Popular Mobilisation Forces=Hashd al-Shaabi=Popular Mobilization Units=Hashed al-Shaabi=PMF:UAF
SAU names Saudi Arabia; Kingdom of Saudi Arabia; KSA | adj Saudi; Saudi Arabian | people Saudis; Saudi; Saudi Arabians | capital Riyadh | seat Al Saud; Yamamah Palace; Al-Yamamah Palace; House of Saud
ARE names United Arab Emirates; UAE; U.A.E.; Emirates | adj Emirati; UAE | people Emiratis; Emirati | capital Abu Dhabi; Dubai | seat Qasr Al Watan
QAT names Qatar; State of Qatar | adj Qatari | people Qataris; Qatari | capital Doha | seat Amiri Diwan; Emiri Diwan
OMN adj Omani | people Omanis; Omani | capital Muscat | seat Al Alam Palace
YEM names Yemen; Republic of Yemen; South Yemen; North Yemen; Yemen Arab Republic; People's Democratic Republic of Yemen | adj Yemeni; Yemenite | people Yemenis; Yemeni | capital Sanaa; Sana'a; Aden
KWT adj Kuwaiti | people Kuwaitis; Kuwaiti | seat Bayan Palace; Seif Palace
BHR adj Bahraini | people Bahrainis; Bahraini | seat Safriya Palace
JOR names ?Jordan; Hashemite Kingdom of Jordan; Hashemite Kingdom | adj Jordanian | people Jordanians; Jordanian | seat Raghadan Palace; Husseiniya Palace; Royal Hashemite Court; Basman Palace
LBN adj Lebanese | people Lebanese | seat Baabda Palace; Baabda; Grand Serail
EGY names Egypt; United Arab Republic | adj Egyptian | people Egyptians; Egyptian | seat Ittihadiya Palace; Heliopolis Palace; Abdeen Palace; Mubarak regime; Morsi government; Sisi government; Sisi regime; Mubarak government
LBY names Libya; Libyan Arab Jamahiriya; State of Libya; Libyan Jamahiriya | adj Libyan | people Libyans; Libyan | capital Tripoli | seat Gaddafi regime; Gadhafi regime; Qaddafi regime; Gaddafi government; Bab al-Aziziya
TCD names ?Chad; Republic of Chad | adj Chadian | people Chadians; Chadian
GEO names ?Georgia; Republic of Georgia | adj Georgian | people Georgians; Georgian | capital Tbilisi | seat Avlabari palace; Saakashvili government; Saakashvili administration; Orbeliani Palace
IND names India; Republic of India; Bharat | adj Indian | people Indians; Indian | capital New Delhi; Delhi | seat Lok Sabha:LEG; Rajya Sabha:LEG; South Block; Raisina Hill; Rashtrapati Bhavan; North Block; Modi government; Modi administration; Vajpayee government; 7 Race Course Road
PAK adj Pakistani | people Pakistanis; Pakistani | seat Aiwan-e-Sadr; Musharraf government; Musharraf regime; Imran Khan government; Sharif government; Inter-Services Public Relations=ISPR:MIL; Inter-Services Intelligence=ISI:SPY
BGD adj Bangladeshi; Bangladesh | people Bangladeshis; Bangladeshi | capital Dhaka; Dacca | seat Bangabhaban; Ganabhaban; Hasina government; Yunus government; Hasina regime; Yunus administration
AFG names Afghanistan; Islamic Republic of Afghanistan; Islamic Emirate of Afghanistan; Islamic Emirate; Islamic State of Afghanistan; Democratic Republic of Afghanistan | adj Afghan; Afghani | people Afghans; Afghan; Afghanis | seat Loya Jirga:LEG; Arg Palace; Karzai government; Ghani government; Ghani administration; Karzai administration; Taliban regime; Taliban government
MMR names Myanmar; Burma; Union of Myanmar; Union of Burma | adj Myanmar; Burmese | people Burmese | capital Naypyidaw; Naypyitaw; Yangon; Rangoon | seat Tatmadaw:MIL; State Administration Council; Naypyidaw junta
JPN people Japanese | seat Diet:LEG; Kantei; Nagatacho; Kasumigaseki; Abe administration; Abe government; Kishida government; Koizumi government; Self-Defense Forces=Self-Defence Forces:MIL
VAT names Vatican; Vatican City; Holy See | adj Vatican; Papal | people Vatican officials | seat Roman Curia; Apostolic Palace; Casa Santa Marta; Vatican Secretariat of State
CZE names Czech Republic; Czechia; Czechoslovakia | adj Czech | people Czechs; Czech | seat Prague Castle; Hradcany; Straka Academy; Cernin Palace; Czernin Palace
SVK adj Slovak; Slovakian | people Slovaks; Slovak | seat Grassalkovich Palace; Fico government; Meciar government
SVN adj Slovenian; Slovene | people Slovenians; Slovenes; Slovene
SRB names Serbia; Republic of Serbia; Yugoslavia; Federal Republic of Yugoslavia; Serbia and Montenegro | adj Serbian; Serb; Yugoslav | people Serbs; Serb; Serbians; Yugoslavs | seat Milosevic regime; Milosevic government; Vucic government; Nemanjina 11
HRV adj Croatian; Croat | people Croats; Croat; Croatians
BIH names Bosnia; Bosnia and Herzegovina; Bosnia-Herzegovina | adj Bosnian; Bosniak; Bosnian Serb | people Bosnians; Bosniaks; Bosnian Serbs; Bosnian | seat Dodik government
MKD names North Macedonia; Macedonia; FYROM | adj Macedonian; North Macedonian | people Macedonians; Macedonian | seat Villa Vodno
MNE adj Montenegrin | people Montenegrins; Montenegrin | seat Villa Gorica
ALB adj Albanian | people Albanians; Albanian | seat Hoxha regime; Rama government; Berisha government; Pallati i Brigadave
GRC adj Greek; Hellenic | people Greeks; Greek | seat Maximos Mansion; Megaro Maximou; Tsipras government
CYP adj Cypriot; Greek Cypriot | people Cypriots; Greek Cypriots; Cypriot | seat Christodoulides government
ESP names Spain; Kingdom of Spain; Catalonia; Basque Country | adj Spanish; Catalan | people Spaniards; Spaniard; Catalans; Spanish | seat Moncloa; La Moncloa; Generalitat; Cortes:LEG; Zarzuela; Zarzuela Palace; Palace of Moncloa; Moncloa Palace; Santa Cruz Palace; Rajoy government; Sanchez government
PRT adj Portuguese | people Portuguese | seat Sao Bento Palace; Belem Palace; Palacio de Sao Bento
ITA adj Italian | people Italians; Italian | seat Quirinale; Palazzo Chigi; Farnesina; Viminale; Villa Madama; Berlusconi government; Meloni government; Renzi government; Draghi government
POL adj Polish | people Poles; Pole | seat Sejm:LEG; Belweder; Tusk government; Kaczynski government
NLD names Netherlands; The Netherlands; Holland | adj Dutch | people Dutch; Dutchman; Dutchmen | capital Amsterdam; The Hague; Hague | seat Binnenhof; Catshuis; Torentje; Rutte government
BEL adj Belgian | people Belgians; Belgian | seat Rue de la Loi; Wetstraat; Egmont Palace; Castle of Laeken
CHE names Switzerland; Swiss Confederation | adj Swiss | people Swiss | capital Bern; Berne | seat Bundeshaus
AUT adj Austrian | people Austrians; Austrian | seat Ballhausplatz; Hofburg Palace
HUN adj Hungarian | people Hungarians; Hungarian | seat Carmelite Monastery; Sandor Palace; Orban government
ROU names Romania; Rumania; Roumania | adj Romanian | people Romanians; Romanian | seat Cotroceni; Cotroceni Palace; Victoria Palace; Ceausescu regime
BGR adj Bulgarian | people Bulgarians; Bulgarian | seat Zhivkov regime; Borisov government; Boyana residence
MDA names Moldova; Republic of Moldova; Moldavia | adj Moldovan | people Moldovans; Moldovan | capital Chisinau
DNK adj Danish | people Danes; Dane | seat Folketing:LEG; Christiansborg; Marienborg; Amalienborg
GRL adj Greenlandic | people Greenlanders; Greenlander | seat Naalakkersuisut
SWE adj Swedish | people Swedes; Swede | seat Riksdag:LEG; Rosenbad; Harpsund
NOR adj Norwegian | people Norwegians; Norwegian | seat Storting:LEG; Stortinget:LEG
FIN adj Finnish | people Finns; Finn | seat Kesaranta; Mantyniemi
ISL adj Icelandic | people Icelanders; Icelander | seat Bessastadir
IRL names Ireland; Republic of Ireland; Irish Republic; Eire | adj Irish | people Irish; Irishman; Irishmen | seat Dail:LEG; Leinster House:LEG; Aras an Uachtarain; Iveagh House
EST adj Estonian | people Estonians; Estonian | seat Stenbock House; Kadriorg Palace
LVA adj Latvian | people Latvians; Latvian | seat Riga Castle
LTU adj Lithuanian | people Lithuanians; Lithuanian | seat Daukanto Square
BLR names Belarus; Byelorussia; Belorussia | adj Belarusian; Belarussian; Byelorussian | people Belarusians; Belarusian; Belarussians | seat Lukashenko regime; Lukashenko government
ARM names Armenia; Republic of Armenia | adj Armenian | people Armenians; Armenian | seat Baghramyan 26; Pashinyan government
AZE adj Azerbaijani; Azeri | people Azerbaijanis; Azeris; Azerbaijani; Azeri | seat Aliyev regime; Aliyev government; Zagulba Palace
KAZ adj Kazakh; Kazakhstani | people Kazakhs; Kazakh; Kazakhstanis | capital Astana; Nur-Sultan; Nursultan; Almaty | seat Akorda; Akorda Palace; Nazarbayev government
KGZ names Kyrgyzstan; Kirghizstan; Kyrgyz Republic | adj Kyrgyz; Kirghiz | people Kyrgyz | capital Bishkek; Frunze | seat Ala-Archa residence; Akayev government; Bakiyev government; Yntymak Ordo
TJK adj Tajik; Tajikistani | people Tajiks; Tajik | seat Rahmon government; Kohi Millat
TKM adj Turkmen | people Turkmens; Turkmen | seat Oguzhan Palace; Niyazov regime
UZB adj Uzbek; Uzbekistani | people Uzbeks; Uzbek | seat Kuksaroy; Karimov government; Karimov regime; Kuksaroy residence
MNG names Mongolia; Outer Mongolia | adj Mongolian | people Mongolians; Mongols | capital Ulan Bator; Ulaanbaatar | seat Saaral Ordon
PHL names Philippines; The Philippines; Republic of the Philippines | adj Philippine; Filipino | people Filipinos; Filipino; Filipinas | capital Manila | seat Malacanang; Malacanang Palace; Malacanan; Malacanan Palace; Arroyo administration; Duterte administration; Marcos administration; Aquino administration; Duterte government; Marcos government; Marcos regime
IDN adj Indonesian | people Indonesians; Indonesian | seat Merdeka Palace; Bogor Palace; Cendana; Istana Merdeka; Suharto regime; Jokowi administration; Widodo administration; Prabowo administration; Yudhoyono administration
MYS adj Malaysian | people Malaysians; Malaysian | capital Kuala Lumpur; Putrajaya | seat Perdana Putra; Wisma Putra; Istana Negara; Mahathir government; Najib government; Najib administration; Anwar government
SGP adj Singaporean; Singapore | people Singaporeans; Singaporean | seat -
THA names Thailand; Siam; Kingdom of Thailand | adj Thai | people Thais; Thai | seat Chitralada Palace; Thaksin government; Prayut government; Prayuth government; Yingluck government
VNM names Vietnam; Viet Nam; Socialist Republic of Vietnam; North Vietnam; South Vietnam | adj Vietnamese | people Vietnamese | capital Hanoi; Saigon; Ho Chi Minh City
KHM names Cambodia; Kampuchea | adj Cambodian; Khmer | people Cambodians; Cambodian | capital Phnom Penh | seat Peace Palace; Hun Sen government; Hun Sen regime; Khmer Rouge regime
LAO names Laos; Lao People's Democratic Republic | adj Laotian; Lao | people Laotians; Laotian
TLS names East Timor; Timor-Leste; Timor Leste | adj East Timorese; Timorese | people East Timorese; Timorese | seat Palacio das Cinzas; Nicolau Lobato Presidential Palace
NPL adj Nepali; Nepalese | people Nepalis; Nepalese; Nepali | seat Singha Durbar; Baluwatar; Narayanhiti Palace; Shital Niwas; Oli government
LKA names Sri Lanka; Ceylon | adj Sri Lankan | people Sri Lankans; Sri Lankan | capital Colombo | seat Temple Trees; Rajapaksa government; Rajapaksa regime
MDV names Maldives; Maldive Islands | adj Maldivian | people Maldivians; Maldivian
BTN adj Bhutanese | people Bhutanese
AUS adj Australian | people Australians; Australian; Aussies | seat Kirribilli House; Howard government; Gillard government; Rudd government; Abbott government; Albanese government; Morrison government; Turnbull government
NZL adj New Zealand | people New Zealanders; New Zealander | seat Ardern government; Premier House
CAN adj Canadian | people Canadians; Canadian | seat Parliament Hill:LEG; Rideau Hall; 24 Sussex Drive; Langevin Block; Trudeau government; Harper government; Carney government; Royal Canadian Mounted Police=RCMP:COP
MEX adj Mexican | people Mexicans; Mexican | seat Los Pinos; Palacio Nacional; Calderon government; Lopez Obrador government; Pena Nieto government; Sheinbaum government; San Lazaro:LEG
CUB adj Cuban | people Cubans; Cuban | seat Palace of the Revolution; Castro regime; Castro government; Havana regime
HTI adj Haitian | people Haitians; Haitian | seat Villa d'Accueil; Aristide government; Duvalier regime
DOM adj Dominican | people Dominicans | seat -
DMA adj Dominica | people -
VEN names Venezuela; Bolivarian Republic of Venezuela | adj Venezuelan | people Venezuelans; Venezuelan | seat Miraflores; Miraflores Palace; Palacio de Miraflores; Casa Amarilla; Chavez government; Maduro government; Maduro regime; Chavista government; Chavez regime; Chavez administration
COL adj Colombian | people Colombians; Colombian | seat Casa de Narino; Narino Palace; Palacio de Narino; Palacio de San Carlos; Uribe government; Duque government; Petro government; Petro administration; Uribe administration
BRA adj Brazilian | people Brazilians; Brazilian | seat Planalto; Itamaraty; Planalto Palace; Palacio do Planalto; Alvorada Palace; Palacio da Alvorada; Itamaraty Palace; Jaburu Palace; Lula government; Bolsonaro government; Rousseff government; Temer government; Cardoso government; Bolsonaro administration; Lula administration; Esplanade of Ministries
ARG adj Argentine; Argentinian; Argentinean | people Argentines; Argentinians; Argentine | seat Casa Rosada; Pink House; Quinta de Olivos; Olivos residence; Palacio San Martin; Kirchner government; Macri government; Milei government; Menem government; Milei administration; Fernandez government; Macri administration; Menem administration
CHL adj Chilean | people Chileans; Chilean | seat La Moneda; La Moneda Palace; La Moneda presidential palace; Pinochet regime; Pinera government; Boric government; Bachelet government; Cerro Castillo
PER adj Peruvian | people Peruvians; Peruvian | seat Pizarro Palace; Casa de Pizarro; Torre Tagle; Fujimori government; Fujimori regime; Boluarte government
BOL names Bolivia; Plurinational State of Bolivia | adj Bolivian | people Bolivians; Bolivian | capital La Paz; Sucre | seat Palacio Quemado; Burnt Palace; Casa Grande del Pueblo; Morales government; Arce government; Anez government
ECU adj Ecuadorian; Ecuadorean | people Ecuadorians; Ecuadoreans; Ecuadorian | seat Carondelet; Carondelet Palace; Correa government; Lasso government; Noboa government
GTM adj Guatemalan | people Guatemalans; Guatemalan | seat Arevalo government; Giammattei government
SLV adj Salvadoran; Salvadorean | people Salvadorans; Salvadoran | seat Bukele government; Bukele administration; Capres
HND adj Honduran | people Hondurans; Honduran | seat Micheletti government
NIC adj Nicaraguan | people Nicaraguans; Nicaraguan | seat El Carmen residence; Ortega government; Ortega regime; Ortega-Murillo regime; Somoza regime; Sandinista government; Chamorro government
PAN adj Panamanian; Panama | people Panamanians; Panamanian | seat Palacio de las Garzas; Noriega regime
CRI adj Costa Rican | people Costa Ricans; Costa Rican | seat Zapote presidential house
JAM adj Jamaican | people Jamaicans; Jamaican | seat Jamaica House; Vale Royal
GUY adj Guyanese | people Guyanese
ZAF names South Africa; Republic of South Africa | adj South African | people South Africans; South African | capital Pretoria; Cape Town | seat Union Buildings; Tuynhuys; Mahlamba Ndlopfu; Zuma administration; Ramaphosa administration; Mbeki government; apartheid regime; apartheid government
NGA adj Nigerian | people Nigerians; Nigerian | capital Abuja; Lagos | seat Aso Rock; Aso Villa; Aso Rock Villa; Buhari administration; Tinubu administration; Jonathan administration; Obasanjo administration; Abacha regime; Buhari government; Tinubu government; Dodan Barracks
NER names Niger; Republic of Niger | adj Nigerien; Niger | people Nigeriens
GHA adj Ghanaian | people Ghanaians; Ghanaian | seat Jubilee House; Flagstaff House; Osu Castle; Akufo-Addo government; Mahama administration; Mahama government
CIV names Ivory Coast; Cote d'Ivoire; Republic of Cote d'Ivoire | adj Ivorian; Ivoirian | people Ivorians; Ivorian | capital Yamoussoukro; Abidjan
COD names Democratic Republic of the Congo; Democratic Republic of Congo; DR Congo; DRC; D.R. Congo; Congo-Kinshasa; Zaire | adj Congolese | people Congolese | seat Palais de la Nation; Cite de l'Union africaine; Kabila government; Mobutu regime; Tshisekedi government
COG names Republic of the Congo; Republic of Congo; Congo-Brazzaville; ?Congo | adj - | people -
CAF names Central African Republic; CAR; Central African Empire; Centrafrique | adj Central African | people Central Africans
SSD names South Sudan; Republic of South Sudan | adj South Sudanese | people South Sudanese
SDN names Sudan; Republic of the Sudan | adj Sudanese | people Sudanese | seat Sudanese Armed Forces:MIL; Bashir regime; Bashir government; Republican Palace in Khartoum
ETH adj Ethiopian | people Ethiopians; Ethiopian | seat Menelik Palace; Derg regime; Mengistu regime
ERI adj Eritrean | people Eritreans; Eritrean | seat Isaias regime
SOM names Somalia | adj Somali | people Somalis; Somali | seat Villa Somalia
DJI adj Djiboutian | people Djiboutians; Djiboutian
KEN adj Kenyan | people Kenyans; Kenyan | seat Harambee House; Kenyatta government; Ruto administration
UGA adj Ugandan | people Ugandans; Ugandan | seat Museveni government; Museveni regime
TZA names Tanzania; Tanganyika | adj Tanzanian | people Tanzanians; Tanzanian | capital Dodoma; Dar es Salaam
RWA adj Rwandan | people Rwandans; Rwandan | seat Urugwiro; Village Urugwiro; Kagame government
BDI adj Burundian | people Burundians; Burundian | capital Gitega; Bujumbura
ZWE names Zimbabwe; Rhodesia | adj Zimbabwean | people Zimbabweans; Zimbabwean | seat Munhumutapa; Mugabe regime; Mugabe government; Mnangagwa government; Zimbabwe House
ZMB adj Zambian | people Zambians; Zambian
MOZ adj Mozambican | people Mozambicans; Mozambican | seat Ponta Vermelha
AGO adj Angolan | people Angolans; Angolan | seat Cidade Alta; Dos Santos government
NAM adj Namibian | people Namibians; Namibian
BWA adj Botswanan; Botswana | people Batswana; Botswanans
SWZ names Eswatini; Swaziland | adj Swazi | people Swazis | capital Mbabane; Lobamba
LSO adj Lesotho; Basotho | people Basotho
MDG names Madagascar; Malagasy Republic | adj Malagasy; Madagascan | people Malagasy; Madagascans | seat Iavoloha Palace; Ambohitsorohitra Palace
MLI adj Malian | people Malians; Malian | seat Koulouba; Koulouba Palace
BFA names Burkina Faso; Burkina; Upper Volta | adj Burkinabe; Burkinabè | people Burkinabe | seat Kosyam Palace; Kosyam; Compaore regime
SEN adj Senegalese | people Senegalese | seat Palais de la Republique
GIN adj Guinean | people Guineans; Guinean
GNB names Guinea-Bissau; Guinea Bissau | adj Bissau-Guinean | people Bissau-Guineans; Bissau-Guinean
GNQ names Equatorial Guinea | adj Equatorial Guinean; Equatoguinean
SLE adj Sierra Leonean; Sierra Leone | people Sierra Leoneans; Sierra Leonean
LBR adj Liberian | people Liberians; Liberian
TGO adj Togolese | people Togolese
BEN names Benin; Dahomey | adj Beninese | people Beninese
CMR names Cameroon; Cameroun | adj Cameroonian | people Cameroonians; Cameroonian | seat Etoudi; Etoudi Palace; Unity Palace; Biya regime
GAB adj Gabonese | people Gabonese
GMB names Gambia; The Gambia | adj Gambian | people Gambians; Gambian
MRT adj Mauritanian | people Mauritanians; Mauritanian
MAR adj Moroccan | people Moroccans; Moroccan | seat Makhzen
DZA adj Algerian | people Algerians; Algerian | seat El Mouradia; El Mouradia Palace; Mouradia Palace; Bouteflika regime
TUN adj Tunisian | people Tunisians; Tunisian | seat Carthage Palace; Kasbah Palace; Ben Ali regime
ESH names Western Sahara; Sahrawi Arab Democratic Republic | adj Sahrawi; Saharawi | people Sahrawis; Saharawis
PNG names Papua New Guinea; PNG | adj Papua New Guinean
FJI adj Fijian; Fiji | people Fijians; Fijian
SLB names Solomon Islands; Solomons | adj Solomon Islands | people Solomon Islanders; Solomon Islander
WSM names Samoa; Western Samoa | adj Samoan
FSM names Micronesia; Federated States of Micronesia
MUS adj Mauritian | people Mauritians; Mauritian
LUX adj Luxembourg; Luxembourgish | capital -
ATG names Antigua and Barbuda; Antigua | adj Antiguan; Barbudan | people Antiguans; Antiguan; Barbudans
KNA names Saint Kitts and Nevis; St. Kitts and Nevis; St Kitts and Nevis; St. Kitts | adj Kittitian; Nevisian | people Kittitians; Kittitian; Nevisians
GIB adj Gibraltarian; Gibraltar | people Gibraltarians; Gibraltarian
SUR names Suriname; Surinam | adj Surinamese | people Surinamese
LIE adj Liechtenstein
IMN people Manx; Manxman; Manxmen | capital -
MNP names Northern Mariana Islands; Northern Marianas | adj Northern Mariana | people Northern Mariana Islanders; Northern Mariana Islander
CPV names Cape Verde; Cabo Verde | adj Cape Verdean; Cabo Verdean | people Cape Verdeans; Cape Verdean
COM names Comoros; Comoro Islands | adj Comorian; Comoran | people Comorians; Comorian; Comorans
TTO names Trinidad and Tobago; Trinidad & Tobago; Trinidad | adj Trinidadian; Tobagonian; Trinbagonian | people Trinidadians; Trinidadian; Tobagonians
REU adj Reunionese | people Reunionese; Reunion Islanders
MAC names Macau; Macao | adj Macanese; Macau | people Macanese
ALA names Aland Islands; Aland | adj Alandic | people Alanders; Alander
SYC capital -
CYM capital -
BMU capital -
AIA capital -
MSR capital -
FLK names Falkland Islands; Falklands; Malvinas; Islas Malvinas | adj Falkland; Falklands | capital Port Stanley
COK adj Cook Islands
GGY adj Guernsey | people Guernseymen; Channel Islanders; Channel Islander
JEY adj Jersey-based | people Jerseymen
GLP adj Guadeloupean | people Guadeloupeans; Guadeloupean
GUF names French Guiana | adj Guianese; French Guianese | people French Guianese; Guianese
SMR adj Sammarinese; San Marino
SXM names Sint Maarten; St. Maarten | adj Sint Maarten; St. Maarten | people Sint Maarteners; St. Maarteners
CUW adj Curacaoan | people Curacaoans; Curacaoan
MTQ adj Martinican; Martiniquais
MYT adj Mahoran; Mayotte
TCA names Turks and Caicos Islands; Turks and Caicos | adj Turks and Caicos
KIR adj I-Kiribati; Kiribati | people I-Kiribati
VUT adj Ni-Vanuatu; Vanuatu; Vanuatuan | people Ni-Vanuatu; Vanuatuans
STP names Sao Tome and Principe; Sao Tome | adj Sao Tomean; Santomean
VGB names British Virgin Islands | adj British Virgin Islands | people British Virgin Islanders; British Virgin Islander
VIR names United States Virgin Islands; US Virgin Islands; U.S. Virgin Islands | adj US Virgin Islands | people US Virgin Islanders
LCA names Saint Lucia; St. Lucia; St Lucia
VCT names Saint Vincent and the Grenadines; St. Vincent and the Grenadines; Saint Vincent; St. Vincent | adj Vincentian; Saint Vincentian | people Vincentians; Vincentian
BRN names Brunei; Brunei Darussalam
BHS names Bahamas; The Bahamas
PRI adj Puerto Rican
SHN names Saint Helena; St. Helena; Saint Helena, Ascension and Tristan da Cunha | capital -
MHL adj Marshallese; Marshall Islands
PLW adj Palauan
PRY seat Palacio de los Lopez; Lopez Palace; Mburuvicha Roga; Stroessner regime
URY seat Torre Ejecutiva; Edificio Libertad
ATA names Antarctica | adj Antarctic | people Antarcticans | capital -
ATF names French Southern and Antarctic Lands; French Southern Territories | adj French Southern | people - | capital -
BES names Caribbean Netherlands; Bonaire; Sint Eustatius; Bonaire, Sint Eustatius and Saba | adj Bonairean; Caribbean Dutch | people Bonaireans; Statians | capital -
BLM names Saint Barthelemy; St. Barthelemy; St. Barts; St Barts | adj Saint Barthelemy | people Saint Barthelemy Islanders | capital -
BVT names Bouvet Island | adj Bouvet | people - | capital -
CCK names Cocos (Keeling) Islands; Cocos Islands; Keeling Islands | adj Cocos | people Cocos Islanders; Cocos Islander | capital -
CXR names Christmas Island | adj Christmas Island | people Christmas Islanders; Christmas Islander | capital -
HMD names Heard Island and McDonald Islands; Heard Island | adj Heard Island | people - | capital -
IOT names British Indian Ocean Territory; Chagos Islands; Chagos Archipelago; Chagos; Diego Garcia | adj Chagossian | people Chagossians; Chagossian; Chagos Islanders | capital -
MAF names Saint Martin (French part); ?Saint Martin | adj Saint-Martinois | people Saint Martiners | capital -
NFK names Norfolk Island | adj Norfolk Island | people Norfolk Islanders; Norfolk Islander | capital -
PCN names Pitcairn Islands; Pitcairn; Pitcairn Island | adj Pitcairn | people Pitcairn Islanders; Pitcairners | capital -
SGS names South Georgia and the South Sandwich Islands; South Sandwich Islands | adj South Georgian | people - | capital -
SJM names Svalbard and Jan Mayen; Svalbard; Spitsbergen; Jan Mayen | adj Svalbard | people Svalbardians | capital -
SPM names Saint Pierre and Miquelon; St. Pierre and Miquelon; St Pierre and Miquelon | adj Saint-Pierrais | people Saint-Pierrais; Miquelonnais | capital -
TKL names Tokelau; Tokelau Islands | adj Tokelauan | people Tokelauans; Tokelauan | capital -
UMI names United States Minor Outlying Islands; Wake Island; Midway Atoll; Johnston Atoll | adj Wake Island | people - | capital -
WLF names Wallis and Futuna; Wallis and Futuna Islands | adj Wallisian; Futunan | people Wallisians; Futunans | capital -
"""
DOUBTFUL = {"Saint Martin", "Réunion", "Jersey", "Nauru"}


def more():
    out = {}
    for line in MORE.strip().splitlines():
        code, rest = line.split(None, 1)
        row = {}
        for part in rest.split(" | "):
            key, value = part.split(None, 1)
            row[key] = [] if value == "-" else value.split("; ")
        out[code] = row
    return out


def fold(name):
    """As the program tells names apart: by pieces without accents, full stops and capitals."""
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(ch for ch in plain if not unicodedata.combining(ch) and ch != ".")
    return tuple(re.split(r"[-' /,]+", plain.translate({0xf8: "o", 0x142: "l"})))


def distinct(names):
    out = {}
    for name in names:
        out.setdefault(fold(name), name)
    return list(out.values())


def source(key, written):
    return " @own" if key in written else ""


def names_of(c):
    common, official = c["name"]["common"], c["name"]["official"]
    out = [common] + ([official] if official != common else [])
    return [("?" if n in DOUBTFUL else "") + n for n in out]


def main():
    extra = more()
    print(HEAD)
    countries = {("XKX" if c["cca3"] in ("UNK", "XKX") else c["cca3"]): c for c in json.load(open(sys.argv[1], encoding="utf-8"))}
    for code, c in sorted(countries.items()):
        e = extra.get(code, {})
        demonym = (c.get("demonyms") or {}).get("eng", {}).get("m", "")
        names = e.get("names") or names_of(c)
        if "names" in e:
            names = names + [n for n in names_of(c) if n not in names and "?" + n not in names and not ("Congo" == n)]
        people = e.get("people")
        adj = e["adj"] if "adj" in e else [demonym] if demonym else []
        if people is None:
            plural = demonym + ("" if demonym.endswith(("ese", "s", "ish", "ch")) else "s")
            people = [plural, demonym] if demonym else []
        names = distinct(names)
        print(code, "; ".join(names))
        if adj:
            print("  adj", "; ".join(distinct(adj)) + source("adj", e))
        if people:
            print("  people", "; ".join(distinct(people)) + source("people", e))
        capital = e["capital"] if "capital" in e else [x for x in c.get("capital", []) if x]
        capital = [x for x in capital if x not in names]
        if capital:
            print("  capital", "; ".join(distinct(capital)) + source("capital", e))
        plain = [s for s in e.get("seat", []) if ":" not in s]
        if plain:
            print("  seat", "; ".join(distinct(plain)) + source("seat", e))
        by = {}
        for s in e.get("seat", []):
            if ":" in s:
                n, sector = s.rsplit(":", 1)
                by.setdefault(sector, []).append(n)
        for sector, ns in by.items():
            BODIES.append((code, sector, ns))
    print("\n".join(line + ("" if line.startswith("#") else " @own") for line in REGIONS.splitlines()))
    print("# Bodies of one state: CODE:SECTOR. They are entries of their own.")
    for code, sector, ns in sorted(BODIES):
        for n in ns:
            print(f"{code}:{sector} {'; '.join(n.split('='))} @own")


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
# Made by data/tools/make_countries.py: change it there.
@world npm world-countries 5.1.0 (Mohammed Le Doze). ODbL 1.0.
@own Written for Dragoman from general knowledge, November 2026. Apache-2.0."""
main()
