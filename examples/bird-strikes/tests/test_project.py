"""What must hold for the results to be believed; each test here can fail."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import matplotlib.image
import numpy as np
import pandas as pd
import pytest
import yaml
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import label_binarize

from bird_strikes import __main__ as commands
from bird_strikes import data, evaluate, features, model, report

ROOT = Path(__file__).parents[1]
HAS_RUN = (ROOT / "reports" / "metrics.json").is_file()
FILE = ROOT / "data" / data.read_schema(ROOT).dataset["file"]
pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"data/{FILE.name} is not here: data/README.md says how to get it"
)


def packed(table: pd.DataFrame) -> bytes:
    """Return rows as read as the bytes of a data file."""
    return gzip.compress(table.to_csv(index=False).encode(), mtime=0)


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
    metrics_used = evaluate.metrics_of(schema)
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


def test_new_categories_and_missing_values_are_predicted(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    schema, rows = data.read_schema(ROOT), rows_to_predict()
    for column in schema.columns:
        if column.name in rows and column.type == "category":
            rows.loc[rows.index[0], column.name] = "never seen before"
        if column.name in rows and column.missing:
            rows.loc[rows.index[1], column.name] = None
    assert predict(small, rows.to_csv(index=False), monkeypatch) == 0
    expected = schema.task.get("horizon", len(rows))
    assert len(capsys.readouterr().out.splitlines()) == 1 + expected


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


def test_metric_is_scikit_learns_average_precision() -> None:
    random = np.random.default_rng(0)
    truth, score = random.integers(0, 2, 200), random.integers(0, 30, 200) / 30
    weight = random.integers(0, 3, (3, 200)).astype(float)
    theirs = [average_precision_score(truth, score, sample_weight=w) for w in weight]
    assert evaluate.average_precision(truth, score, weight) == pytest.approx(theirs)


def test_altered_test_rows_leave_what_was_learnt_unchanged(tmp_path: Path) -> None:
    schema, frame = data.load(small_copy(tmp_path / "project"))
    parts = split_of(frame, schema)
    rows = frame.iloc[parts.train].reset_index(drop=True)
    altered, late = frame.copy(), frame.index[parts.test]
    kept = schema.task.get("positive") or schema.task["classes"]
    altered.loc[late, schema.named("target")] = kept[0]
    for name in schema.named("feature"):
        altered.loc[late, name] = 0.0 if frame[name].dtype == float else "altered"
    learnt = []
    count = evaluate.kinds(schema)
    for table in (frame, altered):
        commands.train(tmp_path, table, schema, parts)
        rungs = model.ladder(rows, schema)
        restored = [(commands.restore(tmp_path, r.name), r.features(rows, schema)) for r in rungs]
        scores = [evaluate.probability(m, seen, count).tolist() for m, seen in restored]
        learnt.append((commands.chosen(tmp_path), scores))
    assert learnt[0] == learnt[1]


def test_macro_average_precision_is_scikit_learns() -> None:
    random = np.random.default_rng(0)
    truth, score = np.arange(200) % 4, random.integers(0, 30, (200, 4)) / 30
    weight = random.integers(0, 3, (3, 200)).astype(float)
    kinds = label_binarize(truth, classes=range(4))
    theirs = [average_precision_score(kinds, score, sample_weight=w) for w in weight]
    assert evaluate.average_precision(truth, score, weight) == pytest.approx(theirs)


def test_table_chooses_its_columns_by_what_they_tell() -> None:
    truth = np.random.default_rng(0).integers(0, 3, 600)
    noise = np.random.default_rng(1).normal(size=600)
    frame = pd.DataFrame({"noise": noise, "told": truth.astype(str), "size": truth + noise / 9})
    table = model.Lookup(2).fit(frame, truth)
    assert sorted(table.chosen_) == ["size", "told"]
    assert table.predict_proba(frame).sum(axis=1) == pytest.approx(1)


def test_permuted_labels_fall_to_the_prior(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    parts = split_of(frame, schema)
    every = 2 if len(parts.train) > 2000 else 1
    rows, test = frame.iloc[parts.train].iloc[::every], frame.iloc[parts.test]
    seen, truth = features.reference(rows, schema), evaluate.target(test, schema)
    prior = evaluate.precision_of(truth, np.ones((len(truth), evaluate.kinds(schema))))
    scores = []
    for seed in range(1 if len(test) > 2000 else 5):
        labels = np.random.default_rng(seed).permutation(evaluate.target(rows, schema))
        fitted = model.reference(seen).fit(seen, labels)
        view = features.reference(test, schema)
        score = evaluate.probability(fitted, view, evaluate.kinds(schema))
        scores.append(evaluate.precision_of(truth, score))
    if evaluate.kinds(schema) == 2:
        prior = truth.mean()
    few = min(count for count in np.bincount(truth) if count)
    assert np.mean(scores) < prior + max(0.5 * min(prior, 1 - prior), 1 / few)


def test_a_softer_protocol_flatters(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    train = frame.iloc[split_of(frame, schema).train]
    every = 4 if len(train) > 4000 else 1
    trap = evaluate.leaking_encoder(train.iloc[::every].reset_index(drop=True), schema)
    assert trap.optimistic > trap.honest + (0.05 if schema.dataset["sample"] else -1e-9)


def test_reference_beats_the_best_baseline_or_the_page_says_it_does_not(small: Path) -> None:
    for root in [small, ROOT] if HAS_RUN else [small]:
        metrics = json.loads((root / "reports" / "metrics.json").read_text(encoding="utf-8"))
        claim = next(c for c in metrics["comparisons"] if c["model"] == "gradient boosting")
        line = report.told(claim)
        assert line in (root / "README.md").read_text(encoding="utf-8")
        assert line.endswith("not distinguishable") != (claim["low"] > 0 or claim["high"] < 0)


def test_saved_model_predicts_as_the_fitted_one(small: Path) -> None:
    schema, frame = data.load(small)
    rows = frame.iloc[split_of(frame, schema).train].reset_index(drop=True)
    seen, count = features.reference(rows, schema), evaluate.kinds(schema)
    fitted = model.reference(seen).fit(seen, evaluate.target(rows, schema))
    restored = commands.restore(small, "gradient boosting")
    expected = evaluate.probability(fitted, seen, count)
    assert np.array_equal(evaluate.probability(restored, seen, count), expected)
