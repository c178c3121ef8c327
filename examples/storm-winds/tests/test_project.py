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
from sklearn.dummy import DummyRegressor
from sklearn.metrics import mean_absolute_error, root_mean_squared_error

from storm_winds import __main__ as commands
from storm_winds import data, evaluate, features, model, report

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


def test_metrics_are_scikit_learns() -> None:
    random = np.random.default_rng(0)
    truth, guess = random.normal(size=200), random.normal(size=200)
    weight = random.integers(0, 3, (3, 200)).astype(float)
    pairs = ((evaluate.mae, mean_absolute_error), (evaluate.rmse, root_mean_squared_error))
    for ours, theirs in pairs:
        expected = [theirs(truth, guess, sample_weight=w) for w in weight]
        assert ours(truth, guess, weight) == pytest.approx(expected)


def test_no_group_is_on_both_sides_of_any_cut(
    loaded: tuple[data.Schema, pd.DataFrame],
) -> None:
    schema, frame = loaded
    keep, parts = evaluate.groups(frame, schema), split_of(frame, schema)
    assert not set(keep[parts.train]) & set(keep[parts.test])
    if parts.kind == "temporal":
        cut = pd.Timestamp(schema.split["cut"])
        assert (frame[schema.split["column"]].iloc[parts.train] < cut).all()
    rows = frame.iloc[parts.train].reset_index(drop=True)
    keep = evaluate.groups(rows, schema)
    for past, future in data.folds(rows, schema, keep):
        assert not set(keep[past]) & set(keep[future])


def test_a_group_that_reaches_past_the_cut_is_tested_whole() -> None:
    days = pd.to_datetime(["2000-01-01", "2000-01-02", "2000-01-03", "2000-01-04"])
    frame = pd.DataFrame({"day": days, "storm": ["a", "b", "a", "c"]})
    how = {"kind": "temporal", "column": "day", "cut": "2000-01-03", "group": "storm"}
    schema = data.Schema({}, (), how, {}, {})
    parts = data.split(frame, schema, data.clusters(frame, schema))
    assert (parts.train.tolist(), parts.test.tolist()) == ([1], [0, 2, 3])


def test_altered_test_rows_leave_what_was_learnt_unchanged(tmp_path: Path) -> None:
    schema, frame = data.load(small_copy(tmp_path / "project"))
    parts = split_of(frame, schema)
    rows = frame.iloc[parts.train].reset_index(drop=True)
    altered, late = frame.copy(), frame.index[parts.test]
    numbers_seen = [c.name for c in schema.columns if c.type == "number"]
    altered.loc[late, numbers_seen] *= 3
    learnt = []
    for table in (frame, altered):
        commands.train(tmp_path, table, schema, parts)
        rungs = model.ladder(rows, schema)
        restored = [(commands.restore(tmp_path, r.name), r.features(rows, schema)) for r in rungs]
        guesses = [fitted.predict(seen).tolist() for fitted, seen in restored]
        learnt.append((commands.chosen(tmp_path), guesses))
    assert learnt[0] == learnt[1]


