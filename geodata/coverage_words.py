"""The words in which directories say where a service is for: patterns by what they tell."""

from __future__ import annotations

import re

from geodata.served import Unresolved as Unresolved


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


SEGMENT = re.compile(r";|(?<=[a-z\d]{3})\.\s+(?=[A-Z])|\s+-\s+|\bbut special services\b.*")
"""Sentences, roughly. "St. Mary's" is not the end of one."""

SEPARATOR = re.compile(
    r"[,/:+]|&|\b(?:and|or|including|plus|as well as|also|y)\b|\s{3,}", re.IGNORECASE
)
PARENTHESES = re.compile(r"\([^)]*\)?")
EXCEPT = _words(r"(?:with the )?except(?:ing|ion of)?(?: for)?", "excluding", "other than",
                "outside of", "not (?:serving|including)")  # fmt: skip
CLAUSE = re.compile(
    r"[,;]?\s*\b(?:although|however|but (?!primarily)|most of|program will|who |that |depending on|"
    r"in addition|provides? (?:info|links)|with priority|priority).*$"
    r"|[,;]?\s*\bbut primarily\b.*$",
    re.IGNORECASE,
)
"""What follows is about something else, or about where most of them come from."""

ASIDE = re.compile(
    r"\bfor [\w-]+ (?:services|funds)\b|\b(?:services|programs)\b[^:,;]*:|"
    r"\bany(?:one|body)(?: who lives)? in\b",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^.*?\b(?:serves|services(?= (?-i:[A-Z]))|services to people in|serving|covers|covering|"
    r"residents? of|people in|people from|members from|communities of|living in|"
    r"resid(?:e|ing) in)\b(?: the (?:communities|counties|residents|people) of\b)?",
    re.IGNORECASE,
)
FOCUS = _words("primarily", "mainly", "main focus", "target(?:ed|ing|s)?", "focused on", "focus on",
               "priority", "mostly", "preference")  # fmt: skip
COUNTIES = _words("counties")
IN_STATE = re.compile(r"[\s,]+in\s+(?:the\s+)?([A-Za-z. ]+?)\s*$")

ASK = _words(
    "determined? by call", "call(?:ing)? (?:for|customer)", "contact (?:us|agency|program)",
    "varies", "varied", "depend(?:s|ing) on", "see (?:website|below|description)", "inquire",
)  # fmt: skip
STREETS = re.compile(
    r"\b(?:streets?|avenues?|ave|roads?|boulevard|blvd|blocks?|railroad|boundar(?:y|ies)|bounded|"
    r"beltway|highway|route \d+|interstate)\b"
    r"|\b(?:\d+(?:st|nd|rd|th)|[A-Z])\s+(?:st|sts)\b(?!\.?\s+[A-Z][a-z])"
    r"|\bst,? (?:nw|ne|sw|se)\b",
    re.IGNORECASE,
)
SCHOOL = _words(
    "schools? districts?", "(?:independent|unified|public) schools?", "isd", "charter schools?",
    "elementary", "high schools?", "school zones?", "attendance zones?", "enrolled at",
)  # fmt: skip
PEOPLE = re.compile(
    r"^\s*(?:(?:any|every)(?:one|body)|all (?:people|persons|individuals|families|ages)|no "
    r"(?:restrictions?|limits?)|open to (?:all|anyone|everyone)|[\w ]*\b(?:students|patients|"
    r"clients|employees|veterans|inmates))\b(?!.*\b(?:in(?! need)|of|from)\b)",
    re.IGNORECASE,
)
WARD_NUMBERS = re.compile(
    r"\bwards?\s*#?\s*\d+(?:(?:\s|,|&|/|\band\b|\bor\b|\bparts? of\b|\bwards?\b)+\d+(?!\d))*"
    r"(?!\d)",
    re.IGNORECASE,
)
WARD = _words(
    "wards?", "service planning areas?", r"spas? \d+", r"(?:zones?|regions?|sectors?|areas?) \d+",
    r"(?:police|fire|health|supervisor(?:ial)?|commission(?:er)?|planning) districts?",
    r"council(?:manic)? districts?", "precincts?", r"district \d+", "anc", "collaborative",
    "parish area", "census tracts?", "community boards?",
)  # fmt: skip
NEARBY = _words(
    "surrounding", r"\d+[ -]miles?", "radius", "local", "neighboring", "nearby", "adjacent",
    "vicinity", "tri ?state area", "target area", "outlying", "other areas", "beyond",
    "entire area", "^metropolitan area$", "^metro area$",
)  # fmt: skip
PART = _words("parts? of", "portions? of", "certain areas", "some areas", "sections? of",
              "areas of", "most of")  # fmt: skip
QUARTER = re.compile(
    r"^(?:(?:upper|lower|far|near|inner|all)\s+)?(?:nw|ne|sw|se|north ?west|north ?east|"
    r"south ?west|south ?east)(?:\s+(?:of|area|areas|quadrants?|washington|dc|district|only|"
    r"section|side|the|columbia|city))*$"
    r"|^(?:downtown|uptown|midtown|inner city|city center|central city)(?:\s+(?:dc|only|area|"
    r"washington))*$"
    r"|\b(?:far|upper|lower) (?:nw|ne|sw|se|north(?:west|east)|south(?:west|east))$"
    r"|\b(?:east|west|north|south) of\b|\bquadrants?\b|\b(?:east|west|north|south) side\b",
)
STATE_PART = re.compile(
    r"^(?:the )?(?:eastern|western|northern|southern|central|southeastern|southwestern|"
    r"northeastern|northwestern|southeast|southwest|northeast|northwest|upstate|downstate|rural|suburban)\s+\w"
)
ABROAD = _words("overseas", "foreign", "other countries", "abroad")
WORLD = re.compile(
    r"^(?:world ?wide|international(?:ly)?|global(?:ly)?|the world|anywhere|everywhere|"
    r"(?:no|without) (?:geographic(?:al)?|residency|area|location) (?:restrictions?|limits?|"
    r"limitations?|requirements?|boundar(?:y|ies)))$"
)
NATIONAL = re.compile(
    r"^(?:the )?(?:national(?:ly)?|nation ?wide|entire (?:nation|country|us|usa)|united states"
    r"(?: of america)?|us|usa|all (?:50 |fifty )?states|any state|country ?wide|continental us|"
    r"throughout the (?:us|country|nation|united states)|national scope)$"
)
STATEWIDE = re.compile(
    r"^(?:state ?wide|(?:the )?(?:entire|whole) state|all counties|all of the state|"
    r"throughout the state|(?:state|territory) of residence)$"
)
COUNTYWIDE = re.compile(r"^(?:county ?wide|(?:the )?(?:entire|whole) county|this county)$")
DIRECTION = re.compile(
    r"^(?:(?:north|south)(?:ern|east|west|eastern|western)?|(?:east|west)(?:ern)?|central|upper|"
    r"lower|inner|outer|mid|suburban|rural|downtown|midtown) "
)
CITYWIDE = re.compile(
    r"^(?:city ?wide|(?:the )?(?:entire|whole) city|all areas|all (?:8 |eight )?wards|"
    r"(?:the )?city|district ?wide|throughout the city)$"
)
HOUSING = _words("housing", "apartments?", "dwellings?", "towers?", "public housing", "mobile home",
                 "terrace", "gardens", "homes")  # fmt: skip
"""Only what no table knows: Woodlawn Gardens may be a town."""

NOISE = re.compile(
    r"\b(?:in|of)\s+(?:nw|ne|sw|se|north ?west|north ?east|south ?west|south ?east)\b.*$"
    r"|\bof\b(?!\s*(?:columbia|coulmbia|colombia|wight|lakes|palms|pines))"
    r"|\b(?:all|only|just|restricted to|limited to|serves?|residents?|residences?|"
    r"communit(?:y|ies)|neighbou?rhoods?|citizens|be|an?|todo el|toda la|historic district|"
    r"current|prospective|"
    r"government|must|live|reside|living|in|within|from|greater areas?|counties|zip codes?|"
    r"the city|city limits|entire|whole|throughout|anywhere|people|families|individuals|"
    r"patients|clients|areas|target|main focus|primarily|mainly|mostly|services?|focused on|major|"
    r"are|the(?= ))\b",
    re.IGNORECASE,
)
QUALIFIED = re.compile(r"^\s*(?:(?:east|west|north|south) of|parts? of|portions? of)\b[^:]*:",
                       re.IGNORECASE)  # fmt: skip
"""What stands behind the colon is cut by what stands before it."""
