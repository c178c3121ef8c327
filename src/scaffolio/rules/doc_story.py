"""DOC, on the story: what a reader needs to be told besides approach and results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.example_files import FLATS
from scaffolio.model import Finding, Severity
from scaffolio.parsers.data_words import names_source
from scaffolio.parsers.document import Document
from scaffolio.parsers.stated import states_dependencies
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, markdown_readme, one_story, rule

_OPENING_WORDS = 220

_SUBJECT = regex(
    r"predict|forecast|classif|regress|cluster|detect|segment|recogni|recommend|sentiment|analy[sz]|data|model|learn|"
    r"estimat|generat|translat|summari[sz]|rank|anomal|optimi[sz]|simulat|network|algorithm|neural|train|librar|"
    r"framework|toolkit|package|tool\b|plugin|api\b|app\b|application|paper|implement|code|course|book|notebook|"
    r"tutorial|exercise|project|repositor|benchmark|embedding|vision|image|text|language|speech|audio|video|graph|"
    r"time series|reinforcement|agent|robot|question|whether|which|how (?:many|much|long)|price|fraud|churn|custom|"
    r"daten|modell|vorhers|datos|modelo|predic|données|modèle|prédi|dados|previs|数据|模型|预测|データ|予測|данн|модел",
    re.IGNORECASE,
)


@rule(
    "DOC004",
    Severity.WARNING,
    minutes=5,
    requires=("DOC001", "DOC002", "DOC003"),
    bad={"README.md": "# Hello\n\n" + "Welcome here, and thank you for passing by on this fine day. " * 5},
    good={"README.md": FLATS},
)
def task_unnamed(project: Project) -> Iterator[Finding]:
    """The opening of the README names neither a task nor data: nothing tells what the code is for.

    **Why.** pyOpenSci's review asks that a README say what the software does and for whom; whoever skims ten
    repositories reads the first lines only.

    **Fix.** Say in the first two sentences what is predicted, found or built, and from which data.
    """
    path, readme = markdown_readme(project)
    words = " ".join([*(h.text for h in readme.headings[:2]), *(p.text for p in readme.prose)]).split()
    if not _SUBJECT.search(" ".join(words[:_OPENING_WORDS])):
        yield Finding("the opening names neither task nor data", path, 1)


_INSTALLS = regex(
    r"\binstall|\brequirements?\b|\bdependenc|\bprerequisit|\bconda\b|\bpip3?\b|\bpoetry\b|\bpipenv\b|"
    r"\buv (?:sync|run|add)\b|"
    r"\bdocker|\bvirtualenv\b|\bvenv\b|\bset-?\s?up\b|\bcolab|kaggle notebook|\btested (?:on|with|under)\b|"
    r"mybinder|kaggle\.com/(?:code|kernels)|"
    r"huggingface\.co/spaces|\bbuilt with\b|\btech(?:nology|nologies)? (?:stack|used)\b|\blibraries\b|\bnix\b|"
    r"\bmake\b|"
    r"\brequires?\b|\bneeds?\b|\bpython ?[23]|\binstal[al]|"
    r"\babhängig|\bvoraussetz|\brequisit|\bpr[ée]requis|\bdépendan|\bdependên|\bkurulum|\bgereksinim|"
    r"安装|依赖|环境|インストール|依存|설치|устан",
    re.IGNORECASE,
)


@rule(
    "DOC005",
    Severity.ERROR,
    minutes=10,
    requires=("DOC001", "DOC002"),
    bad={"README.md": FLATS, "train.py": "import pandas\n"},
    good={"README.md": FLATS + "\n\n    pip install -e .\n", "train.py": "import pandas\n"},
)
def install_missing(project: Project) -> Iterator[Finding]:
    """The code needs packages, and no word of the README says how to get them.

    A command, a section, a sentence on requirements, a container or a hosted notebook each counts, and so does
    what a repository of several projects says in its own README.

    **Why.** Dependencies are the first of the five items of the ML Code Completeness checklist; a reader who has to
    guess versions from import lines mostly stops there.

    **Fix.** Add the one command that installs everything, best from a manifest: `pip install -e .`.
    """
    path, readme = markdown_readme(project)
    if project.is_collection or not project.imported_packages:
        raise NotAssessedError(
            "a collection of projects" if project.is_collection else "no code that imports a package"
        )
    above = project.whole.readme if project.whole is not project else None
    if not _tells_to_install(project, readme) and not (above and _tells_to_install(project.whole, above)):
        yield Finding("could not find how to install what the code needs", path)


def _tells_to_install(project: Project, readme: Document) -> bool:
    sections = any("install" in section.kinds for section in project.readme_sections)
    return sections or _INSTALLS.search(readme.text) is not None or states_dependencies(readme)


_DATA = regex(
    r"\b(?:data|corpus|corpora\b|csv\b|kaggle|rows\b|records\b|images\b|samples\b|examples\b|reviews\b|"
    r"tweets\b|passengers\b|customers\b|adverts\b|mnist|cifar|imagenet|coco\b|imdb\b|daten|datos|données|"
    r"dados)|数据|データ|данн",
    re.IGNORECASE,
)
_READS_DATA = regex(
    rb"\bread_(?:csv|excel|parquet|feather)\(|\bload_dataset\(|\bImageFolder\(|flow_from_directory\(|image_dataset_from_directory\("
)


@rule(
    "DOC010",
    Severity.WARNING,
    minutes=10,
    requires=("DOC001", "DOC002"),
    bad={
        "README.md": "# Which flats will be let?\n\n" + "A model says how long a flat stays empty next month. " * 6,
        "train.py": "flats = pd.read_csv(path)\n",
    },
    good={"README.md": FLATS + "\n\n## Data\n\nAdverts of 2024.\n", "train.py": "flats = pd.read_csv(path)\n"},
)
def data_section_missing(project: Project) -> Iterator[Finding]:
    """The code reads a data set, and neither a section nor a sentence of the README says which.

    **Why.** The NeurIPS reproducibility checklist asks for a description of the data and a link to it; a metric means
    nothing without knowing what it was measured on.

    **Fix.** Say where the data come from, what a row is, how many there are and what the licence allows.
    """
    path, readme = one_story(project)
    if not _told(project, readme, "data", _DATA) and not names_source(readme.text):
        if not any(_READS_DATA.search(project.code(code)) for code in project.code_paths):
            raise NotAssessedError("no code that reads a data set")
        yield Finding("could not find a word on the data", path)


_LIMITS = regex(
    r"\b(?:limit|ceiling\b|may vary\b|challeng|difficult|struggl|confused? with\b|caveat|drawback|weakness|"
    r"shortcoming|assum(?:e|es|ed|ing|ption)|bias|not (?:yet |be |intended|support|work|handle|cover|suitable|"
    r"reliable|general|production|recommended|perfect|enough|include|available|always|representative|"
    r"sufficient|very|good|tested|guarantee)|cannot\b|can't\b|doesn['’]t\b|don['’]t\b|does not\b|do not\b|"
    r"future (?:work|improvement|scope|enhancement|plan|direction)|improvements?\b|next steps?\b|to-?do\b|"
    r"roadmap\b|could be (?:improved|better|used|extended)|known issues?\b|only (?:works|on|for|tested|a|the|"
    r"one|two|in|supports)\b|fail|disclaimer|risk|unfortunately|however\b|needs? (?:more|further|improve)|"
    r"work in progress\b|experimental\b|beta\b|small (?:data|sample|number)|imbalanc|overfit|trade-?off|"
    r"currently\b|límite|limitac|keterbatas|sınırlı|kısıt)|einschränk|grenzen|局限|限制|不足|限界|한계|ограничен",
    re.IGNORECASE,
)


@rule(
    "DOC011",
    Severity.ADVICE,
    minutes=10,
    requires=("DOC001", "DOC002"),
    bad={"README.md": FLATS + "\n\n## Results\n\nF1 is 0.61.\n"},
    good={"README.md": FLATS + "\n\n## Results\n\nF1 is 0.61. It does not know furnished flats.\n"},
)
def limitations_missing(project: Project) -> Iterator[Finding]:
    """No section and no sentence of the README says where the model fails or for what it was not made.

    **Why.** Model cards (Mitchell et al. 2019) ask for caveats beside every metric; a candidate who names the limits of
    a model shows having looked at its mistakes.

    **Fix.** Name the case that the model gets wrong most often, and what it was never shown.
    """
    path, readme = one_story(project)
    if not any("results" in section.kinds for section in project.readme_sections) and not project.claims:
        raise NotAssessedError("no results whose limits could be told")
    if not _told(project, readme, "limitations", _LIMITS):
        yield Finding("could not find a word on limitations", path)


def _told(project: Project, readme: Document, kind: str, words: re.Pattern[str]) -> bool:
    """Whether a section is about this, or any sentence, heading or table speaks of it."""
    return any(kind in section.kinds for section in project.readme_sections) or words.search(readme.text) is not None
