"""DAT: where data and models come from, what they weigh, and what they give away."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator

from scaffolio.dependencies import is_package, runtime_manifests
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.attributes import lfs_rules
from scaffolio.parsers.columns import column_names
from scaffolio.parsers.data_files import is_data, is_model, is_table, is_template, is_weights
from scaffolio.parsers.data_words import has_origin, has_terms, names_data_terms, names_source, says_made_up
from scaffolio.parsers.front_matter import FrontMatter, read_front_matter
from scaffolio.parsers.personal import HEAD, personal_columns
from scaffolio.parsers.pointers import POINTER_LIMIT, is_pointer
from scaffolio.parsers.sections import ReadSection
from scaffolio.parsers.specifiers import exclude_each_other
from scaffolio.parsers.unsafe_loads import UnsafeLoad, may_load_unsafely, unsafe_loads
from scaffolio.patterns import regex
from scaffolio.project import LargeFile, Project
from scaffolio.rule import NotAssessedError, markdown_readme, rule

LARGE = 5_000_000
"""Bytes above which a data file is large (5 MB)."""

HEAVY = 1_000_000
"""Bytes above which weights are better kept elsewhere (1 MB)."""

_TABLE_START = "customer,tenure,churned\n1,12,0\n2,3,1\n"
_TABLE = LargeFile(_TABLE_START, 40_000)
_DATA_CARD = "# Data\n\n`customer` is a number, `tenure` is in months, `churned` is 1 for those who left.\n"
_SOURCED = "# Churn\n\n## Data\n\nDownloaded from a telecom's open data page, under CC BY 4.0.\n"
_READS = regex(
    rb"\bread_(?:csv|excel|parquet|json|table|feather|sql)\(|\b(?:loadtxt|genfromtxt|ImageFolder|flow_from_directory|"
    rb"image_dataset_from_directory|csv\.reader|DictReader)\("
)
_FETCHES = regex(
    rb"load_dataset\(|sklearn\.datasets|keras\.datasets|torchvision\.datasets|fetch_\w+\(|"
    rb"urlretrieve|requests\.get|kagglehub|"
    rb"kaggle |gdown|wget |curl |yfinance|tfds\.|https?://[^\s\"']{1,300}\.(?:csv|zip|json|gz|data|xlsx?|parquet|txt)\b|"
    rb"seaborn|load_(?:iris|wine|digits|boston|diabetes|breast_cancer)\(|make_(?:blobs|classification|regression)\(|"
    rb"datasets\.\w+\(|get_file\(|np\.random|openml|vega_datasets|nltk\.(?:corpus|download)|gym\.make"
)
_MODELS = regex(
    rb"\.fit(?:_\w+)?\(|\.backward\(|train_test_split\(|\.train\(|Trainer\(|cross_val_\w+\(|apply_gradients\("
)
_TRAIN = "model.fit(pd.read_csv('data/churn.csv'))\n"
_ENGLISH = regex(r"\b(?:the|and|of|is|to|for|with|this|in|from|by|are|it)\b", re.IGNORECASE)


def _tables(project: Project) -> list[str]:
    return [
        path
        for path in project.files.paths
        if is_table(path) and project.files.size(path) > POINTER_LIMIT and not is_template(path)
    ]


def _data_line(project: Project) -> int | None:
    return next((section.line for section in project.readme_sections if "data" in section.kinds), None)


@rule(
    "DAT001",
    Severity.WARNING,
    minutes=5,
    bad={
        "README.md": "# Churn\n\nThe model reads `data/churn.csv`, and it says who leaves.\n",
        "data/churn.csv": _TABLE,
        "train.py": _TRAIN,
    },
    good={"README.md": _SOURCED, "data/churn.csv": _TABLE, "train.py": _TRAIN},
)
def source_missing(project: Project) -> Iterator[Finding]:
    """Code reads data, or a table is committed, and nothing says where they come from.

    README, cards, notes beside the data and text in notebooks are read; a link to a data host, a well-known data set's
    name and code that downloads count. Packages are not asked, and neither is a project with a report that is no text.

    **Why.** Whoever judges a result wants to know who collected the data, when and how ("Datasheets for Datasets",
    Gebru et al., 2021); without the source nobody can run the project again.

    **Fix.** Name the source with a link and the date of the download in a section on data.
    """
    path, readme = markdown_readme(project)
    _require_english(readme.text)
    _require_model(project)
    if any(file.lower().endswith((".pdf", ".docx")) for file in project.files.paths):
        raise NotAssessedError("a report that is not read may say it")
    code = [project.code(file) for file in project.code_paths]
    tables = _tables(project)
    if not tables and not any(_READS.search(source) for source in code):
        return
    if any(_FETCHES.search(source) for source in code) or project.described_dataset.get("source"):
        return
    said = project.written
    if (
        names_source(said)
        or says_made_up(said)
        or any(_tells_origin(project, section) for section in project.readme_sections)
    ):
        return
    seen = tables[0] if tables else None
    yield Finding("nothing says where the data come from", path, _data_line(project), seen)


def _require_model(project: Project) -> None:
    """Only a project that fits a model is asked about its data.

    Raises:
        NotAssessedError: it is a package, a collection, or fits none.
    """
    if is_package(project) or project.is_collection:
        raise NotAssessedError("a package or a collection brings no data of its own")
    if not any(_MODELS.search(project.code(file)) for file in project.code_paths):
        raise NotAssessedError("no code fits a model")


def _require_english(text: str) -> None:
    if not _is_english(text):
        raise NotAssessedError("the README is not in English")


def _is_english(text: str) -> bool:
    return len(_ENGLISH.findall(text)) >= len(text.split()) * 0.04


def _tells_origin(project: Project, section: ReadSection) -> bool:
    """Whether a section on data links to another place or has a word of origin."""
    if "data" not in section.kinds or project.readme is None:
        return False
    inside = "\n".join(project.readme.text.split("\n")[section.line : section.last])
    linked = (link for link in project.readme.links if section.line <= link.line <= section.last)
    return has_origin(inside) or any(link.target.startswith("http") for link in linked)


@rule(
    "DAT002",
    Severity.ADVICE,
    minutes=5,
    requires=("DAT001",),
    bad={
        "README.md": "# Churn\n\n## Data\n\nThe table was downloaded from a telecom's page.\n",
        "data/churn.csv": _TABLE,
        "train.py": _TRAIN,
    },
    good={"README.md": _SOURCED, "data/churn.csv": _TABLE, "train.py": _TRAIN},
)
def data_licence_missing(project: Project) -> Iterator[Finding]:
    """A table of somebody else's data is committed, and nothing says on what terms.

    Words on terms beside words on data count, and so does a licence or a card in the data's folder. Data that the
    project says it made up are its own.

    **Why.** Publishing a table again needs its owner's permission, and the code's licence does not cover it
    ("Datasheets for Datasets", Gebru et al., 2021).

    **Fix.** Write the licence or the terms of use beside the source; where they forbid it, take the table out and add
    a script that downloads it.
    """
    path, readme = markdown_readme(project)
    _require_english(readme.text)
    _require_model(project)
    tables = [table for table in _tables(project) if project.files.size(table) >= _SMALL]
    if not tables:
        return
    said = project.written
    if says_made_up(said) or names_data_terms(said) or project.described_dataset.get("license"):
        return
    folders = {posixpath.dirname(table) for table in tables} - {""}
    if any(posixpath.dirname(file) in folders and has_terms(project.text(file)) for file in _notes(project)):
        return
    more = f", and {len(tables) - 1} more" if len(tables) > 1 else ""
    yield Finding("nothing says on what terms the data may be used", path, _data_line(project), f"{tables[0]}{more}")


_SMALL = 10_000


def _notes(project: Project) -> Iterator[str]:
    return (
        p
        for p in project.files.paths
        if re.search(r"(?:licen[cs]e|readme|card|\.md\Z)", posixpath.basename(p), re.IGNORECASE)
    )


@rule(
    "DAT003",
    Severity.WARNING,
    minutes=15,
    scope=Scope.ANYWHERE,
    bad={"data/churn.csv": LargeFile(_TABLE_START, 6_000_000)},
    good={
        "data/churn.csv": LargeFile(_TABLE_START, 6_000_000),
        ".gitattributes": "*.csv filter=lfs diff=lfs merge=lfs -text\n",
    },
)
def large_data_committed(project: Project) -> Iterator[Finding]:
    """A data file of more than 5 MB lies in the repository itself.

    Files that Git LFS or DVC keeps are passed over. Several below one folder are one finding.

    **Why.** Every clone fetches it, in every version it ever had; GitHub warns from 50 MB on and refuses 100 MB
    (docs.github.com, "About large files on GitHub"; pynblint, "large data files").

    **Fix.** Keep a sample and a script that downloads the rest, or move it to Git LFS, DVC or a release.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for path in project.files.paths:
        if project.files.size(path) > LARGE and is_data(path) and not _kept_elsewhere(project, path):
            found[_top(path)].append(path)
    yield from _by_folder(project, found, "data")


