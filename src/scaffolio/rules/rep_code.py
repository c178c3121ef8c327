"""REP, on code: whether another machine, and another run, gives the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scaffolio.checklist import completeness
from scaffolio.dependencies import is_package
from scaffolio.model import Finding, Severity
from scaffolio.parsers.hyperparameters import CONFIGURED, TUNED, literal_hyperparameters
from scaffolio.parsers.randomness import may_seed, may_split, training_loop, unseeded_splits
from scaffolio.parsers.user_paths import drive_path, literals, may_name_one, user_path
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_LEARNING = frozenset(
    {
        *("sklearn", "torch", "tensorflow", "keras", "xgboost", "lightgbm", "catboost", "statsmodels", "jax", "flax"),
        *(
            "transformers",
            "fastai",
            "mxnet",
            "prophet",
            "pmdarima",
            "pytorch_lightning",
            "lightning",
            "chainer",
            "paddle",
        ),
    }
)
_SETTINGS = regex(r"\.(?:ya?ml|json|toml|cfg|ini|sh|gin)\Z", re.IGNORECASE)
_TRAINS = regex(rb"(?i)train|\.fit|backward|optimi[sz]|minimi[sz]|learn\(")
_MEASURES = regex(rb"(?i)accura|score|metric|evaluat|likelihood|rmse|\bm[sa]e\b|error|\bauc\b|confusion|bleu")
_LARGEST = 100_000
_BURIED = 4
_PLACES = 3
_ROOT = 3
_SHOWN = 100


@rule(
    "REP009",
    Severity.WARNING,
    minutes=5,
    bad={
        "README.md": "# Churn\n",
        "train.py": "from sklearn.model_selection import train_test_split\nparts = train_test_split(X, y)\n",
    },
    good={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.model_selection import train_test_split\nparts = train_test_split(X, y, random_state=0)\n"
        ),
    },
)
def randomness_unseeded(project: Project) -> Iterator[Finding]:
    """Data are split at random, or a network is trained, and no seed is set anywhere.

    A split counts when it has no `random_state` and no file that it may be run with speaks of a seed; a training loop
    when no code and no configuration of the project does. A package's loop is seeded by those who call it.

    **Why.** Another split moves the score by more than most models differ; the reproducibility checklist of NeurIPS and
    Google's ML Test Score ("training is reproducible") ask for fixed seeds.

    **Fix.** Pass `random_state=0`, or seed the generators once at the top of the training script and say so.
    """
    splitting = [path for path in project.main_code if may_split(project.code(path))]
    seeded = any(may_seed(project.whole.content(path)) for path in project.whole.python_paths) if splitting else False
    for path in splitting:
        if may_seed(project.code(path)) or (seeded and path.endswith(".py")):
            continue
        sources = project.sources(path, may_split)
        found = [(name, source.line_of(line)) for tree, source in sources for name, line in unseeded_splits(tree)]
        if found:
            name, line = min(found, key=lambda item: item[1])
            yield Finding(f"{name} draws another split in each run: no random_state, no seed", path, line, name)
    yield from _unseeded_loop(project, project.main_code)


def _unseeded_loop(project: Project, code: Sequence[str]) -> Iterator[Finding]:
    """The first training loop, where nothing in the project speaks of a seed."""
    first = next((path for path in code if training_loop(project.code(path)) is not None), None)
    if first is None or is_package(project) or any(_speaks_of_seeds(part) for part in {project, project.whole}):
        return
    position = training_loop(project.code(first)) or 0
    yield Finding(
        "a network is trained, and nothing in the project sets a seed", first, _line_at(project, first, position)
    )


def _speaks_of_seeds(project: Project) -> bool:
    if any(may_seed(project.code(path), states=True) for path in project.code_paths):
        return True
    settings = (path for path in project.files.paths if _SETTINGS.search(path))
    return any(may_seed(project.content(path)) for path in settings if project.files.size(path) < _LARGEST)


def _line_at(project: Project, path: str, position: int) -> int:
    """The file's line of a position in its code; a notebook's code is its cells' sources, one below the other."""
    line = project.code(path).count(b"\n", 0, position)
    if not path.endswith(".ipynb"):
        return line + 1
    for cell in project.notebook(path).code_cells:
        length = cell.source.count("\n") + 1
        if line < length:
            return cell.line_of(line + 1)
        line -= length
    return 1


@rule(
    "REP010",
    Severity.ERROR,
    minutes=5,
    bad={
        "README.md": "# Churn\n",
        "train.py": "import pandas as pd\n\ntable = pd.read_csv('D:/thesis/data/churn.csv')\n",
    },
    good={"README.md": "# Churn\n", "train.py": "import pandas as pd\n\ntable = pd.read_csv('data/churn.csv')\n"},
)
def absolute_user_path(project: Project) -> Iterator[Finding]:
    """Code names a folder or drive that exists on its author's machine only.

    String literals of Python code and notebooks are read: no docstrings, comments, outputs or addresses, no
    placeholders for a user's name and no folders of well-known containers. One finding stands for
    each person's folder.

    **Why.** Elsewhere the file is not found. FileNotFoundError is among the commonest errors when published notebooks
    are run again (Pimentel et al. 2019).

    **Fix.** Build the path from the project's folder (`Path(__file__).parent / "data"`), or take it as an argument.
    """
    found: dict[str, list[tuple[str, int, str, str]]] = {}
    for path in project.main_code:
        if may_name_one(project.code(path)):
            for line, named, words in sorted(_paths_in(project, path)):
                root = "/".join(re.split(r"[\\/]+", named)[:_ROOT])
                found.setdefault(root, []).append((path, line, named, words))
    for places in found.values():
        path, line, named, words = places[0]
        files = len({place[0] for place in places})
        more = f", and {files - 1} more files name one below it" if files > 1 else ""
        yield Finding(f"the path {words}{more}", path, line, named[:_SHOWN])


