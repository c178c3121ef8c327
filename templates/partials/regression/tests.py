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
