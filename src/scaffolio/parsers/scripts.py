"""Which scripts and notebooks a document's sentences speak of as being there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from scaffolio.parsers.document import Document
from scaffolio.patterns import regex

_SOURCE = regex(r"(?:[\w.@+-]+/)*[\w@+-][\w.@+-]*\.(?:py|ipynb|sh|R|Rmd|jl|m)\Z")
_FOREIGN_NAME = regex(
    r"(?:^|/)(?:__init__|setup|your_|my_|path_to|example|foo|bar|script|file|filename|conftest|settings)|"
    r"(?<![A-Za-z])(?:\d{0,2}N{1,3}|\d{0,2}X{1,3}|YYYY)(?![A-Za-z])"
)
_ON_THE_MACHINE = regex(r"(?:\$\w{1,40}|\$\{\w{1,40}\}|~)/[\w.@+/-]{1,200}")
_SPAN = regex(r"`[^`\n]{0,300}`")
_MADE_LATER = regex(
    r"\bcreat|\bgenerat|\bdownload|\bsav(?:e|es|ed|ing)\b|\bwrit(?:e|es|ten|ing)\b|\boutput|\bproduc|\brenam|"
    r"\bremov|\bdelet|\bplace\b|"
    r"\bput\b|\bcop(?:y|ies)\b|\badd\b|\byour own\b|\bfor example\b|\be\.g\.|\bsimilar\b|\blike\b|\bname[ds]?\b|"
    r"\bcall(?:ed)?\b|\breplac|"
    r"\bold\b|\bno longer\b|\bwas\b|\bwere\b|\bfrom the\b|\boriginal|\bofficial|\binstall(?:ed|s)\b|\bpackage\b|"
    r"\blibrar|\bupstream\b|\bfork|\bwill\b|"
    r"\bplanned|\bdeclare|\bfuture|\btodo\b|\bconvert|\bhttps?:|"
    r"\bcri(?:a|e|ou)|\bcrea(?:[nr]|[dt][oaie]s?)?\b|\bcré|\bgénér|\bgenera(?:[nr]|[dt][oaie]s?)?\b|\bgera|\berstell|"
    r"\berzeug|\boluştur|\büret|\bdescarg|\bbaix|\btélécharg|\bscaric|\bherunter|\bindir(?!ect)|\bguarda|\bsalv|"
    r"\bsauveg|\bspeicher|\bkaydet|\berano\b|\besta[bv]an?\b|\bwaren\b|\bétai(?:t|ent)\b|\wyd[ıiuü]\b|"
    r"生成|创建|下载|保存|作成|ダウンロード|생성|다운로드|저장",
    re.IGNORECASE,
)
"""What is made, fetched or was once there, in the languages most READMEs are written in."""

_ENTRY = regex(r"[ \t]*(?:[-*+•]|\d{1,3}[.)]|\|)[ \t]*(?:\[[ x]\][ \t]*)?[*_]{0,3}\[?`?")
_NOT_YET = regex(
    r"\byour\b|\bplanned|\bfuture\b|\btodo\b|\bcoming\b|\boptional|\bdeleted\b|\bremoved\b|\brenam|\bcreate (?:a|"
    r"this|it)\b|"
    r"\bdownload|\bnot included\b|\bgitignore|\bgenerated\b|\bproduced\b|\bwill be\b|\bhttps?:|\be\.g\.|\bexample\b",
    re.IGNORECASE,
)
_LINE = 1_000
_SPACED = r"[^\W\u3040-\u30ff\u3400-\u9fff]"
"""A letter of a language that parts words by blanks: Chinese and Japanese write a name right behind a word."""

_IN_PROSE = regex(
    rf"(?<!{_SPACED})(?<![./\\-])(?:(?:{_SPACED}|[.-]){{1,60}}/){{0,6}}{_SPACED}(?:{_SPACED}|[.-]){{0,80}}\.(?:py|ipynb)"
    rf"(?!{_SPACED}|[/-])"
)
_PLAIN_FILES = regex(
    r"(?:[\w.@+-]{1,60}/){1,6}[\w.@+-]{1,80}\.(?:md|rst|ya?ml|toml|cfg|ini)\Z|"
    r"(?:[\w.@+-]{1,60}/){0,6}(?:requirements[\w.-]{0,30}\.txt|environment\.ya?ml|Dockerfile|Makefile|"
    r"docker-compose\.ya?ml|config\.ya?ml|params\.ya?ml)\Z"
)
_KEPT_MODEL = regex(r"(?:[\w.@+-]{1,60}/){0,6}\w[\w.@+-]{0,80}\.(?:pkl|pickle|joblib|h5|keras|pth?|onnx|sav)\Z")
_WITH_BLANKS = regex(r"\w[\w.+()&,' -]{1,100} [\w.+()&,' -]{1,100}\.(?:ipynb|docx?|pptx?|pdf|xlsx?|py)\Z")


def named_scripts(document: Document) -> Iterator[tuple[str, int]]:
    """Yield each script, notebook or configuration file that a sentence names, with its line.

    Scripts are read in code spans and in plain words. Left out are names that stand for others
    (``your_script.py``, ``report_0N.md``), those in sentences about making, moving, downloading or somebody else's
    files, those of a program on the reader's machine (``$SPARK_HOME/conf/spark-env.sh``), and what Markdown made of a
    name (``__init__.py`` in bold).
    """
    lines = document.text.split("\n")
    elsewhere = {posixpath.basename(found[0]) for found in _ON_THE_MACHINE.finditer(document.text)}
    for text, line in (*_in_spans(document), *_in_words(document)):
        if _FOREIGN_NAME.search(text) or text in elsewhere or text not in lines[line - 1].replace("\\", ""):
            continue
        if _lists(lines[line - 1][:_LINE], text):
            apart = _NOT_YET.search(lines[line - 1][:_LINE])
        else:
            around = " ".join(part[:_LINE] for part in lines[max(0, line - 2) : line])
            apart = _MADE_LATER.search(around.replace(text, ""))
        if not apart:
            yield text, line


def kept_models(document: Document) -> Iterator[tuple[str, int]]:
    """Yield each file of a trained model that an entry of a list or table begins with, and its line."""
    lines = document.text.split("\n")
    for code in document.inline_code:
        text, line = code.text.strip().removeprefix("./"), lines[code.line - 1][:_LINE]
        if _KEPT_MODEL.match(text) and _lists(line, text) and not _NOT_YET.search(line.replace(text, "")):
            yield text, code.line


def named_with_blanks(document: Document) -> Iterator[tuple[str, int]]:
    """Yield each notebook, script or office document with blanks in its name that stands in a code span."""
    for code in document.inline_code:
        if _WITH_BLANKS.match(code.text.strip()):
            yield code.text.strip(), code.line


def _lists(line: str, text: str) -> bool:
    """Whether a line is an entry of a list or table that begins with the name and tells what the file is."""
    begun = _ENTRY.match(line)
    return begun is not None and line[begun.end() :].removeprefix("./").startswith(text)


def _in_spans(document: Document) -> Iterator[tuple[str, int]]:
    for code in document.inline_code:
        text = code.text.strip().removeprefix("./")
        if _SOURCE.match(text) or _PLAIN_FILES.match(text):
            yield text, code.line


def _in_words(document: Document) -> Iterator[tuple[str, int]]:
    for paragraph in document.prose:
        if ".py" in paragraph.text or ".ipynb" in paragraph.text:
            words = _SPAN.sub(lambda span: " " * len(span[0]), paragraph.text)
            for found in _IN_PROSE.finditer(words):
                yield found[0], paragraph.line_at(found.start())
