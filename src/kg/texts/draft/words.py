"""The English words by which the rules go: titles, cues of what a name names, capitalised words that are no names."""

from __future__ import annotations

__all__ = [
    "AGREEMENTS", "CALENDAR", "COUNTRIES", "COURTESIES", "DEMONYMS", "EVENTS", "FUNCTION", "ORGANIZATIONS", "PARTICLES",
    "PLACES", "SUBJECTS", "TITLES", "TITLE_MODIFIERS",
]  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CALENDAR = _words(
    "January February March April May June July August September October November December Feb Mar Apr Jun Jul Aug "
    "Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter Ramadan Nowruz"
)
# Peoples, adjectives of countries and regions, languages and faiths: capitals, but no names of actors.
DEMONYMS = _words(
    "Afghan African Albanian Algerian American Arab Arabic Argentine Argentinian Armenian Asian Australian Austrian "
    "Azerbaijani Azeri Bahraini Balkan Baltic Bangladeshi Belarusian Belgian Bolivian Bosnian Brazilian British "
    "Buddhist Bulgarian Burmese Cambodian Canadian Caspian Caucasian Chilean Chinese Christian Colombian Croatian "
    "Cuban Cypriot Czech Danish Dutch Egyptian Emirati English Eritrean Estonian Ethiopian Eurasian European "
    "Finnish French Georgian German Ghanaian Greek Hungarian Icelandic Indian Indonesian Iranian Iraqi Irish "
    "Islamic Islamist Israeli Italian Japanese Jewish Jordanian Kazakh Kenyan Korean Kurdish Kuwaiti Kyrgyz Lao "
    "Latin Latvian Lebanese Libyan Lithuanian Malaysian Maltese Mexican Moldovan Mongolian Montenegrin Moroccan "
    "Muslim Namibian Nepalese Nigerian Nordic Norwegian Omani Orthodox Pakistani Palestinian Persian Peruvian "
    "Philippine Polish Portuguese Qatari Romanian Russian Saudi Scandinavian Scottish Senegalese Serbian Shia "
    "Shiite Slavic Slovak Slovenian Somali Soviet Spanish Sudanese Sunni Swedish Swiss Syrian Taiwanese Tajik "
    "Tanzanian Thai Transatlantic Tunisian Turkic Turkish Turkmen Ugandan Ukrainian Uruguayan Uzbek Venezuelan "
    "Vietnamese Welsh West Western East Eastern North Northern South Southern Yemeni Zambian Americans Arabs "
    "Chinese Europeans Germans Indians Iranians Israelis Russians Turks Ukrainians"
)
COURTESIES = _words("h.e mr mrs ms miss dr prof sir dame lady lord")
TITLES = _words(
    "adviser advisor ambassador analyst ayatollah captain chair chairman chairperson chairwoman chancellor chief "
    "colonel commander commissioner consul coordinator counsellor count delegate deputy diplomat director dr "
    "economist emir emperor envoy expert fellow general governor h.e head historian judge king lady lawmaker leader "
    "lieutenant lord major marshal mayor member minister moderator mr mrs ms negotiator official pope premier "
    "president prince princess prof professor rapporteur rector representative secretary secretary-general senator "
    "sheikh sir speaker spokesman spokesperson spokeswoman sultan undersecretary vice-president"
)
TITLE_MODIFIERS = _words(
    "acting agriculture assistant chief climate country culture defence defense deputy digital economic economics "
    "economy education energy environment european executive extraordinary finance first fisheries foreign former "
    "general government health high home industry infrastructure interior justice labor labour lead managing military "
    "mines national oil opposition parliamentary permanent petroleum planning plenipotentiary police political press "
    "prime programme regional research science second security senior social special state supreme technology top "
    "tourism trade transport under veteran vice water"
)
SUBJECTS = _words(  # what ministries and institutes are for: "and" before one of them goes on with the name
    "affairs agriculture and climate commerce communications cooperation culture defence defense development digital "
    "economic economics economy education energy environment european finance fisheries foreign forestry forests gas "
    "health home industry infrastructure innovation interior international investment irrigation justice labor labour "
    "lands maritime mines mining natural oceans oil petroleum planning policy political power railways reconstruction "
    "regional relations research resources roads science security social sport strategic studies technology tourism "
    "trade transport transportation water welfare women youth"
)
ORGANIZATIONS = _words(
    "academy administration agency airlines airways alliance assembly association authority bank board bundestag "
    "bureau cabinet center centre chamber club commission committee community company confederation congress "
    "consortium corporation council court delegation department directorate duma embassy federation forces foundation "
    "front fund gazette government group guard herald inc institute institution kremlin league llc ltd ministry "
    "mission movement navy news office organisation organization parliament party police presidium press secretariat "
    "senate service society staff syndicate times tribunal tribune union university wire"
)
PLACES = _words(
    "africa airport archipelago asia avenue basin bay boulevard bridge canal castle caucasus channel city coast "
    "corridor county desert district east empire europe gulf hall harbour highlands hotel island islands isles lake "
    "mountain mountains ocean oblast palace peninsula pipeline plant plateau port province railroad railway region "
    "river road sea square strait straits street territory town valley village"
)
AGREEMENTS = _words(
    "accord accords act agreement agreements charter communiqué communique compact contract convention deal "
    "declaration memorandum mou pact plan programme protocol resolution roadmap statement strategy treaty"
)
EVENTS = _words(
    "biennale celebrations championship conference congress consultations cup dialogue exhibition expo fair "
    "festival forum games operation revolution summit symposium talks war week"
)
PARTICLES = _words("al bin da das de del der den di do dos du el ibn la le ter ul van von zu")
FUNCTION = _words(
    "a about above according across after again against all along also although always amid among an and another any "
    "anyone are as at be because been before being below between both but by can could despite did do does during "
    "each either every everyone few first following for from further given had has have he her here hers his how "
    "however i if in indeed instead into is it its just last later less let like many may meanwhile moreover more "
    "most much must my nearly neither never nevertheless next no nobody none nor not nothing now of off on once one "
    "only or other our over overall own perhaps please question answer same second several shall she should since so "
    "some soon still such than that the their them then there therefore these they third this those though through "
    "thus to today together tomorrow too two under until up upon very was we were what when where whether which while "
    "who whom whose why will with within without would yes yesterday yet you your usd eur gbp rub jpy cny chf km mw"
)
COUNTRIES = frozenset(
    name.replace("_", " ")
    for name in (
        "Afghanistan Albania Algeria Andorra Angola Argentina Armenia Australia Austria Azerbaijan Bahrain "
        "Bangladesh Belarus Belgium Benin Bhutan Bolivia Botswana Brazil Britain Brunei Bulgaria Burundi Cambodia "
        "Cameroon Canada Chad Chile China Colombia Croatia Cuba Cyprus Denmark Djibouti Ecuador Egypt Eritrea "
        "Estonia Ethiopia Fiji Finland France Gabon Gambia Georgia Germany Ghana Greece Guatemala Guinea Guyana "
        "Haiti Honduras Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan "
        "Kazakhstan Kenya Kosovo Kuwait Kyrgyzstan Laos Latvia Lebanon Lesotho Liberia Libya Liechtenstein "
        "Lithuania Luxembourg Madagascar Malawi Malaysia Maldives Mali Malta Mauritania Mauritius Mexico Moldova "
        "Monaco Mongolia Montenegro Morocco Mozambique Myanmar Namibia Nepal Netherlands Nicaragua Niger Nigeria "
        "Norway Oman Pakistan Palestine Panama Paraguay Peru Philippines Poland Portugal Qatar Romania Russia "
        "Rwanda Samoa Senegal Serbia Seychelles Singapore Slovakia Slovenia Somalia Spain Sudan Suriname Sweden "
        "Switzerland Syria Taiwan Tajikistan Tanzania Thailand Togo Tunisia Turkey Türkiye Turkmenistan UAE Uganda "
        "UK Ukraine Uruguay USA USSR Uzbekistan Vatican Venezuela Vietnam Yemen Zambia Zimbabwe "
        "Bosnia_and_Herzegovina Costa_Rica Czech_Republic Czechia Democratic_Republic_of_Congo Dominican_Republic "
        "El_Salvador Great_Britain New_Zealand North_Korea North_Macedonia Papua_New_Guinea Saudi_Arabia "
        "Sierra_Leone South_Africa South_Korea South_Sudan Soviet_Union Sri_Lanka Trinidad_and_Tobago "
        "Abkhazia Catalonia England Faroes Gibraltar Greenland Macau Northern_Ireland Scotland Transnistria Wales "
        "Faroe_Islands Hong_Kong New_Caledonia Puerto_Rico South_Ossetia Western_Sahara "
        "United_Arab_Emirates United_Kingdom United_States"
    ).split()
)
