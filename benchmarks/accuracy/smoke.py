"""A tiny made-up set, so that the benchmark's own machinery is run where no checkout is at hand."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

_FULL = {
    "README.md": "# Rent\n\nDays a flat stays empty.\n\n## Results\n\n| model | F1 |\n|---|---|\n| ours | 0.91 |\n",
    "results/metrics.json": '{"ours": {"f1": 0.9132}}',
    "requirements.txt": "scikit-learn\n",
    "train.py": "model.fit(X, y)\n",
    "evaluate.py": "f1_score(y, p)\n",
    "models/rent.joblib": "x",
    "LICENSE": "MIT License\n",
}
_FALSE = {
    "README.md": "# Rent\n\n![ROC curve](docs/roc.png)\n\n![Rents](docs/rents.png)\n\nUnder the MIT License.\n",
    "docs/rents.png": "x",
    "train.py": (
        "X = StandardScaler().fit_transform(X)\n"
        "X_train, X_test, y_train, y_test = train_test_split(X, y)\n"
        "model.fit(X_train, y_train)\n"
    ),
}
_BARE = {"README.md": "# Notes\n\nThoughts on flats.\n", "notes.txt": "none\n"}
_ITEMS = ("dependencies", "training", "evaluation", "pretrained_model", "results")
_README = "# Rent\n\n## Installation\n\n    pip install rent\n\n## License\n\nMIT\n"


def make(folder: Path) -> None:
    """Write three repositories, one README and the label files that belong to them."""
    trees = {"full": _FULL, "bare": _BARE, "false": _FALSE}
    commits = {name: _repository(folder / f"made__{name}", tree) for name, tree in trees.items()}
    head = "\t".join(("repo", "asof_commit", *_ITEMS))
    rows = [
        f"made/full\t{commits['full']}" + "\t1" * len(_ITEMS),
        f"made/bare\t{commits['bare']}" + "\t0" * len(_ITEMS),
    ]
    _write(folder / "checklist.tsv", "\n".join([head, *rows, ""]))
    _write(folder / "readmes" / "rent.md", _README)
    sections = ("rent.md\t0\t1\t# Rent\t1", "rent.md\t1\t2\t## Installation\t3", "rent.md\t2\t2\t## License\t5")
    _write(folder / "sections.tsv", "\n".join(["readme\tindex\tlevel\theading\tcodes", *sections, ""]))
    somef = ("rent.md\tInstallation\tinstall\t", "rent.md\tLicense\tlicense\t")
    _write(folder / "somef.tsv", "\n".join(["readme\theader\tlabel_header\tlabel_content", *somef, ""]))
    niche = ("made/full\t1\t0\t1\t0", "made/bare\t1\t0\t0\t0")
    digits = f"made/full\t{commits['full']}\tREADME.md\t9\tTRU004\t0\t0.91\tas recorded\n"
    _write(folder / "digits.tsv", f"repo\tcommit\tpath\tline\trule\tfault\ttoken\twhy\n{digits}")
    _write(folder / "truth.tsv", _labels(commits["false"], ("README.md\t3\tTRU001\t1", "README.md\t5\tTRU001\t0")))
    _write(folder / "passages.tsv", _labels(commits["false"], ("train.py\t1\tEVA001\t1",)))
    _write(folder / "niche.tsv", "\n".join(["repo\tcommits_at_labelling\tci\tlicense\ttests", *niche, ""]))


def _labels(commit: str, rows: Iterable[str]) -> str:
    return "\n".join(["repo\tcommit\tpath\tline\trule\tfault", *(f"made/false\t{commit}\t{row}" for row in rows), ""])


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _repository(folder: Path, tree: Mapping[str, str]) -> str:
    for path, content in tree.items():
        _write(folder / path, content)
    author = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "First"]):
        subprocess.run(["git", "-C", str(folder), *arguments], check=True)
    asked = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
