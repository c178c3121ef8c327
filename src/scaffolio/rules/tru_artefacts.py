"""TRU: words of praise that something in the repository would have to back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Severity
from scaffolio.nouns import dataclass
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import rule

_SERVING = regex(
    rb"\b(?:fastapi|flask|streamlit|gradio|uvicorn|gunicorn|django|bentoml|dash|tornado|aiohttp|websockets?|kafka|"
    rb"pyspark|"
    rb"paho|pika|socketio|torchserve|tritonclient|onnxruntime|ray|starlette|quart|sanic|celery|redis|zmq|grpc|"
    rb"bottle|shiny|"
    rb"VideoCapture|sounddevice|pyaudio|webrtc|picamera|rclpy|rospy|serial)\b"
)
_DEPLOYMENT = regex(
    r"(?:^|/)(?:[\w.-]*dockerfile[\w.-]*|[\w.-]*compose[\w.-]*\.ya?ml|procfile|app\.ya?ml|vercel\.json|"
    r"netlify\.toml|fly\.toml|"
    r"render\.ya?ml|railway\.(?:json|toml)|serverless\.ya?ml|bentofile\.ya?ml|chart\.ya?ml|[\w-]+\.tf|"
    r"cloudbuild\.ya?ml|"
    r"lambda_function\.py|wsgi\.py|runtime\.txt|[\w.-]*deploy[\w.-]*|score\.py|inference\.py|app\.py|server\.py)\Z|"
    r"(?:^|/)(?:k8s|kubernetes|helm|terraform|deploy(?:ment)?|infra(?:structure)?|api|app|webapp|web|frontend|"
    r"serving|android|ios)/",
    re.IGNORECASE,
)
_TESTED = regex(
    r"(?:^|/)tests?/|(?:^|/)test_[^/]*\.py\Z|_test\.py\Z|(?:^|/)\.github/workflows/|gitlab-ci\.yml\Z|(?:^|"
    r"/)setup\.(?:py|cfg)\Z"
)
_NOT_SO = regex(
    r"\bnot\b|n't\b|\bno\b|\bwithout\b|\bfuture\b|\bplan|\btodo\b|\bnext steps?\b|\bwill\b|\bcould\b|\bcan be\b|"
    r"\bmay\b|\bmight\b|"
    r"\bwould\b|\bif\b|\bgoal\b|\bto be\b|\bbefore\b|\brequire|\bpotential|\broadmap\b|\btowards?\b|\bready to\b|"
    r"\baim|\bshould\b|"
    r"\bhow to\b|\bonce\b|\blearn|\bintended\b|\bdesigned to\b|\bcompared?\b|\benable|\bneeds?\b|\bmust\b|"
    r"\blater\b|\bwhen\b|\bnext\b|\bconsider|\?",
    re.IGNORECASE,
)
_TELLING = regex(
    r"\babout\b|overview|introduction|\bintro\b|description|summary|abstract|feature|highlight|what (?:it|this)|"
    r"capabilit|"
    r"deploy|architecture|\bkey\b|business value|impact",
    re.IGNORECASE,
)
"""Headings of the sections that tell what a project is; the others tell of plans, methods and other people's work."""

