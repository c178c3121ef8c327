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
from statsmodels.tsa.holtwinters import ExponentialSmoothing  # type: ignore[import-untyped]

from daily_births import __main__ as commands
from daily_births import data, evaluate, features, model, report

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


def training(frame: pd.DataFrame, schema: data.Schema) -> pd.DataFrame:
    return frame.iloc[split_of(frame, schema).train].reset_index(drop=True)


def test_values_after_an_origin_leave_its_forecast_unchanged(
    small: Path, loaded: tuple[data.Schema, pd.DataFrame]
) -> None:
    schema, frame = loaded
    horizon, (name,) = schema.task["horizon"], schema.named("target")
    for blocks in (1, 2, 5):
        start = len(frame) - blocks * horizon
        later = frame.copy()
        later.loc[later.index[start:], name] *= 3
        for rung in model.ladder(training(frame, schema), schema):
            fitted = commands.restore(small, rung.name)
            before, after = (fitted.predict(rung.features(f, schema)) for f in (frame, later))
            known = slice(0, start + horizon)
            assert np.array_equal(before[known], after[known], equal_nan=True), rung.name


def test_every_row_is_forecast_once_from_an_origin_at_most_a_horizon_back() -> None:
    for rows, horizon in ((100, 28), (56, 28), (30, 1)):
        origin, step = features.origins(rows, horizon)
        assert set(step) <= set(range(1, horizon + 1))
        assert np.array_equal(origin + step, np.arange(rows))
        assert origin[-1] == rows - 1 - horizon
        assert step[-horizon:].tolist() == list(range(1, horizon + 1))


