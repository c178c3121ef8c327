"""The words around a number that tell whether it is a result of this project."""

from __future__ import annotations

import re

from scaffolio.patterns import regex

_MARKS = r"[\s*_`]"

GAP = regex(
    rf"{_MARKS}*(?:\((?!\s?[~≈]?\s?[.\d])(?P<aside>[^()\n]{{0,30}})\){_MARKS}*)?"
    r"(?:(?:for|by|with|using|from|of|on)\s(?:[A-Za-z][\w-]{0,20}\s){1,7}?(?:is|was|reached|reaches)\s|"
    r"(?:(?:score|rate|value|result|on|the|my|our|test|validation|val|hold-?out|"
    r"held-out|unseen|set|data|split|is|was|of|at|reaches|reached|reaching|equals|to|achieved|obtained|scored|came|out|"
    r"weighted|macro|micro|average|averaged|mean|final|best)"
    rf"(?:{_MARKS}+|(?=[:=]))){{0,7}})"
    rf"(?:[:=≈~|→–-]{_MARKS}*){{0,2}}(?:(?:of|is)\s+)?"
    r"(?:(?:about|around|approximately|approx\.?|roughly|nearly|almost)\s+)?[*_`(\[]*[~≈$€£]?\s?",
    re.IGNORECASE,
)
"""What may stand between a metric's name and its number, behind it; ``aside`` is what brackets say of it."""

AFTER = regex(rf"{_MARKS}*(?:(?:on|of|in|macro|micro|weighted|average|test|validation|overall)[\s-]+){{0,3}}{_MARKS}*")
"""What may stand between a number and the metric's name behind it."""

OTHERS = regex(
    r"\bet al\b|\bpapers?\b|\bauthors?\b|\breported\b|\bstate[ -]of[ -]the[ -]art\b|\bsota\b|\bpublished\b|"
    r"\bliterature\b|\boriginal(?:ly)?\b|\bprevious|\bprior work\b|\brelated work\b|\bkaggle\b|\bleader ?board\b|"
    r"\bpublic lb\b|\bsubmission|\bwinn(?:er|ing)(?:['’]?s)? (?:solution|team|entry|submission|score|of)\b|"
    r"\bhuman(?:s| level|-level)?\b|\[\d+\]|arxiv|\bofficial|"
    r"\bpre-?trained\b|\bart[ií]culo\b",
    re.IGNORECASE,
)
"""Somebody else's results."""

HOPED = regex(
    r"\bgoals?\b|\btargets?(?:ed|ing)?\b|\baim|\bshould\b|\bcould\b|\bwould\b|\bexpect|\bmust\b|\bassum|\bif\b|"
    r"\be\.g\.|\bfor (?:example|instance)\b|\bsuppose|\bimagine|\brandom(?:ly)? (?:guess|classif|chance)|\bcoin\b|"
    r"\brespectively\b|\bhope|\btypical|\bwant|\bfuture\b|\bplan|\btodo\b|\bsla\b|\bmisleading\b|\balert|\btrigger|"
    r"\byouden|\bmaximi[sz]es\b|\bweighted (?:sum|average of|combination|statistic)|\bweights? of\b",
    re.IGNORECASE,
)
"""A sentence that speaks of what is wanted, possible or planned."""

EARLIER = regex(
    r"\bleaky\b|\b(?:due to|because of|caused by) (?:data |target |the )?leak|\bna[iï]ve (?:model|version|approach|\()|"
    r"\b(?:first|initial|early|earlier) (?:attempts?|try|tries|version|model)\b|"
    r"\battempt \d|\bbefore (?:the )?fix",
    re.IGNORECASE,
)
"""A try that was given up, whose numbers no longer stand in any record."""

NOT_RESULTS = regex(
    r"\bgoals?\b|\btargets?\b|\bsuccess criteria|\bacceptance|\brequirement|\bexpected\b|\bfuture\b|\broad ?map|"
    r"\bto-?do\b|\bnext steps?\b|\bmonitoring\b|\balerts?\b|\bchange ?log\b|"
    r"\bcontoh\b|\bejemplos?\b|\bexemplos?\b|\bbeispiel|\börnek",
    re.IGNORECASE,
)
"""A heading below which numbers are not what a run gave."""

COMPARED = regex(
    r"\bat least\b|\bminimum\b|\bthreshold|\brequire|\bneed\b|\brange|\bbetween\b|\bfrom\b|\bversus\b|\bvs\b|"
    r"\bimprov|\bincreas|\bdecreas|\bdropp?(?:s|ed)?\b|\bgain|\breduc|\bdiffer|\bbetter\b|\bworse\b|\bhigher\b|"
    r"\blower\b|\bby\b|\binstead\b|\bunder\b|\bmoved\b|\bchang",
    re.IGNORECASE,
)
"""Words before a number that make it a bound, a difference or one end of a change."""

DIFFERENCE = regex(
    r"\bpoints?\b|\bpp\b|\bhigher\b|\blower\b|\bbetter\b|\bworse\b|\bimprov|\bincreas|\bdecreas|\bdrop|\bgain|"
    r"\breduc|\bthreshold",
    re.IGNORECASE,
)
"""Words behind a number that make it a difference."""

CONTRAST = regex(r"[,;]?\s(?:but|whereas|while|yet|against)\s[^.!?\n]{0,80}\d", re.IGNORECASE)
"""What behind a number sets another one against it: the first is then of some other case."""

BOUND = regex(
    rf"(?:[<≥≤±]|(?<![-=])>|\b(?:over|above|below|under|than|least|most|to|exceed(?:s|ing)?|up to)){_MARKS}*\Z",
    re.IGNORECASE,
)
"""What directly before a number makes it one end of a range."""

ABOUT = regex(
    rf"(?:[~≈]|\b(?:nearly|almost|about|around|approximately|approx\.?|roughly|some|close to|circa|ca\.)){_MARKS}*\Z",
    re.IGNORECASE,
)
"""What directly before a number says that it is rounded freely."""

RANGE = regex(r"\d\s?%?\s?[-–—]\s?[~≈]?\Z")
"""What directly before a number makes it the second of two."""

SPREAD = regex(r"\s?(?:\+|-\s?\d|–|to\s+\d|and\s+\d|/|,\s?\d|x\b|×|or\s+\d)", re.IGNORECASE)
"""What directly behind a number makes it the first of several."""

SENTENCE = regex(
    r"(?<=[.!?;])(?<!\bal\.)(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)(?<!ca\.)(?<!approx\.)(?<!Fig\.)\s+|\n(?=\s*[-*•])|\n\n"
)

GOAL = regex(
    r"\btargets?\b|\bgoals?\b|\bthreshold|\brequire|\bexpected\b|\bideal\b|\bchange|\bgain|\bimprove|Δ|\bdelta\b|"
    r"\breduc|\bincreas|\bdecreas|\bstd\b|\bs\.?d\.?\b|\bdeviation\b|\bstd ?err\b",
    re.IGNORECASE,
)
"""A column that holds what is wanted, or a change."""

KEY = regex(rf"{_MARKS}*(?:\([^()\n]{{0,30}}\){_MARKS}*)?[:=]")
"""What follows a name that a line gives as a key."""