_STREAMED = regex(r"(?:^|/)[^/]*(?:real[-_]?time|stream|live|webcam|camera)[^/]*(?:/|\.py\Z|\.ipynb\Z)", re.IGNORECASE)
_SOURCE = regex(
    r"arxiv\.org|doi\.org|paperswithcode|leaderboard|openreview|aclanthology|\[\d+\]|\bet al\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Praise:
    """Words that claim something, and what to say where nothing shows it."""

    words: re.Pattern[str]
    lacking: str


_PRODUCTION = _Praise(
    regex(r"\b(?:production|enterprise)[- ](?:ready|grade|quality|level)\b", re.IGNORECASE),
    "nothing here serves a model, tests it or packs it",
)
_DEPLOYED = _Praise(
    regex(
        r"\b(?:is|was|are|were|been|successfully|and|model|app(?:lication)?) deployed (?:on|to|in|at|as|with|"
        r"using|via)\b|"
        r"\bdeployed (?:and|live|in production)\b|\b(?:in|into) production\b(?= (?:at|since|for|on)\b)",
        re.IGNORECASE,
    ),
    "no address of it is given and nothing here deploys it",
)
_REAL_TIME = _Praise(
    regex(
        r"\breal[- ]?time (?:[\w-]{1,20} ){0,2}(?:predict|infer|detect|classif|forecast|recogni)\w*|"
        r"\b(?:predict|infer|detect|classif|forecast|recogni)\w* (?:[\w-]{1,20} ){0,3}in real[- ]?time\b",
        re.IGNORECASE,
    ),
    "nothing here serves, streams or captures",
)
_STATE_OF_THE_ART = _Praise(
    regex(
        r"\b(?:achiev|reach|deliver|outperform|surpass|obtain|attain|yield|set)\w*\b[^.\n]{0,60}?\b"
        r"state[- ]of[- ]the[- ]art\b(?! (?:models?|architectures?|techniques?|methods?|algorithms?|librar|tools?|"
        r"deep|"
        r"machine|nlp|transformers?))",
        re.IGNORECASE,
    ),
    "it is compared with nobody's result",
)


@rule(
    "TRU013",
    Severity.ADVICE,
    minutes=5,
    bad={
        "README.md": "# Churn\n\nA production-ready churn model.\n",
        "train.py": "import pandas\n",
    },
    good={
        "README.md": "# Churn\n\nA production-ready churn model.\n",
        "train.py": "import pandas\n",
        "app.py": "import fastapi\n",
        "tests/test_app.py": "import app\n",
        "Dockerfile": "FROM python:3.12\n",
    },
)
def claim_without_artefact(project: Project) -> Iterator[Finding]:
    """The README says production-ready, deployed, real-time or state of the art, and nothing here shows it.

    Read are the lead and the sections that tell what the project is. Shown is generously: by anything that serves,
    deploys, streams, tests or packs, by an address that is live, for the state of the art by a source. Plans,
    negations and questions are not counted. Each claim is told once.

    **Why.** These words are the first that an experienced reader doubts, and the easiest to check.

    **Fix.** Link what shows it, or say what is there: which model, on which data, with which score.
    """
    path, readme = project.readme_path, project.readme
    if path is None or readme is None or not project.code_paths:
        return
    told: set[str] = set()
    headings = sorted((h for h in readme.headings if h.form != "bold"), key=lambda heading: heading.line)
    for paragraph in readme.prose:
        above = [heading for heading in headings if heading.line <= paragraph.line]
        if len(above) > 1 and not _TELLING.search(above[-1].text):
            continue
        for praise in (_PRODUCTION, _DEPLOYED, _REAL_TIME, _STATE_OF_THE_ART):
            found = praise.words.search(paragraph.text) if praise.lacking not in told else None
            if found and not _NOT_SO.search(_sentence(paragraph.text, found)) and not _shown(project, praise):
                told.add(praise.lacking)
                yield Finding(f"{found[0]}: {praise.lacking}", path, paragraph.line_at(found.start()), found[0])


def _sentence(text: str, found: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, found.start()) for mark in (". ", "! ", "? ", "\n\n")) + 1
    ends = [end for mark in (". ", "! ", "? ") if (end := text.find(mark, found.end())) >= 0]
    return text[max(start, found.start() - 300) : min([*ends, found.end() + 300]) + 1]


def _shown(project: Project, praise: _Praise) -> bool:
    if praise is _STATE_OF_THE_ART:
        return project.readme is not None and _SOURCE.search(project.readme.text) is not None
    whole = project.whole
    if any(_DEPLOYMENT.search(path) for path in whole.files.paths):
        return True
    if praise is _PRODUCTION and any(_TESTED.search(path) for path in whole.files.paths):
        return True
    if praise is _DEPLOYED and project.readme is not None and _LIVE.search(project.readme.text):
        return True
    if praise is _REAL_TIME and any(_STREAMED.search(path) for path in whole.files.paths):
        return True
    return any(_SERVING.search(whole.code(path)) for path in whole.code_paths)


_LIVE = regex(
    r"herokuapp\.com|streamlit\.app|share\.streamlit|huggingface\.co/spaces|hf\.space|onrender\.com|vercel\.app|"
    r"netlify\.app|"
    r"railway\.app|fly\.dev|azurewebsites|amazonaws\.com|run\.app|appspot\.com|pythonanywhere|github\.io|web\.app|"
    r"\b(?:live|demo|app)\b[^\n]{0,40}\]\(https?://",
    re.IGNORECASE,
)
