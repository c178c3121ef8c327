"""The five items of the ML Code Completeness checklist (Papers with Code, 2020), and the files that show them.

Dependencies, training code, evaluation code, a pretrained model, and results in the
README. The answers rest on file names, the README and what the code says, nothing is run.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from scaffolio.model import ChecklistItem
from scaffolio.parsers.document import Table
from scaffolio.parsers.stated import offered_models, states_dependencies
from scaffolio.patterns import regex
from scaffolio.project import Project

EVIDENCE_SHOWN = 3
"""Files named for each item."""

_DEPENDENCIES = regex(
    r"(?:^|/)(?:[\w.-]*requirements?[\w.-]*\.(?:txt|in|ya?ml)|requirements|[\w.-]*env(?:ironment)?[\w.-]*\.ya?ml|conda[\w.-]*\.ya?ml|"
    r"pyproject\.toml|setup\.(?:py|cfg)|pipfile|uv\.lock|poetry\.lock|pixi\.toml|dockerfile|install[\w.-]*\.sh|"
    r"description|renv\.lock|project\.toml)\Z",
    re.IGNORECASE,
)
_GUIDE = regex(r"(?:[^/]+/)?[^/]*(?:readme|install|reproduc|setup|requirement|depend)[^/]*\.md\Z", re.IGNORECASE)
_GUIDES = 6
_TRAIN_NAME = regex(
    r"(?:^|[/_-])(?:pre|re)?-?(?:train|fit|fine-?_?tun|learn)[^/]*\.(?:py|sh|ipynb|jl|R|bat)\Z", re.IGNORECASE
)
_TRAIN_CODE = regex(
    rb"\.fit\(|\.fit_transform\(|\.fit_generator\(|\.backward\(|optimizer\.step\(|\.minimize\(|\.train\(|"
    rb"\.train_on_batch\(|apply_gradients\(|\bdef train\w*\("
)
_EVALUATE_NAME = regex(
    r"(?:^|[/_.-])(?:eval|test|valid|benchmark|score|metric|predict|infer|experiment|analy[sz]|compar|reproduc|"
    r"results?|exp\d*[_.-])[^/]*\.(?:py|sh|ipynb|jl|R|bat)\Z|_exps?\.py\Z",
    re.IGNORECASE,
)
_UNIT_TESTS = regex(r"(?:^|/)(?:tests?|third_party|externals?|vendor)/|_test\.py\Z", re.IGNORECASE)
_TEST_NAME = regex(r"(?:^|/)test_[^/]*\.py\Z", re.IGNORECASE)
_UNIT_TEST = regex(rb"^\s*(?:async )?def test_|\bunittest\b|\bimport pytest\b", re.MULTILINE)
_MEASURES_WORDS = (
    *(b"accuracy", b"_score(", b"_error(", b"classification_report(", b"cross_val", b".evaluate(", b".eval()"),
    *(b"def eval", b"def test", b"def validat", b"test_loader", b"testloader", b"test_loss", b"test_acc"),
    *(b"test_data", b"test_set", b"testset", b"x_test", b"rmse", b" mse", b"(mse"),
)
"""What code that measures contains, in lower case; looked for one by one, which is many times faster than a pattern."""
_SURELY_EVALUATES = regex(r"(?:^|[/_-])eval(?:uat\w*)?[^/]*\.(?:py|sh|ipynb|jl|R|bat)\Z", re.IGNORECASE)
_METRIC_CALLED = regex(
    rb"\b(?:accuracy|f1|precision|recall|roc_auc|r2|average_precision|silhouette)_score\(|\bmean_(?:absolute|squared)_error\(|"
    rb"\bclassification_report\(|\bcross_val_score\("
)
_EVALUATE_TOLD = regex(r"\bevaluat|\btest(?:s|ed|ing)?\b|\bexperiments?\b|\breproduc|\bbenchmark", re.IGNORECASE)
_WEIGHTS = regex(
    r"\.(?:pth?|ckpt|ckp|h5|hdf5|keras|safetensors|onnx|pkl|joblib|pickle|bin|pb|tflite|caffemodel|skops|t7|mat|model|"
    r"params|weights|npz|data-\d{5}-of-\d{5})(?:\.tar|\.gz|\.zip)?\Z",
    re.IGNORECASE,
)
_SURE_WEIGHTS = (".pt", ".pth", ".pth.tar", ".ckpt", ".safetensors", ".keras", ".caffemodel", ".tflite", ".skops")
_WEIGHTS_FOLDER = regex(r"model|weight|checkpoint|pre-?train|saved|c(?:k|hec)pt?s?\b|ckpt", re.IGNORECASE)
_NO_WEIGHTS = regex(r"(?:^|/)(?:data|datasets?|tests?|corpus|fixtures|third_party)/", re.IGNORECASE)
_MEASURE = regex(r"\d*\.\d+|\d\s?%|\d\s?±|\d{2,}")
_SHARE = regex(r"(?<![\w.])\d{1,3}\.\d+\b|\d\s?%|\d\s?±")
_SHARES = 4
_HYPERPARAMETER = regex(
    r"(?i)\blr\b|learning rate|batch|hidden|epochs?\b|optimi[sz]er|size\b|version|default|param|argument|option|date|"
    r"download|rank|price|weight decay|dropout|\bvalue\b|column|feature|descri"
)


def completeness(project: Project) -> Mapping[str, ChecklistItem]:
    """Judge the five items; each names the files that show it."""
    return {
        "dependencies": _item(_dependencies(project)),
        "training": _item(_training(project)),
        "evaluation": _item(_evaluation(project)),
        "pretrained_model": _item(_weights(project)),
        "results": _item(_results(project)),
    }


def _item(evidence: Iterator[str]) -> ChecklistItem:
    shown = tuple(islice(evidence, EVIDENCE_SHOWN))
    return ChecklistItem(bool(shown), shown)


def _dependencies(project: Project) -> Iterator[str]:
    """Manifests first; failing these, documents that say what to install."""
    manifests = [path for path in project.files.paths if _DEPENDENCIES.search(path)]
    yield from manifests
    if not manifests:
        yield from (path for path in _guides(project) if states_dependencies(project.document(path)))


def _guides(project: Project) -> Iterator[str]:
    """The README, and documents beside or one folder below it that tell how to set the project up."""
    if project.readme is not None and project.readme_path is not None:
        yield project.readme_path
    told = project.readme.text if project.readme else ""
    others = (path for path in project.files.paths if _GUIDE.match(path) and path != project.readme_path)
    yield from islice((path for path in others if "/" not in path or _points_at(told, path)), _GUIDES)


def _points_at(text: str, path: str) -> bool:
    """Whether a text names a document or the folder it lies in."""
    folder = posixpath.dirname(path)
    return path in text or f"`{folder}`" in text or f"]({folder})" in text or f"`{folder}/`" in text


def _training(project: Project) -> Iterator[str]:
    """Files named for training, then those that train; one that is only called ``main`` may do anything."""
    named = [path for path in project.code_paths if _TRAIN_NAME.search(path)]
    yield from named
    if not named:
        yield from (path for path in project.code_paths if _TRAIN_CODE.search(project.code(path)))


def _evaluation(project: Project) -> Iterator[str]:
    """A sure sign, or two of three: a file named for it, code that measures, a README that tells of experiments."""
    named = [p for p in project.code_paths if _EVALUATE_NAME.search(p) and not _is_unit_test(project, p)]
    told = project.readme is not None and _EVALUATE_TOLD.search(project.readme.text) is not None
    if any(_SURELY_EVALUATES.search(path) for path in named) or (named and told):
        yield from named
        return
    # Files are read until enough evidence is found: a repository may hold thousands.
    measuring = list(islice((p for p in project.code_paths if _measures_in(project, p)), _FILES_READ))
    sure = any(_METRIC_CALLED.search(project.code(path)) for path in measuring)
    if sure or bool(named) + bool(measuring) + told >= _SIGNS:
        yield from dict.fromkeys([*named, *measuring])


def _measures_in(project: Project, path: str) -> bool:
    code = project.code(path).lower()
    return any(word in code for word in _MEASURES_WORDS) and not _is_unit_test(project, path)


_FILES_READ = 20
_SIGNS = 2


def _is_unit_test(project: Project, path: str) -> bool:
    """Whether a file tests the code, not the model: ``test_adv.py`` without a test function is a script."""
    return _UNIT_TESTS.search(path) is not None or (
        _TEST_NAME.search(path) is not None and _UNIT_TEST.search(project.code(path)) is not None
    )


def _weights(project: Project) -> Iterator[str]:
    yield from (path for path in project.files.paths if _WEIGHTS.search(path) and _holds_weights(path))
    if project.readme and project.readme_path and next(offered_models(project.readme), None):
        yield project.readme_path


def _holds_weights(path: str) -> bool:
    return not _NO_WEIGHTS.search(path) and (
        path.lower().endswith(_SURE_WEIGHTS) or _WEIGHTS_FOLDER.search(path) is not None
    )


def _results(project: Project) -> Iterator[str]:
    if project.readme is None or project.readme_path is None:
        return
    spans = [(s.line, s.last) for s in project.readme_sections if "results" in s.kinds]
    tables = [t for t in project.readme.tables if any(_MEASURE.search(" ".join(row.cells[1:])) for row in t.rows)]
    shown = any(
        start <= image.line <= last for image in project.readme.images if not image.is_badge for start, last in spans
    )
    below = any(start <= table.header.line <= last for table in tables for start, last in spans)
    if shown or below or any(project.claims) or any(_measures(table) for table in tables):
        yield project.readme_path


def _measures(table: Table) -> bool:
    """Whether a table is of measurements, whatever stands above it: shares and decimals, and no settings."""
    shares = sum(1 for row in table.rows for cell in row.cells[1:] if _SHARE.search(cell))
    return shares >= _SHARES and not _HYPERPARAMETER.search(" ".join(table.header.cells))
