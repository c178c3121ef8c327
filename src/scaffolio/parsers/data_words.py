"""What a text says of data: where they come from, on what terms, and that they are made up."""

from __future__ import annotations

import re

from scaffolio.patterns import regex

_THING = (
    r"(?:data|data ?sets?|corpus|corpora|images?|photos?|pictures?|reviews|tweets|records|"
    r"samples|csv|tables?|documents|"
    r"transactions|recordings|texts?|articles|files?)"
)
_HOST = regex(
    r"kaggle|uci\b|uci\.edu|zenodo|figshare|data\.world|huggingface|hugging face|dataverse|"
    r"physionet|\.gov\b|opendata|open data|"
    r"openml|drive\.google|dropbox|amazonaws|mendeley|doi\.org|datahub|statista|eurostat|"
    r"world bank|worldbank|yahoo finance|"
    r"wikipedia|wikimedia|data\.\w+\.\w+|\bapi\b|driven ?data|zindi|analytics ?vidhya|crowdflower|roboflow|grouplens|"
    r"raw\.githubusercontent|machinehack|google dataset|academic torrents|competition|challenge\b|hackathon|zoomcamp",
    re.IGNORECASE,
)
_KNOWN = regex(
    r"\b(?:iris|titanic|e?mnist|cifar|imdb|boston|california|ames|adult|20 ?news ?groups?|"
    r"imagenet|coco|pascal|voc|celeba|"
    r"movielens|squad|glue|penguins?|air ?passengers|svhn|kitti|cityscapes|librispeech|"
    r"yelp|sentiment140|reuters|wmt\d*|"
    r"wikitext|treebank|german credit|pima|wisconsin|instacart|rossmann|m5|walmart|"
    r"nsl-?kdd|kdd|omniglot|ljspeech|vctk|fer2013|"
    r"stanford|ag ?news|dbpedia|conll|snli|multinli|shapenet|modelnet|scannet|s3dis|lfw|"
    r"widerface|market-?1501|ms ?marco|"
    r"tiny ?shakespeare|ravdess|tess|cora|citeseer|pubmed|ihdp|gtsrb|caltech|oxford|flowers|"
    r"plantvillage|atari|mujoco|gym|cats?\W{1,3}(?:vs|versus|and|&)\W{1,3}dogs? data ?sets?)\b",
    re.IGNORECASE,
)
_ORIGIN = regex(
    rf"\b{_THING}\b[^.\n]{{0,80}}\b(?:from|source[ds]?|collected|gathered|scraped|crawled|"
    rf"download\w*|obtained|provided|generated|retrieved|"
    r"extracted|published|courtesy|taken|available|found|compiled|recorded|released|"
    r"maintained|shared|drawn|exported|via|"
    rf"created|made|by)\b|\b(?:from|source|sources|collected|gathered|scraped|crawl\w*|"
    rf"download\w*|obtain\w*|provided|generat\w*|retriev\w*|"
    rf"extract\w*|publish\w*|courtesy|compiled|recorded|released|our own|my own|using)\b[^.\n]{{0,60}}\b{_THING}\b",
    re.IGNORECASE,
)
_FROM = regex(
    r"\b(?:from|source[ds]?|collect\w*|gather\w*|scrap\w*|crawl\w*|download\w*|obtain\w*|"
    r"provided|generat\w*|by|at|hosted)\b",
    re.IGNORECASE,
)
_MADE_UP = regex(
    r"\b(?:synthetic\w*|simulat\w+|fictional|fictitious|made[- ]up|mock|dummy|fake[rd]?|anonymi[sz]ed|"
    r"artificial(?:ly)?|toy|sample data|random(?:ly)? generat\w+|generated (?:data|by))\b",
    re.IGNORECASE,
)
_TERMS = regex(
    r"licen[cs]e|terms of (?:use|service)|public domain|\bcc[- ]?by\b|\bcc0\b|creative commons|\bodbl\b|"
    r"open government|permission|copyright|attribution|free to use|freely (?:available|usable)|non-?commercial|"
    r"(?:academic|educational|research) (?:use\b|purposes?)|purposes? only",
    re.IGNORECASE,
)
_DATA = regex(r"\bdata\b|\bdata ?sets?\b|kaggle|\buci\b|corpus", re.IGNORECASE)
_LINE = 2_000


def names_source(text: str) -> bool:
    """Whether a text says where data come from: a host, a known data set, or in words."""
    return any(
        pattern.search(line[:_LINE])
        for line in text.splitlines()
        if line.strip()
        for pattern in (_HOST, _KNOWN, _ORIGIN)
    )


def has_origin(text: str) -> bool:
    """Whether a text on data has any word of origin."""
    return _FROM.search(text) is not None


def says_made_up(text: str) -> bool:
    """Whether a text speaks of data that somebody made up or made anonymous."""
    return _MADE_UP.search(text) is not None


def names_data_terms(text: str) -> bool:
    """Whether terms of use stand on a line with data, or within three lines of one."""
    lines = [line[:_LINE] for line in text.splitlines() if line.strip()]
    return any(
        _TERMS.search(line) and _DATA.search(" ".join(lines[max(0, number - 3) : number + 4]))
        for number, line in enumerate(lines)
    )


def has_terms(text: str) -> bool:
    """Whether a text holds any words on terms of use."""
    return _TERMS.search(text) is not None
