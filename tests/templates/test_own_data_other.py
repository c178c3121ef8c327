"""Series, texts and images that are not the template's, through `new --data`, run and the project's own tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..conftest import SOURCE
from .conftest import Run, technique

pytestmark = pytest.mark.full

NILE = "from statsmodels.datasets import nile; nile.load_pandas().data.to_csv('nile.csv', index=False)"
GDP = "from statsmodels.datasets import macrodata; macrodata.load_pandas().data.to_csv('gdp.csv', index=False)"
DOCSTRINGS = """
import csv, importlib
with open('docstrings.csv', 'w', encoding='utf-8', newline='') as stream:
    table = csv.writer(stream)
    table.writerow(['text', 'package'])
    for name in ('numpy', 'pandas', 'matplotlib.pyplot'):
        module = importlib.import_module(name)
        found = (getattr(module, each).__doc__ for each in sorted(dir(module)) if not each.startswith('_'))
        texts = [text for text in found if isinstance(text, str) and len(text) > 80]
        table.writerows([text[:1500], name] for text in dict.fromkeys(texts[:80]))
"""
TOWNS = """
import csv, random
draw = random.Random(0)
words = {'market': '银行价格贸易投资利润公司股票', 'school': '学生老师课本教室大学考试作业'}
with open('towns.tsv', 'w', encoding='utf-8', newline='') as stream:
    table = csv.writer(stream, delimiter='\\t')
    table.writerow(['said', 'topic'])
    for number in range(120):
        topic = draw.choice(sorted(words))
        other = words['market'] + words['school']
        table.writerow([''.join(draw.choices(words[topic], k=6) + draw.choices(other, k=24)), topic])
"""
DIGITS = """
from pathlib import Path
from PIL import Image
from sklearn.datasets import load_digits
digits = load_digits()
for number, (pixels, digit) in enumerate(zip(digits.images[:320], digits.target)):
    if digit in (1, 4, 7):
        folder = Path('digits') / str(digit)
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray((pixels * 15).astype('uint8')).save(folder / f'{number}.png')
"""
SHAPES = """
import random
from pathlib import Path
from PIL import Image, ImageDraw
draw, modes = random.Random(0), ('RGB', 'RGBA', 'P', 'L', '1')
for kind in ('disc', 'box'):
    Path('shapes', kind, 'more').mkdir(parents=True)
    for number in range(24):
        side = draw.randint(24, 90)
        image = Image.new('RGB', (side, side + number % 3), tuple(draw.choices(range(150, 256), k=3)))
        edges = (draw.randint(2, side // 3), draw.randint(2, side // 3), side - 4, side - 4)
        paint = ImageDraw.Draw(image)
        (paint.ellipse if kind == 'disc' else paint.rectangle)(edges, fill=tuple(draw.choices(range(140), k=3)))
        inside = 'more/' if number % 5 == 0 else ''
        image.convert(modes[number % 5]).save(Path('shapes', kind, f'{inside}{number}.png'))
Path('shapes', 'box', 'broken.png').write_bytes(b'no image')
"""

SETS = {
    "timeseries": {
        "nile": (NILE, "nile.csv", "--target", "volume"),
        "gdp": (GDP, "gdp.csv", "--target", "realgdp"),
    },
    "nlp": {
        "docstrings": (DOCSTRINGS, "docstrings.csv", "--target", "package"),
        "towns": (TOWNS, "towns.tsv", "--target", "topic"),
    },
    "vision": {
        "digits": (DIGITS, "digits"),
        "shapes": (SHAPES, "shapes"),
    },
}


@pytest.fixture(params=[0, 1], ids=["first", "second"])
def own(request: pytest.FixtureRequest, committed: Path, run: Run, tmp_path: Path) -> Path:
    """A project on one of its technique's sets."""
    kind = technique(committed)
    if kind not in SETS:
        pytest.skip(f"{kind} has its sets elsewhere")
    script, data, *flags = list(SETS[kind].values())[request.param]
    run("python", "-c", script, cwd=tmp_path)
    words = ["new", "project", "-t", kind, "--data", data, *flags, "-y", "--no-git", "--author", "Ada Example"]
    done = subprocess.run(
        [sys.executable, "-m", "scaffolio", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "0 errors" in done.stdout
    return tmp_path / "project"


def test_foreign_data_train_and_pass_the_projects_own_tests(own: Path, run: Run):
    (package,) = (path.name for path in (own / "src").iterdir())
    here = f"PYTHONPATH={own / 'src'}"
    done = run("env", here, "python", "-m", package, "run", cwd=own)
    assert done.stderr == ""
    run("env", here, "python", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", cwd=own)
    for words in (("check",), ("format", "--check")):
        run("ruff", *words, cwd=own)
