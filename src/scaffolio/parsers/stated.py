"""What a document says in prose that files of other repositories say in a manifest or a folder of weights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.parsers.document import Document
from scaffolio.patterns import regex

_LIBRARY = regex(
    r"(?<![\w/.@-])(?:py)?torch(?:vision|text|audio)?\b|\btensorflow\b|\bkeras\b|\bnumpy\b|\bscipy\b|\bpandas\b|"
    r"\bmatplotlib\b|\bscikit-?\s?(?:learn|image)\b|\bsklearn\b|\bseaborn\b|\bjax(?:lib)?\b|\bmxnet\b|\bcaffe2?\b|"
    r"\btheano\b|\blasagne\b|\bchainer\b|\bopencv\b|\bcv2\b|\bh5py\b|\bnltk\b|\bspacy\b|\bgensim\b|\bxgboost\b|"
    r"\blightgbm\b|\bcatboost\b|\bstatsmodels\b|\btransformers\b|\bhuggingface\b|\bcvxpy\b|\bnetworkx\b|\bgym\b|"
    r"\bpillow\b|\btqdm\b|\btensorboardx?\b|\bjupyter\b|\bstreamlit\b|\bflask\b|\bfastapi\b|\bplotly\b|\bpyro\b|"
    r"\bcudnn\b|\bcuda\b|\bcupy\b|\bsympy\b|\bnumba\b|\bcython\b|\bfairseq\b|\bapex\b",
    re.IGNORECASE,
)
_ASKS = regex(
    r"require|dependen|prerequi|needed packages|librar|packages|environment|abhängig|voraussetz|requisit|dépendanc|"
    r"dependênc|依赖|依存|要件|зависимост",
    re.IGNORECASE,
)
_LABEL = regex(r"(?im)^\W{0,6}(?:\w+ ){0,2}(?:dependenc(?:y|ies)|requirements?|prerequisites?)\b[*_`]{0,4} ?[:-]")
_SETS_UP = regex(r"set-?\s?up|instal|getting started", re.IGNORECASE)
_INSTALLS = regex(
    r"(?:\bpip3?|\bconda|\bmamba|\bpoetry|\buv|\bapt(?:-get)?)\s+(?:pip\s+)?(?:install|add)\s+"
    r"(?!-r\b|--requirement|-e\b|\.(?:\s|\Z)|\.\[)(?:-\S+\s+){0,4}(?P<what>[\w.\[\]=<>!,-]{2,40})",
    re.IGNORECASE,
)
_VERSION = regex(r"\d")
_SCAN = 6_000
_PINNED_LINES = 2
_HEADING_WORDS = 6
_ITEM_LENGTH = 60

_TRAINED = regex(
    r"\bpre-?\s?trained\b|\btrained (?:\w+ ){0,2}(?:models?|networks?|nets|weights|agents?|polic)|"
    r"\b(?:models?|networks?) weights\b|\bcheckpoints?\b|\bmodel zoo\b|"
    r"\bdownload (?:\w+ ){0,3}(?:models?|weights|networks?)\b|\bmodelo (?:pre)?entrenado|\bmodèles? (?:pré)?-?entraîné|"
    r"预训练|學習済み|学習済み",
    re.IGNORECASE,
)
_URL = regex(r"https?://[^\s)>\]\"'`]{4,300}")
_WEIGHT_FILE = regex(
    r"\.(?:pth?|ckpt|h5|hdf5|keras|safetensors|onnx|caffemodel|tflite|t7|pb)(?:\.(?:zip|gz|tar))?(?:[?#].*)?\Z",
    re.IGNORECASE,
)
_HOST = regex(
    r"drive\.google|dropbox|huggingface\.co/(?!spaces|datasets|docs|papers)|zenodo|figshare|onedrive|1drv|amazonaws|"
    r"/releases/?|mega\.nz|pan\.baidu|box\.com|sharepoint|storage\.googleapis|blob\.core|\.zip\Z|\.tar\.gz\Z|\.tgz\Z",
    re.IGNORECASE,
)
_NEAR_LINES = 2


def states_dependencies(document: Document) -> bool:
    """Whether a document names the libraries to install: under a heading that asks for them, or in a command."""
    if any(_names_library(match["what"]) for match in _INSTALLS.finditer(document.text[:100_000])):
        return True
    for match in _LABEL.finditer(document.text):
        if _LIBRARY.search(document.text, match.start(), match.start() + 400):
            return True
    return any(_lists(section.heading.text, section.body[:_SCAN]) for section in document.sections)


def _names_library(what: str) -> bool:
    return _LIBRARY.search(what) is not None or "==" in what


def _lists(heading: str, body: str) -> bool:
    """Whether a section is a list of what to install: any library where asked, two with versions in a set-up."""
    if _ASKS.search(heading) and len(heading.split()) <= _HEADING_WORDS:
        return _LIBRARY.search(body) is not None
    if not _SETS_UP.search(heading):
        return False
    lines = [line for line in body.split("\n") if len(line) <= _ITEM_LENGTH]
    return sum(1 for line in lines if _LIBRARY.search(line) and _VERSION.search(line)) >= _PINNED_LINES


def offered_models(document: Document) -> Iterator[str]:
    """Addresses at which a document says that a trained model is to be had."""
    lines = document.text.split("\n")
    places = [(link.line, link.target) for link in document.links]
    places += [(n, match[0]) for n, line in enumerate(lines, 1) for match in _URL.finditer(line[:2_000])]
    for line, target in places:
        around = " ".join(lines[max(0, line - 1 - _NEAR_LINES) : line])[-2_000:]
        if _WEIGHT_FILE.search(target) or (_HOST.search(target) and _TRAINED.search(around)):
            yield target
    yield from (target for target in _under_headings(document) if target)


def _under_headings(document: Document) -> Iterator[str]:
    """Hosted files linked below a heading on trained models."""
    for section in document.sections:
        if _TRAINED.search(section.heading.text):
            for match in _URL.finditer(section.body[:_SCAN]):
                if _HOST.search(match[0]):
                    yield match[0]