def _paths_in(project: Project, path: str) -> Iterator[tuple[int, str, str]]:
    for tree, source in project.sources(path, may_name_one):
        for text, line in literals(tree):
            own, drive = user_path(text), drive_path(text)
            if own:
                yield source.line_of(line), own, "exists on its author's machine only"
            elif drive:
                yield source.line_of(line), drive, "lies in its author's Google Drive"


@rule(
    "REP011",
    Severity.WARNING,
    minutes=60,
    requires=("DOC001",),
    bad={
        "README.md": "# Net\n\n## Results\n\nAccuracy is 0.91 on CIFAR-10.\n",
        "net.py": "import torch\n\n\nclass Net(torch.nn.Module):\n    pass\n",
    },
    good={
        "README.md": "# Net\n\n## Results\n\nAccuracy is 0.91 on CIFAR-10.\n",
        "net.py": "import torch\n\n\nclass Net(torch.nn.Module):\n    pass\n",
        "train.py": "import net\n\nloss.backward()\n",
    },
)
def training_entry_missing(project: Project) -> Iterator[Finding]:
    """The README reports results of a trained model, and no code trains one.

    **Why.** Training code is the second item of the ML Code Completeness checklist (Papers with Code, 2020).

    **Fix.** Commit the script or notebook that trained the model, and name its command in the README.
    """
    _require_results(project)
    if not completeness(project)["training"].present and not _any_code(project, _TRAINS):
        yield Finding(
            "no code was found that trains a model", project.readme_path or "README.md", _results_line(project)
        )


@rule(
    "REP012",
    Severity.WARNING,
    minutes=45,
    requires=("DOC001",),
    bad={
        "README.md": "# Net\n\n## Results\n\nAccuracy is 0.91 on CIFAR-10.\n",
        "train.py": "import torch\n\nloss.backward()\n",
    },
    good={
        "README.md": "# Net\n\n## Results\n\nAccuracy is 0.91 on CIFAR-10.\n",
        "train.py": "import torch\n\nloss.backward()\n",
        "evaluate.py": "import torch\n\nprint(accuracy_score(y, predicted))\n",
    },
)
def evaluation_entry_missing(project: Project) -> Iterator[Finding]:
    """The README reports results of a trained model, and no code evaluates one.

    **Why.** Evaluation code is the third item of the ML Code Completeness checklist (Papers with Code, 2020): without
    it nobody can tell how the figures were computed.

    **Fix.** Commit the code that computes the figures, and name its command in the README.
    """
    _require_results(project)
    if not completeness(project)["evaluation"].present and not _any_code(project, _MEASURES):
        yield Finding(
            "no code was found that evaluates a model", project.readme_path or "README.md", _results_line(project)
        )


def _any_code(project: Project, words: re.Pattern[bytes]) -> bool:
    return any(words.search(project.code(path)) for path in project.code_paths)


def _require_results(project: Project) -> None:
    if is_package(project):
        raise NotAssessedError("a package, whose users train and evaluate")
    if not project.imported_packages & _LEARNING:
        raise NotAssessedError("no code imports a library that trains models")
    if not any(project.claims) and _results_line(project) is None:
        raise NotAssessedError("the README reports no results")


def _results_line(project: Project) -> int | None:
    return next((section.line for section in project.readme_sections if "results" in section.kinds), None)


@rule(
    "REP013",
    Severity.ADVICE,
    minutes=20,
    bad={
        "README.md": "# Net\n",
        "train.py": (
            "import torch\n\n\ndef main(net, data):\n    loader = DataLoader(data, batch_size=64)\n"
            "    optimiser = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)\n"
            "    step(loader, optimiser, epochs=20)\n    loss.backward()\n"
        ),
    },
    good={
        "README.md": "# Net\n",
        "train.py": (
            "import torch\n\nLEARNING_RATE = 0.01\n\n\ndef main(net):\n"
            "    optimiser = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)\n    loss.backward()\n"
        ),
    },
)
def hyperparameters_buried(project: Project) -> Iterator[Finding]:
    """A training script writes four or more hyperparameters into three or more calls, and takes none from outside.

    Scripts that read arguments, a configuration or the environment are passed over, and so are notebooks.

    **Why.** The reproducibility checklist of NeurIPS asks for all hyperparameters; what is scattered over calls is
    neither reported completely nor changed safely.

    **Fix.** Collect them in one place: constants at the top, a configuration file, or command-line arguments.
    """
    for path in project.main_code:
        source = project.content(path)
        if not path.endswith(".py") or not TUNED.search(source) or CONFIGURED.search(source):
            continue
        tree = project.module(path)
        found = literal_hyperparameters(tree) if tree is not None else []
        if len({name for name, _ in found}) >= _BURIED and len({line for _, line in found}) >= _PLACES:
            names = ", ".join(dict.fromkeys(name for name, _ in found))
            yield Finding(f"{len(found)} hyperparameters are written into calls", path, found[0][1], names)