def _top(path: str) -> str:
    """The topmost folder a path lies in; empty at the root."""
    return path.split("/", maxsplit=1)[0] if "/" in path else ""


def _by_folder(project: Project, found: dict[str, list[str]], what: str) -> Iterator[Finding]:
    """One finding for each folder: at its largest file, with how many others there are."""
    for paths in found.values():
        largest = max(paths, key=lambda path: (project.files.size(path), path))
        size = project.files.size(largest) / 1e6
        more = f"; {len(paths) - 1} more below {_top(largest) or 'the root'}" if len(paths) > 1 else ""
        yield Finding(f"{size:.0f} MB of {what} in the repository{more}", largest)


_GIT_STORE = regex(r"(?:^|/)objects/(?:pack|[0-9a-f]{2})/")


def _kept_elsewhere(project: Project, path: str) -> bool:
    """Whether Git LFS or DVC keeps a file, which then only happens to be here, or Git's own store does."""
    full = f"{project.prefix}{path}"
    if _GIT_STORE.search(full) or is_pointer(project.files.read(path, POINTER_LIMIT)):
        return True
    folders = [full, *_above(full)]
    if any(f"{place}.dvc" in project.whole.paths for place in folders if place):
        return True
    for folder in _above(full):
        attributes = posixpath.join(folder, ".gitattributes")
        if attributes in project.whole.paths and b"filter=lfs" in project.whole.content(attributes):
            inside = full.removeprefix(f"{folder}/") if folder else full
            if lfs_rules(project.whole.text(attributes)).matches(inside):
                return True
    return False