def test_features_that_look_past_the_origin_are_refused(
    loaded: tuple[data.Schema, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    schema, frame = loaded
    (name,) = schema.named("target")

    def leaking(table: pd.DataFrame, schema: data.Schema) -> pd.DataFrame:
        return features.reference(table, schema).assign(
            lag_1=table[name].shift(1), copy=table[name]
        )

    rows = training(frame, schema)
    for see in (features.reference, features.own, features.series):
        found = features.peeking(see, rows, schema)
        assert [column for column in found if column != "value"] == []
    assert features.peeking(leaking, rows, schema) == ["copy", "lag_1"]
    monkeypatch.setattr(features, "own", leaking)
    with pytest.raises(data.UsageError, match="look past the origin: copy, lag_1"):
        evaluate.validate(model.ladder(rows, schema)[-1], rows, schema)


def test_altered_test_rows_leave_what_was_learnt_unchanged(tmp_path: Path) -> None:
    schema, frame = data.load(small_copy(tmp_path / "project"))
    parts, learnt = split_of(frame, schema), []
    altered = frame.copy()
    altered.loc[altered.index[parts.test], schema.named("target")] *= 3
    for table in (frame, altered):
        commands.train(tmp_path, table, schema, parts)
        rows = training(table, schema)
        learnt.append([commands.chosen(tmp_path)])
        for rung in model.ladder(rows, schema):
            guess = commands.restore(tmp_path, rung.name).predict(rung.features(rows, schema))
            learnt[-1].append(np.nan_to_num(guess).tolist())
    assert learnt[0] == learnt[1]


def test_permuted_targets_leave_nothing_but_the_level(
    loaded: tuple[data.Schema, pd.DataFrame],
) -> None:
    schema, frame = loaded
    parts, truth = split_of(frame, schema), evaluate.target(frame, schema)
    if len(parts.train) < 200:
        pytest.skip("so few rows cannot tell a leak from luck")
    seen = features.reference(frame, schema)
    level = seen["level"].to_numpy()
    apart = np.random.default_rng(0).permutation((truth - level)[parts.train])
    fitted = model.reference(seen).fit(seen.iloc[parts.train], level[parts.train] + apart)
    errors = np.abs(fitted.predict(seen) - truth)[parts.test]
    ignorant = np.abs(level + np.nanmedian(apart) - truth)[parts.test]
    assert np.nanmean(errors) > 0.9 * np.nanmean(ignorant)


def test_shuffled_folds_with_yesterday_known_flatter(small: Path) -> None:
    for root in [small, ROOT] if HAS_RUN else [small]:
        metrics = json.loads((root / "reports" / "metrics.json").read_text(encoding="utf-8"))
        trap = metrics["traps"][0]
        assert trap["optimistic"] < trap["honest"]


def test_metric_is_mase_by_its_definition() -> None:
    random = np.random.default_rng(0)
    truth, guess = random.normal(size=40), random.normal(size=40)
    weight = random.integers(0, 3, (3, 40)).astype(float)
    expected = [sum(w * abs(truth - guess)) / sum(w) for w in weight]
    assert evaluate.mase(truth, guess, weight) == pytest.approx(expected)
    truth[3] = np.nan
    known = np.arange(40) != 3
    left = evaluate.mase(truth[known], guess[known], weight[:, known])
    assert evaluate.mase(truth, guess, weight) == pytest.approx(left)


def test_scale_is_the_training_parts_seasonal_change(
    loaded: tuple[data.Schema, pd.DataFrame],
) -> None:
    schema, frame = loaded
    rows = training(frame, schema)
    values = rows[schema.named("target")[0]]
    period = features.seasons(frame, schema)[0]
    assert evaluate.scale(rows, schema) == pytest.approx(values.diff(period).abs().mean())


def test_smoothing_forecasts_as_statsmodels_does() -> None:
    random, place = np.random.default_rng(0), np.arange(400)
    values = 50 + 0.05 * place + 5 * np.sin(2 * np.pi * place / 7) + random.normal(size=400)
    seen = pd.DataFrame({"value": values, "origin": np.maximum(place - 14, 0), "step": 14})
    seen.loc[386:, ["origin", "step"]] = np.column_stack([np.full(14, 385), np.arange(1, 15)])
    ours = model.HoltWinters(7).fit(seen, values)
    theirs = ExponentialSmoothing(
        values[:386],
        trend="add",
        seasonal="add",
        seasonal_periods=7,
        initialization_method="heuristic",
    )
    names = ("smoothing_level", "smoothing_trend", "smoothing_seasonal")
    weights = dict(zip(names, ours.weights_.values(), strict=True))
    expected = theirs.fit(optimized=False, **weights).forecast(14)
    assert ours.predict(seen)[386:] == pytest.approx(expected, rel=0.01)


def test_naive_repeats_the_last_value_known_of_the_season(
    loaded: tuple[data.Schema, pd.DataFrame],
) -> None:
    schema, frame = loaded
    values, horizon = features.history(frame, schema), schema.task["horizon"]
    for period in features.seasons(frame, schema):
        guess = model.Naive(period).predict(features.reference(frame, schema))
        past, found = list(values[:-horizon]), []
        for _ in range(horizon):
            found.append(past[-period])
            past.append(past[-period])
        assert guess[-horizon:] == pytest.approx(found)


def test_repeated_and_skipped_dates_are_refused(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    dates = frame[schema.named("date")[0]]
    with pytest.raises(data.UsageError, match="appear twice"):
        features.frequency(pd.concat([dates, dates.tail(1)], ignore_index=True))
    with pytest.raises(data.UsageError, match="gaps, the first before"):
        features.frequency(dates.drop(index=[20, 30]).reset_index(drop=True))


def test_too_few_rows_are_refused(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    few = data.Schema({**schema.dataset, "rows": 20}, *list(vars(schema).values())[1:])
    with pytest.raises(data.UsageError, match="too few: three seasons and five horizons"):
        features.seasons(frame, few)


def test_intervals_are_nested_and_their_coverage_is_reported(small: Path) -> None:
    schema = data.read_schema(small)
    metrics = json.loads((small / "reports" / "metrics.json").read_text(encoding="utf-8"))
    step = np.arange(1, schema.task["horizon"] + 1)
    edges = evaluate.bands(np.full(len(step), 1e4), step, schema, commands.chosen(small))
    for inner, outer in ((50, 80), (80, 90)):
        assert (edges[f"low_{outer}"] <= edges[f"low_{inner}"]).all()
        assert (edges[f"high_{outer}"] >= edges[f"high_{inner}"]).all()
    covered = [metrics["facts"]["coverage"][str(band)] for band in evaluate.BANDS]
    assert covered == sorted(covered)


def test_forecast_continues_the_history_it_is_given(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, schema = rows_to_predict(), data.read_schema(ROOT)
    (date,), (name,) = schema.named("date"), schema.named("target")
    horizon, answers = schema.task["horizon"], []
    asked = rows.drop(columns=schema.named("drop"))
    emptied = asked.assign(**{name: [*rows[name][:-horizon], *[None] * horizon]})
    for table in (asked.iloc[:-horizon], emptied):
        assert predict(small, table.to_csv(index=False), monkeypatch) == 0
        answers.append(capsys.readouterr().out.splitlines())
    assert answers[0] == answers[1] or schema.task.get("known")
    dates = pd.to_datetime(pd.Series([line.split(",")[1] for line in answers[0][1:]]))
    assert dates.tolist() == pd.to_datetime(rows[date].tail(horizon)).tolist()
    values = np.array([[float(cell) for cell in line.split(",")[2:]] for line in answers[0][1:]])
    assert (values[:, 1] <= values[:, 2]).all()


def test_too_short_a_history_is_a_clear_error(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    few = rows_to_predict().head(commands.chosen(small)["history"] - 1)
    assert predict(small, few.to_csv(index=False), monkeypatch) == 2
    assert f"the history has {len(few)} rows" in capsys.readouterr().err


def test_reference_beats_the_best_baseline_or_the_page_says_it_does_not(small: Path) -> None:
    for root in [small, ROOT] if HAS_RUN else [small]:
        metrics = json.loads((root / "reports" / "metrics.json").read_text(encoding="utf-8"))
        claim = next(c for c in metrics["comparisons"] if c["model"] == "gradient boosting")
        line = report.told(claim)
        assert line in (root / "README.md").read_text(encoding="utf-8")
        assert line.endswith("not distinguishable") != (claim["low"] > 0 or claim["high"] < 0)


def test_saved_models_predict_as_the_fitted_ones(small: Path) -> None:
    schema, frame = data.load(small)
    rows = training(frame, schema)
    for rung in model.ladder(rows, schema):
        seen = rung.features(rows, schema)
        fitted = rung.build(seen).fit(seen, evaluate.target(rows, schema))
        restored = commands.restore(small, rung.name)
        assert np.array_equal(fitted.predict(seen), restored.predict(seen), equal_nan=True)