def test_permuted_targets_teach_nothing(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    parts = split_of(frame, schema)
    rows, test = frame.iloc[parts.train], frame.iloc[parts.test]
    labels = np.random.default_rng(0).permutation(evaluate.target(rows, schema))
    seen = features.reference(rows, schema)
    fitted = model.reference(seen).fit(seen, labels)
    truth, guess = evaluate.target(test, schema), fitted.predict(features.reference(test, schema))
    constant = np.abs(truth - np.median(labels)).mean()
    assert np.abs(truth - guess).mean() > 0.9 * constant


def test_shuffled_rows_flatter_where_groups_differ() -> None:
    random, storm = np.random.default_rng(0), np.repeat(np.arange(30), 20)
    level = random.normal(size=30)[storm] * 10
    feature, wind = random.normal(size=30)[storm], level + random.normal(size=600)
    frame = pd.DataFrame({"storm": storm.astype(str), "feature": feature, "wind": wind})
    columns = (data.Column("feature", "number"), data.Column("wind", "number", "target"))
    how = {"kind": "grouped", "column": "storm"}
    schema = data.Schema({}, columns, how, {"technique": "regression"}, {})
    rung = next(r for r in model.ladder(frame, schema) if r.role == "reference")
    trap = evaluate.softer(rung, None, frame, schema)
    assert trap.optimistic < 0.5 * trap.honest


def test_the_samples_trap_is_no_accident() -> None:
    schema = data.read_schema(ROOT)
    if HAS_RUN and schema.dataset["sample"]:
        text = (ROOT / "reports" / "metrics.json").read_text(encoding="utf-8")
        (trap,) = json.loads(text)["traps"]
        assert trap["optimistic"] < 0.97 * trap["honest"]


def test_margins_hold_where_rows_to_come_are_like_those_seen() -> None:
    random = np.random.default_rng(0)
    guess = random.uniform(0, 10, 20_000)
    truth = guess + random.normal(size=20_000) * guess
    learnt = evaluate.margins(truth[:10_000], guess[:10_000])
    low, high = evaluate.bounds(guess[10_000:], learnt)
    inside = (low <= truth[10_000:]) & (truth[10_000:] <= high)
    assert inside.mean() == pytest.approx(evaluate.LEVEL, abs=0.015)
    small = guess[10_000:] < 2
    assert (high - low)[small].max() < 0.5 * (high - low).max()


def test_stated_coverage_follows_from_saved_predictions(small: Path) -> None:
    metrics = json.loads((small / "reports" / "metrics.json").read_text(encoding="utf-8"))
    saved = np.load(next((small / "models" / "runs").glob("*.npz")))
    lead = metrics["results"][-1]["model"]
    low, high = evaluate.bounds(saved[lead], commands.chosen(small))
    inside = (low <= saved["truth"]) & (saved["truth"] <= high)
    assert metrics["facts"]["covered"] == round(100 * inside.mean())
    assert sum(part["rows"] for part in metrics["slices"]) == len(inside)


def test_a_change_is_added_to_where_it_began() -> None:
    frame = pd.DataFrame({"start": [10.0, 20.0, np.nan, 40.0]})
    still = DummyRegressor(strategy="constant", constant=0.0)
    for log in (False, True):
        fitted = model.Change(still, "start", log=log).fit(frame, np.arange(4.0))
        assert fitted.predict(frame) == pytest.approx([10, 20, 20, 40])


def test_table_gives_the_median_of_the_cell() -> None:
    frame = pd.DataFrame({"x": [1.0, 2, 5, 6, np.nan], "kind": ["a", "a", "b", "b", "b"]})
    fitted = model.Table({"x": [5], "kind": []}).fit(frame, np.array([1.0, 3, 10, 20, 7]))
    assert fitted.predict(frame).tolist() == [2, 2, 15, 15, 7]
    new = pd.DataFrame({"x": [9.0], "kind": ["never seen"]})
    assert fitted.predict(new).tolist() == [7]


def test_reference_beats_the_best_baseline_or_the_page_says_it_does_not(small: Path) -> None:
    for root in [small, ROOT] if HAS_RUN else [small]:
        metrics = json.loads((root / "reports" / "metrics.json").read_text(encoding="utf-8"))
        claim = next(c for c in metrics["comparisons"] if c["model"] == "gradient boosting")
        line = report.told(claim)
        assert line in (root / "README.md").read_text(encoding="utf-8")
        assert line.endswith("not distinguishable") != (claim["low"] > 0 or claim["high"] < 0)


def test_saved_models_predict_as_the_fitted_ones(small: Path) -> None:
    schema, frame = data.load(small)
    rows = frame.iloc[split_of(frame, schema).train].reset_index(drop=True)
    for rung in model.ladder(rows, schema):
        seen = rung.features(rows, schema)
        fitted = rung.build(seen).fit(seen, evaluate.target(rows, schema))
        restored = commands.restore(small, rung.name)
        assert np.array_equal(restored.predict(seen), fitted.predict(seen))