def _above(path: str) -> list[str]:
    """The folders a path lies in, the innermost first and the root, an empty name, last."""
    found = []
    while path:
        path = posixpath.dirname(path)
        found.append(path)
    return found


@rule(
    "DAT004",
    Severity.WARNING,
    minutes=15,
    scope=Scope.ANYWHERE,
    bad={
        "data/customers.csv": "id,e_mail\n"
        + "".join(f"{i},{name}@post-office.org\n" for i, name in enumerate(("ada", "ben", "cy", "dot", "eve", "flo")))
    },
    good={
        "data/customers.csv": "id,e_mail\n"
        + "".join(f"{i},{name}@example.org\n" for i, name in enumerate(("ada", "ben", "cy", "dot", "eve", "flo")))
    },
)
def personal_data(project: Project) -> Iterator[Finding]:
    """A committed table has a column of e-mail addresses or telephone numbers.

    Both the column's name and most of its values have to say so; addresses at example.com and the like are nobody's.
    No value is ever shown. Tables that the project says are made up are passed over.

    **Why.** A public repository is a publication: passing on other people's addresses is regulated (GDPR, article 6),
    and history keeps them after they are deleted ("Datasheets for Datasets" asks for it by name).

    **Fix.** Take the column out or hash it, and rewrite history (`git filter-repo`) if it was ever pushed.
    """
    tables = [path for path in project.files.paths if path.lower().endswith((".csv", ".tsv"))]
    for path in tables[:_TABLES_READ]:
        for column in personal_columns(project.files.read(path, HEAD)):
            if not says_made_up(project.written):
                message = f"column {column.name} holds {column.kind}"
                yield Finding(message, path, 1, f"{column.rows} of the first rows")


_TABLES_READ = 300


