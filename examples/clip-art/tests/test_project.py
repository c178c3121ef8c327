"""What must hold for the results to be believed; each test here can fail."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import matplotlib.image
import numpy as np
import pandas as pd
import pytest
import yaml
from PIL import Image
from sklearn.metrics import f1_score

from clip_art import __main__ as commands
from clip_art import data, evaluate, features, model, report

ROOT = Path(__file__).parents[1]
HAS_RUN = (ROOT / "reports" / "metrics.json").is_file()
FILE = ROOT / "data" / data.read_schema(ROOT).dataset["file"]
pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"data/{FILE.name} is not here: data/README.md says how to get it"
)


def packed(table: pd.DataFrame) -> bytes:
    """Return rows as read as the bytes of a data file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, image in zip(table["path"], table["image"], strict=True):
            content = io.BytesIO()
            Image.fromarray(image).save(content, "PNG")
            archive.writestr(zipfile.ZipInfo(path), content.getvalue())
    return buffer.getvalue()


def small_copy(folder: Path) -> Path:
    """Copy the project with few of its rows: enough to run, not to conclude."""
    for name in ("src", ".scaffolio"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    (folder / "data").mkdir(parents=True)
    for name in ("README.md", "MODEL_CARD.md", "data/README.md"):
        shutil.copy(ROOT / name, folder / name)
    schema = yaml.safe_load((ROOT / "data" / "schema.yaml").read_text(encoding="utf-8"))
    table = thinned(data.read_table(FILE), schema)
    content = packed(table)
    (folder / "data" / schema["dataset"]["file"]).write_bytes(content)
    schema["dataset"] |= {"rows": len(table), "sha256": hashlib.sha256(content).hexdigest()}
    text = yaml.safe_dump(schema, sort_keys=False)
    (folder / "data" / "schema.yaml").write_text(text, encoding="utf-8")
    return folder


def thinned(table: pd.DataFrame, schema: dict[str, Any]) -> pd.DataFrame:
    """Return the end of a series, so many rows of each label, or every so many rows.

    Of a person's own data rare classes stay whole, so that none is lost.
    """
    if "horizon" in schema["task"]:
        return table.tail(max(2000, len(table) // 2))
    target = [name for name, facts in schema["columns"].items() if facts.get("role") == "target"]
    if schema["split"].get("stratify"):
        return table.groupby(target, sort=False).head(40)
    every = 20 if "image" in table else min(20, max(1, len(table) // 900))
    kept = np.arange(len(table)) % every == 0
    labels = [name for name in target if schema["columns"][name]["type"] == "category"]
    if labels and not schema["dataset"]["sample"]:
        label = table[labels[0]]
        kept |= (label.map(label.value_counts()) < 20 * every).to_numpy()
    return table[kept]


def run(folder: Path) -> dict[str, bytes]:
    """Run everything in a folder; return the content of what Git would see."""
    commands.work(folder, "run")
    paths = [p for p in folder.rglob("*") if p.is_file() and "models" not in p.parts]
    return {str(p.relative_to(folder)): p.read_bytes() for p in paths if p.name != "run.json"}


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small_copy(tmp_path_factory.mktemp("small") / "project")
    run(folder)
    return folder


@pytest.fixture(scope="session")
def loaded() -> tuple[data.Schema, pd.DataFrame]:
    return data.load(ROOT)


def split_of(frame: pd.DataFrame, schema: data.Schema) -> data.Split:
    return data.split(frame, schema, evaluate.groups(frame, schema))


def test_data_are_those_the_schema_describes(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    assert len(frame) == schema.dataset["rows"]
    assert set(frame.columns) == {column.name for column in schema.columns}


def test_changed_data_are_refused(tmp_path: Path) -> None:
    folder = small_copy(tmp_path / "project")
    file = folder / "data" / data.read_schema(folder).dataset["file"]
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(data.UsageError, match="set sha256 there"):
        data.load(folder)


def raw_table() -> tuple[data.Schema, pd.DataFrame]:
    schema = data.read_schema(ROOT)
    return schema, data.read_table(ROOT / "data" / schema.dataset["file"]).head(50)


def test_missing_column_is_refused() -> None:
    schema, table = raw_table()
    for column in schema.columns:
        with pytest.raises(data.UsageError, match=re.escape(f"column {column.name} is missing")):
            data.typed(table.drop(columns=column.name), schema)


@pytest.mark.parametrize("kind", ["number", "date"])
def test_wrong_type_is_refused(kind: str) -> None:
    schema, table = raw_table()
    for column in [column for column in schema.columns if column.type == kind]:
        with pytest.raises(data.UsageError, match=f"'many' is no {kind}"):
            data.typed(table.assign(**{column.name: "many"}), schema)


def test_unknown_label_is_refused() -> None:
    schema, table = raw_table()
    for name in schema.named("target"):
        with pytest.raises(data.UsageError, match="'perhaps'"):
            data.typed(table.assign(**{name: "perhaps"}), schema)


def test_split_is_disjoint_and_keeps_clusters_or_time_apart(
    loaded: tuple[data.Schema, pd.DataFrame],
) -> None:
    schema, frame = loaded
    parts = split_of(frame, schema)
    assert sorted([*parts.train, *parts.test]) == list(range(len(frame)))
    column = schema.split.get("column")
    if parts.kind == "temporal" and "group" not in schema.split:
        assert frame[column].iloc[parts.train].max() < frame[column].iloc[parts.test].min()
        rows = frame.iloc[parts.train].reset_index(drop=True)
        for past, future in data.folds(rows, schema, evaluate.groups(rows, schema)):
            assert rows[column].iloc[past].max() <= rows[column].iloc[future].min()
    elif parts.kind in ("temporal", "grouped"):
        named = schema.split.get("group", column)
        keys = frame[named] if named else pd.Series(evaluate.groups(frame, schema))
        assert not set(keys.iloc[parts.train]) & set(keys.iloc[parts.test])


def test_same_seed_gives_same_bytes(small: Path, tmp_path: Path) -> None:
    names = [f"reports/{name}" for name in ("metrics.json", "worst.csv", "cases.json")]
    first = {name: (small / name).read_bytes() for name in names if (small / name).is_file()}
    second = run(small_copy(tmp_path / "again"))
    assert all(second[name] == content for name, content in first.items())
    for path in [*(small / "reports").glob("figures/*"), *(small / "reports").glob("cases*/*")]:
        assert second[path.relative_to(small).as_posix()] == path.read_bytes()


def test_unchanged_rerun_leaves_every_file_as_it_was(small: Path, tmp_path: Path) -> None:
    copy = tmp_path / "rerun"
    shutil.copytree(small, copy)
    before = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file() and "models" not in p.parts}
    run(copy)
    assert [p for p, b in before.items() if p.name != "run.json" and p.read_bytes() != b] == []


def test_words_outside_the_blocks_are_never_written(small: Path) -> None:
    for name in ("README.md", "MODEL_CARD.md"):
        pieces = [
            report.BLOCK.sub("", (root / name).read_text(encoding="utf-8"))
            for root in (ROOT, small)
        ]
        assert pieces[0] == pieces[1]


def numbers(value: Any) -> set[str]:
    """Every number in a JSON value, as the blocks print numbers."""
    if isinstance(value, dict):
        return set().union(*(numbers(part) for part in value.values()), numbers(list(value)))
    if isinstance(value, list):
        return set().union(*(numbers(part) for part in value), set())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {f"{value:,}", f"{value:.3f}", f"{abs(value):.3f}"}
    return set(re.findall(r"\d[\d.,]*\d|\d", str(value)))


def assert_blocks_equal_metrics(root: Path) -> None:
    metrics = json.loads((root / "reports" / "metrics.json").read_text(encoding="utf-8"))
    journal = commands.read_journal(root)
    known = numbers(metrics) | numbers(journal) | {"95", f"{report.RESAMPLES:,}"}
    for name in ("README.md", "MODEL_CARD.md"):
        for block, text in report.BLOCK.findall((root / name).read_text(encoding="utf-8")):
            if block != "mine":
                assert set(re.findall(r"\d[\d.,]*\d|\d", text)) <= known, (name, block)


def test_every_number_shown_is_the_runs(small: Path) -> None:
    assert_blocks_equal_metrics(small)


def test_cases_to_try_hold_the_runs_answers(small: Path) -> None:
    path = small / "reports" / "cases.json"
    if not path.is_file():
        pytest.skip("no truth is held out: there is nothing to try")
    quiz = json.loads(path.read_text(encoding="utf-8"))
    metrics = json.loads((small / "reports" / "metrics.json").read_text(encoding="utf-8"))
    roles = {row["model"]: row["role"] for row in metrics["results"]}
    assert roles[quiz["baseline"]] == "baseline"
    assert quiz["role"] == roles[quiz["model"]]
    cases = quiz["cases"]
    assert len(cases) == min(report.CASES, metrics["split"]["test"])
    assert sum(case["worst"] for case in cases) <= report.WORST_CASES
    assert len({json.dumps(case, sort_keys=True) for case in cases}) == len(cases)
    for case in cases:
        assert all(case[answer] for answer in ("truth", "model", "baseline"))
        assert not quiz["choices"] or case["truth"] in quiz["choices"]
        assert "image" not in case or np.std(matplotlib.image.imread(small / case["image"])) > 0.01


def test_figures_exist_and_are_no_blanks(small: Path) -> None:
    for root in [small, ROOT] if HAS_RUN else [small]:
        text = (root / "README.md").read_text(encoding="utf-8")
        named = re.findall(r"!\[[^\]]{20,}\]\((reports/figures/[^)]+)\)", text)
        assert len(named) >= 5
        for name in named:
            assert np.std(matplotlib.image.imread(root / name)) > 0.01, name


def test_page_agrees_with_the_last_run_or_says_there_was_none() -> None:
    if HAS_RUN:
        assert_blocks_equal_metrics(ROOT)
        return
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = {name: body.strip() for name, body in report.BLOCK.findall(text)}
    assert blocks == dict.fromkeys(["results", "runs", "errors", "mine"], report.NOT_RUN)
    assert "reports/figures" not in text


def test_intervals_follow_from_the_saved_predictions(small: Path) -> None:
    metrics = json.loads((small / "reports" / "metrics.json").read_text(encoding="utf-8"))
    schema, frame = data.load(small)
    rows, random = split_of(frame, schema).test, np.random.default_rng(7)
    groups = np.unique(evaluate.groups(frame, schema)[rows], return_inverse=True)[1]
    members = [np.flatnonzero(groups == group) for group in range(groups.max() + 1)]
    saved = np.load(next((small / "models" / "runs").glob("*.npz")))
    claim = metrics["comparisons"][0]
    metrics_used = evaluate.METRICS
    score = {metric.name: metric.function for metric in metrics_used}[claim["metric"]]
    gaps = []
    for _ in range(500):
        rows = np.concatenate([members[i] for i in random.integers(0, len(members), len(members))])
        once, truth = np.ones((1, len(rows))), saved["truth"][rows]
        pair = [score(truth, saved[claim[m]][rows], once)[0] for m in ("model", "against")]
        gaps.append(pair[0] - pair[1])
    low, high = np.percentile(gaps, [2.5, 97.5])
    width = claim["high"] - claim["low"]
    assert [low, high] == pytest.approx([claim["low"], claim["high"]], abs=0.2 * width)


def test_untouched_seams_are_no_own_result(
    loaded: tuple[data.Schema, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    schema, frame = loaded
    monkeypatch.setattr(features, "own", features.reference)
    monkeypatch.setattr(model, "own", model.reference)
    assert "own" not in [rung.role for rung in model.ladder(frame.head(500), schema)]


def test_a_change_of_yours_opens_a_row_and_is_compared(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "changed"
    shutil.copytree(small, copy)
    monkeypatch.setattr(features, "own", lambda f, s: features.reference(f, s).assign(one=1.0))
    run(copy)
    metrics = json.loads((copy / "reports" / "metrics.json").read_text(encoding="utf-8"))
    assert report.own_result(metrics) is not None
    assert metrics["comparisons"][0]["model"] == "mine"
    assert len(commands.read_journal(copy)) >= len(commands.read_journal(small))
    assert "nothing here is mine" not in (copy / "README.md").read_text(encoding="utf-8")


def predict(root: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.chdir(root)
    file = root / "models" / "rows.csv"
    file.write_text(text, encoding="utf-8")
    return commands.main(["predict", str(file)])


def rows_to_predict() -> pd.DataFrame:
    schema, table = raw_table()
    if "horizon" in schema.task:  # a history, to be continued
        return data.read_table(ROOT / "data" / schema.dataset["file"])
    return table.head(3).drop(columns=[*schema.named("target"), *schema.named("drop")])


@pytest.mark.parametrize("text", ["", "header_only\n", "\x00"])
def test_unusable_rows_are_a_clear_error(
    text: str, small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert predict(small, text, monkeypatch) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_predicting_before_training_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = small_copy(tmp_path / "untrained")
    (copy / "models").mkdir()
    assert predict(copy, rows_to_predict().to_csv(index=False), monkeypatch) == 2
    assert "train" in capsys.readouterr().err


def test_metric_is_scikit_learns_macro_f1() -> None:
    random = np.random.default_rng(0)
    truth, guess = random.choice(list("abc"), 200), random.choice(list("abc"), 200)
    weight = random.integers(1, 3, (3, 200)).astype(float)
    theirs = [f1_score(truth, guess, average="macro", sample_weight=w) for w in weight]
    assert evaluate.macro_f1(truth, guess, weight) == pytest.approx(theirs)


def test_no_series_and_no_near_copy_lies_on_both_sides(
    loaded: tuple[data.Schema, pd.DataFrame],
) -> None:
    schema, frame = loaded
    parts = split_of(frame, schema)
    pattern = schema.task.get("series")
    sides = [frame["path"].iloc[rows] for rows in (parts.train, parts.test)]
    found = [
        {m[1] for path in side if pattern and (m := re.search(pattern, path))} for side in sides
    ]
    assert not found[0] & found[1]
    late, early = (features.fingerprints(frame.iloc[r]) for r in (parts.test, parts.train))
    bits = np.bitwise_count(late[:, None] ^ early[None])
    assert bits.min() > evaluate.NEAR


def test_a_resized_and_lightened_copy_joins_its_originals_group(
    loaded: tuple[data.Schema, pd.DataFrame],
) -> None:
    schema, frame = loaded
    rows = frame.iloc[:: len(frame) // 40].reset_index(drop=True)
    shape = [Image.fromarray(image).resize((131, 131)) for image in rows["image"]]
    copies = [np.asarray(image.point(lambda v: 25 + v * 9 // 10)) for image in shape]
    renamed = rows.assign(
        image=pd.Series(copies, dtype=object), path=[f"x/{n}" for n in rows.index]
    )
    both = evaluate.groups(pd.concat([rows, renamed], ignore_index=True), schema)
    least = 0.9 if schema.dataset["sample"] else 0.5  # flat drawings differ in fewer signs
    assert (both[: len(rows)] == both[len(rows) :]).mean() > least


def test_images_of_one_class_are_refused(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    with pytest.raises(data.UsageError, match="of one class"):
        evaluate.groups(frame.assign(label=frame["label"].iloc[0]), schema)


def test_every_class_has_twenty_images(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    _, frame = loaded
    counts = frame["label"].value_counts()
    assert counts.min() >= 20, counts


def test_altered_test_rows_leave_what_was_learnt_unchanged(tmp_path: Path) -> None:
    schema, frame = data.load(small_copy(tmp_path / "project"))
    parts = split_of(frame, schema)
    rows = frame.iloc[parts.train].reset_index(drop=True)
    altered, late = frame.copy(), list(parts.test)
    altered.loc[late, "label"] = frame["label"].iloc[0]
    altered["image"] = [
        255 - image if row in late else image for row, image in enumerate(frame["image"])
    ]
    learnt = []
    for table in (frame, altered):
        commands.train(tmp_path, table, schema, parts)
        rungs = model.ladder(rows, schema)
        restored = [(commands.restore(tmp_path, r.name), r.features(rows, schema)) for r in rungs]
        scores = [evaluate.probability(fitted, seen).tolist() for fitted, seen in restored]
        learnt.append((commands.chosen(tmp_path), scores))
    assert learnt[0] == learnt[1]


def test_permuted_labels_fall_to_the_majority(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    """Of one permutation a few clear clusters can make much by luck, of eight they cannot."""
    schema, frame = loaded
    parts = split_of(frame, schema)
    few = parts.train[:: max(2, len(parts.train) // 400)]
    rows, test = frame.iloc[few], frame.iloc[parts.test]
    truth, answers = evaluate.target(rows, schema), evaluate.target(test, schema)
    seen, asked = features.reference(rows, schema), features.reference(test, schema)
    random, scores = np.random.default_rng(0), []
    for labels in (truth, *(random.permutation(truth) for _ in range(8))):
        guess = model.reference(seen).fit(seen, labels).predict(asked)
        scores.append(float((guess == answers).mean()))
    shares = np.unique(answers, return_counts=True)[1] / len(answers)
    assert np.mean(scores[1:]) < shares.max() + 3 * np.sqrt(0.25 / len(answers))
    assert np.mean(scores[1:]) + 0.1 < scores[0] or not schema.dataset["sample"]


def test_mixing_series_and_near_copies_flatters(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    sizes = np.bincount(evaluate.groups(frame, schema))
    if (sizes > 1).sum() < 20:
        pytest.skip("these images have few series and near-copies")
    trap = evaluate.random_folds(frame, schema)
    assert trap.optimistic > trap.honest + 0.02


def test_reference_beats_the_best_baseline_or_the_page_says_it_does_not(small: Path) -> None:
    for root in [small, ROOT] if HAS_RUN else [small]:
        metrics = json.loads((root / "reports" / "metrics.json").read_text(encoding="utf-8"))
        claim = next(c for c in metrics["comparisons"] if c["model"] == "pretrained network")
        line = report.told(claim)
        assert line in (root / "README.md").read_text(encoding="utf-8")
        assert line.endswith("not distinguishable") != (claim["low"] > 0 or claim["high"] < 0)


@pytest.mark.parametrize("name", ["small CNN", "pretrained network"])
def test_saved_model_predicts_as_the_fitted_one(name: str, small: Path) -> None:
    schema, frame = data.load(small)
    rows = frame.iloc[split_of(frame, schema).train].reset_index(drop=True)
    rung = next(r for r in model.ladder(rows, schema) if r.name == name)
    seen = rung.features(rows, schema)
    fitted = rung.build(seen).fit(seen, evaluate.target(rows, schema))
    expected = evaluate.probability(fitted, seen)
    assert np.array_equal(evaluate.probability(commands.restore(small, name), seen), expected)


def test_what_is_seen_of_an_image_does_not_depend_on_the_others(
    loaded: tuple[data.Schema, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    schema, frame = loaded
    rows = frame.iloc[:: len(frame) // 8]
    seen = features.reference(rows, schema).to_numpy()
    monkeypatch.setattr(features, "_embedded", {})
    assert np.array_equal(features.reference(rows.iloc[::-1], schema).to_numpy()[::-1], seen)


def picture(mode: str, size: tuple[int, int], kind: str = "PNG", **settings: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, kind, **settings)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        picture("RGB", (1, 1)),
        picture("L", (30, 20)),
        picture("1", (3, 400)),
        picture("P", (20, 30)),
        picture("LA", (20, 30)),
        picture("RGBA", (600, 2)),
        picture("I;16", (20, 30)),
        picture("CMYK", (20, 30), "JPEG"),
        picture("RGB", (1, 3000), "WEBP", lossless=True),
    ],
)
def test_images_of_any_kind_and_size_are_predicted(
    content: bytes, small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = small / "models" / "one.png"
    file.write_bytes(content)
    monkeypatch.chdir(small)
    assert commands.main(["predict", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "row,path,class,probability,sure,runner_up,its_probability"
    assert len(lines) == 2


def test_a_folder_or_zip_is_predicted_and_what_is_broken_is_listed(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    for name, content in (
        ("a.png", picture("RGB", (9, 9))),
        ("broken.jpg", b"\xff\xd8\xff no image"),
        ("half.png", picture("RGB", (400, 400))[:200]),
        ("empty.webp", b""),
        ("notes.txt", b"no image"),
    ):
        (tmp_path / "in" / name).write_bytes(content)
    shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path / "in")
    monkeypatch.chdir(small)
    for path in (tmp_path / "in", tmp_path / "packed.zip"):
        assert commands.main(["predict", str(path)]) == 0
        told = capsys.readouterr()
        assert [line.split(",")[1] for line in told.out.splitlines()[1:]] == ["a.png"]
        skipped = [line.split(":")[0] for line in told.err.splitlines()]
        assert skipped == [f"skipped {name}" for name in ("broken.jpg", "empty.webp", "half.png")]


def test_too_many_pixels_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises((ValueError, OSError), match="pixels"):
        features.decode(picture("1", (12_000, 12_000)))


def test_a_photograph_on_its_side_is_set_upright() -> None:
    side = Image.new("RGB", (40, 20), "red")
    side.paste((0, 0, 255), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    side.save(buffer, "PNG", exif=exif)
    upright = features.decode(buffer.getvalue())
    assert upright.shape == (40, 20, 3)
    assert upright[5, 10].tolist() == [0, 0, 255]


def test_class_folders_are_found_inside_others(tmp_path: Path) -> None:
    for name in ("all/train/cat/1.png", "all/val/cat/2.png", "all/test/dog/3.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(picture("RGB", (4, 4)))
    assert features.read_images(tmp_path)["label"].tolist() == ["dog", "cat", "cat"]
    assert data.read_table(tmp_path / "all" / "val")["label"].tolist() == ["cat"]