@rule(
    "DAT005",
    Severity.WARNING,
    minutes=15,
    scope=Scope.ANYWHERE,
    bad={"models/churn.pt": LargeFile("PK", 9_000_000)},
    good={"models/churn.pt": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9000000\n"},
)
def weights_committed(project: Project) -> Iterator[Finding]:
    """A trained model of more than 1 MB lies in the repository itself.

    Files that Git LFS or DVC keeps are passed over. Several below one folder are one finding.

    **Why.** Each training adds a whole binary to what every clone fetches, and a binary that cannot be reviewed is a
    risk of its own (OpenSSF Scorecard, "Binary-Artifacts").

    **Fix.** Attach it to a release, or put it on a model hub or in Git LFS, and link it from README.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for path in project.own_paths:
        if project.files.size(path) > HEAVY and is_weights(path) and not _kept_elsewhere(project, path):
            found[_top(path)].append(path)
    yield from _by_folder(project, found, "weights")


_TRAINS = regex(rb"\.backward\(|optimizer\.step\(|apply_gradients\(|Trainer\(|train_on_batch\(|GradientTape\(")
_SAVES = regex(
    rb"torch\.save\(|save_weights\(|save_pretrained\(|ModelCheckpoint\(|save_checkpoint\(|saver\.save\(|model\.save\("
)
_OFFERED = regex(
    r"pre-?trained|checkpoints?\b|weights\b|trained models?|model zoo|huggingface\.co|/releases|release", re.IGNORECASE
)


@rule(
    "DAT006",
    Severity.ADVICE,
    minutes=20,
    bad={
        "README.md": "# Birds\n\nA network that tells the birds of a garden apart.\n",
        "train.py": "loss.backward()\ntorch.save(net.state_dict(), path)\n",
    },
    good={
        "README.md": "# Birds\n\nA network that tells the birds of a garden apart. [Trained weights](https://zenodo.org/1).\n",
        "train.py": "loss.backward()\ntorch.save(net.state_dict(), path)\n",
    },
)
def weights_unlinked(project: Project) -> Iterator[Finding]:
    """Code trains a network and saves it, and no trained one is offered.

    A file of weights in the repository and any words on trained models in README count as an offer. Packages are not
    asked.

    **Why.** A reader without a GPU cannot try what the project did. Pretrained models are on the ML Code Completeness
    checklist; 24% of 200 repositories had them, with a median of 114 stars against 15.

    **Fix.** Attach the weights that the results came from to a release or a model hub, and link them from README.
    """
    path, readme = markdown_readme(project)
    if is_package(project) or project.is_collection or _OFFERED.search(readme.text):
        return
    if any(is_weights(file) for file in project.own_paths):
        return
    for file in project.code_paths:
        code = project.code(file)
        if _TRAINS.search(code) and _SAVES.search(code):
            yield Finding("a network is trained and saved, no trained one is offered", path, None, file)
            return


_CARD = regex(r"(?:^|/)[^/]*model[-_ ]?card[^/]*\.(?:md|rst|txt|ya?ml)\Z", re.IGNORECASE)
_FOREIGN = regex(
    r"(?:^|/)(?:data(?:sets?)?|third_party|vendor|external|lpips\w*|\w+_lpips|benchmarks?)/", re.IGNORECASE
)
_PARTS = {
    "intended use": regex(
        r"intended|use cases?|out[- ]of[- ]scope|purpose|who uses|meant for|made for|used for|decision", re.IGNORECASE
    ),
    "data": regex(r"\bdata|corpus|trained on|images", re.IGNORECASE),
    "metrics": regex(
        r"metric|accuracy|\bf1\b|\bauc\b|rmse|\bmae\b|precision|recall|r2|r²|performance|"
        r"evaluation|results|score|bleu|silhouette",
        re.IGNORECASE,
    ),
    "limitations": regex(
        r"limit|caveat|bias|\brisks?\b(?! (?:prediction|assessment|scor))|fail|does not|known issues|weak|"
        r"not (?:be )?(?:suited|meant|work|intended|used|sufficient|enough)|may not|not very|cannot|struggl|"
        r"drawback|shortcoming|insufficient|disclaimer|educational purposes|financial advice|"
        r"too (?:small|few|little)|more data\b|overfit|misclassif",
        re.IGNORECASE,
    ),
}
_BESIDE_README = regex(r"(?:docs?/)?(?!licen|change|contrib|code_of|security)[^/]+\.(?:md|rst)\Z", re.IGNORECASE)


@rule(
    "DAT007",
    Severity.WARNING,
    minutes=30,
    bad={
        "README.md": "# Birds\n\nA network that tells birds apart.\n",
        "MODEL_CARD.md": "# Model card\n\nIntended use: counting birds. Trained on photographs. Accuracy 0.91.\n",
    },
    good={
        "README.md": "# Birds\n\nA network that tells birds apart.\n",
        "MODEL_CARD.md": "# Card\n\nIntended use: counting birds. Trained on images. Accuracy .9. Limit: dusk.\n",
    },
)
def model_card_missing(project: Project) -> Iterator[Finding]:
    """A trained model is passed on without a model card, or its card leaves out a part.

    A model is passed on where its weights lie in the repository; a scaler or an encoder alone is none. A README, with
    the documents beside it, serves as a card where it speaks of data, metrics and limitations. Packages are not asked,
    and texts in other languages than English are not judged.

    **Why.** Whoever uses a model has to know what it is for, what it learned from, how well it did and where it fails
    (Mitchell et al., "Model Cards for Model Reporting", 2019).

    **Fix.** Write MODEL_CARD.md: intended use, data, metrics, limitations; a paragraph each is enough.
    """
    cards = [path for path in project.files.paths if _CARD.search(path) and "template" not in path.lower()]
    for card in cards:
        said = project.text(card)
        if not _is_foreign(said) and (lacking := _lacking(said, *_PARTS)):
            yield Finding(f"the model card says nothing of {' and '.join(lacking)}", card)
    models = [path for path in project.own_paths if is_model(path) and not _FOREIGN.search(path)]
    if cards or not models or is_package(project) or project.is_collection:
        return
    said = _said_beside(project)
    if lacking := _lacking(said, "data", "metrics", "limitations"):
        more = f" and {len(models) - 1} more" if len(models) > 1 else ""
        nothing = f"; README says nothing of {' and '.join(lacking)}" if said else ""
        yield Finding(
            f"a trained model and no model card{nothing}", project.readme_path or models[0], None, f"{models[0]}{more}"
        )


def _said_beside(project: Project) -> str:
    """What README and the documents beside it say, the whole repository's README too; empty where there is none.

    Raises:
        NotAssessedError: they cannot be read, or are not in English.
    """
    if project.readme_path and project.readme is None and project.content(project.readme_path).strip():
        raise NotAssessedError("the README cannot be read")
    readmes = [each.readme.text for each in (project, project.whole) if each.readme and each.readme.text.strip()]
    if not readmes:
        return ""
    if any(_is_foreign(readme) for readme in readmes):
        raise NotAssessedError("the README is not in English")
    return "\n".join([*readmes, *(project.text(path) for path in project.own_paths if _BESIDE_README.match(path))])


_FEW_WORDS = 30
"""Words below which a text is too short to tell its language."""


def _is_foreign(text: str) -> bool:
    return len(text.split()) >= _FEW_WORDS and not _is_english(text)


_CARD_READ = 200_000
"""Characters of a card that are searched."""


def _lacking(text: str, *parts: str) -> list[str]:
    return [part for part in parts if not _PARTS[part].search(text[:_CARD_READ])]


_HEADED = regex(r"(?:^|/)(?:readme|[^/]*model[-_]?card|[^/]*data(?:set)?[-_]?card)\.md\Z", re.IGNORECASE)


@rule(
    "DAT008",
    Severity.ERROR,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={"README.md": "---\nlicense: mit\ntags: [churn, tabular\n---\n# Churn\n"},
    good={"README.md": "---\nlicense: mit\ntags: [churn, tabular]\n---\n# Churn\n"},
)
def card_metadata_broken(project: Project) -> Iterator[Finding]:
    """The metadata at the head of a card or README cannot be read.

    **Why.** The Hugging Face Hub takes licence, tags, data sets and results from this head; where it does not parse, it
    shows an error and nothing of it counts (huggingface.co/docs/hub, "Model Cards").

    **Fix.** Mend the line named: quote values that hold a colon, close brackets, indent with spaces.
    """
    for path in project.files.paths:
        if _HEADED.search(path) and project.content(path)[:4] in {b"---\n", b"---\r"}:
            head = read_front_matter(project.text(path).replace("\r\n", "\n"))
            if head and (fault := _head_fault(head)):
                yield Finding(f"the metadata at the head cannot be read: {fault}", path, head.line or 1)


def _head_fault(head: FrontMatter) -> str | None:
    index = head.content.get("model-index")
    if head.fault or index is None:
        return head.fault
    entries = index if isinstance(index, list) else [None]
    broken = any(not isinstance(entry, dict) or "name" not in entry or "results" not in entry for entry in entries)
    return "model-index is no list of models with a name and results" if broken else None


@rule(
    "DAT009",
    Severity.ADVICE,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={"predict.py": "import torch\n\nnet = torch.load('net.pt', weights_only=False)\n"},
    good={"predict.py": "import torch\n\nnet = torch.load('net.pt', weights_only=True)\n"},
)
def unsafe_load(project: Project) -> Iterator[Finding]:
    """Code loads a file in a way that runs whatever the file holds.

    That is: `torch.load` told to load more than weights, or left to do so by a version before 2.6 that the project
    asks for, and unpickling what the code itself downloads.

    **Why.** A pickle is a program; whoever can replace the file can run code on every reader's machine
    (docs.python.org, "pickle"; PyTorch 2.6 made `weights_only=True` the default for this reason).

    **Fix.** Pass `weights_only=True`, or save weights as safetensors, skops or ONNX and check a download's digest.
    """
    old = _old_torch_folders(project)
    found: list[tuple[str, int, UnsafeLoad]] = []
    room = _PARSED
    for path in (*project.python_paths, *project.notebook_paths):
        safe_default = not any(path.startswith(folder) for folder in old)
        if _TEST_CODE.search(path) or not may_load_unsafely(project.code(path), safe_default=safe_default):
            continue
        room -= 1
        if room < 0:
            break
        for tree, source in project.sources(path):
            found += [(path, source.line_of(load.line), load) for load in unsafe_loads(tree, safe_default=safe_default)]
    if found:
        path, line, load = min(found, key=lambda each: each[:2])
        more = f"; {len(found) - 1} more such loads in the project" if len(found) > 1 else ""
        yield Finding(f"{load.call} {load.why}{more}", path, line)


_PARSED = 20
"""Files of one project that are parsed: one finding is told, and how many more there are."""

_TEST_CODE = regex(r"(?:^|/)(?:tests?/|test_[^/]*\.py\Z|conftest\.py\Z)")


def _old_torch_folders(project: Project) -> list[str]:
    """The folders whose manifests ask for a torch that loads unsafely by default: one before 2.6."""
    return [
        f"{posixpath.dirname(manifest.path)}/".lstrip("/")
        for manifest in runtime_manifests(project)
        if any(r.name == "torch" and _before_safe(r.specifier) for r in manifest.requirements)
    ]


_AT_LEAST = regex(r"(?:===?|~=|>=?)\s*v?(?P<major>\d{1,4})(?:\.(?P<minor>\d{1,4}))?")
_SAFE = (2, 6)


def _before_safe(specifier: str) -> bool:
    if any((int(each["major"]), int(each["minor"] or 0)) >= _SAFE for each in _AT_LEAST.finditer(specifier)):
        return False
    return exclude_each_other("==2.6.0", specifier) and exclude_each_other("==99.0", specifier)


_DICTIONARY = regex(
    r"(?:^|/)[^/]*(?:dictionary|codebook|description|schema|metadata|features?|columns)[^/]*\.\w+\Z", re.IGNORECASE
)
_FIELDS = regex(
    r"(?im)^[^\w\n]{0,20}(?:[\w ]{1,60} )?(?:dictionary|features?|columns?|variables?|attributes?|fields?|schema|"
    r"codebook)\b|\|\s*(?:column|feature|variable|field|attribute|name)s?\s*\|"
)
_DESCRIBED = 0.3
_COLUMNS = 3


@rule(
    "DAT010",
    Severity.ADVICE,
    minutes=15,
    bad={
        "README.md": "# Churn\n\nDownloaded from a telecom, and the model says who leaves.\n",
        "data/churn.csv": _TABLE,
        "train.py": _TRAIN,
    },
    good={
        "README.md": "# Churn\n\nDownloaded from a telecom, and the model says who leaves.\n",
        "data/churn.csv": _TABLE,
        "train.py": _TRAIN,
        "data/README.md": _DATA_CARD,
    },
)
def data_fields_undescribed(project: Project) -> Iterator[Finding]:
    """The columns of a committed table are described nowhere.

    Silent where some of the names stand in README, in cards, in notes beside the data or in text of notebooks, where a
    data dictionary exists, and where the source is linked, since it may describe them.

    **Why.** What a column means, its unit and when it became known decide whether a model may use it ("Datasheets for
    Datasets", Gebru et al., 2021).

    **Fix.** Add a table to data/README.md: column, meaning, unit, when it is known.
    """
    path, readme = markdown_readme(project)
    _require_english(readme.text)
    _require_model(project)
    if any(_DICTIONARY.search(file) for file in project.files.paths):
        return
    tables = [table for table in _tables(project) if table.lower().endswith((".csv", ".tsv"))]
    if not tables:
        return
    table = max(tables, key=lambda each: (project.files.size(each), each))
    names = column_names(project.files.read(table, HEAD))
    said = project.written
    if len(names) < _COLUMNS or _FIELDS.search(said) or "http" in said:
        return
    lowered = said.lower().replace("_", " ")
    if sum(name.lower().replace("_", " ") in lowered for name in names) < max(1, _DESCRIBED * len(names)):
        yield Finding(
            f"none of the documents describes the {len(names)} columns of {table}",
            path,
            _data_line(project),
            ", ".join(names[:6]),
        )
