def test_eta_squared_is_one_minus_within_over_total() -> None:
    random = np.random.default_rng(0)
    segments = random.integers(0, 4, 300)
    truth = segments + random.exponential(size=300)
    weight = random.integers(0, 3, (3, 300)).astype(float)
    for count, found in zip(weight, evaluate.eta_squared(truth, segments, weight), strict=True):
        rows = pd.Series(np.repeat(truth, count.astype(int)))
        inside = rows.groupby(np.repeat(segments, count.astype(int)))
        within = ((rows - inside.transform("mean")) ** 2).sum()
        assert found == pytest.approx(1 - within / ((rows - rows.mean()) ** 2).sum())


def test_mean_silhouette_counts_a_row_as_often_as_drawn() -> None:
    random = np.random.default_rng(0)
    places, segments, count = random.normal(size=(60, 3)), np.arange(60) % 3, np.arange(60) % 4
    widths = evaluate.silhouettes(places, segments)
    found = evaluate.mean_silhouette(places, widths, count[None].astype(float))
    drawn = silhouette_samples(places, segments)[np.repeat(np.arange(60), count)]
    assert found == pytest.approx(drawn.mean())


def test_segments_by_lot_explain_nothing(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    chance = model.Chance(model.count(features.reference(frame, schema), schema)).fit(frame)
    values = np.random.default_rng(0).normal(size=len(frame))
    share = evaluate.eta_squared(values, chance.predict(frame), np.ones((1, len(frame))))
    assert share < 5 * 9 / len(frame)


def judged(
    frame: pd.DataFrame, schema: data.Schema, rows: Any
) -> tuple[evaluate.Yardstick, Any, pd.DataFrame, pd.DataFrame]:
    """The yardstick on rows, the fitted reference, and what it saw of both parts."""
    parts = split_of(frame, schema)
    seen = features.reference(frame.iloc[parts.train], schema)
    later = features.reference(frame.iloc[rows], schema)
    fitted = model.reference(seen, schema).fit(seen)
    space = fitted[:-1].transform(later)
    return evaluate.yardstick(frame, schema, rows, np.asarray(space)), fitted, seen, later


def test_a_permuted_outcome_falls_to_chance(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    judge, fitted, _, later = judged(frame, schema, split_of(frame, schema).test)
    if not judge.truth.any():
        pytest.skip("no column was held out for judging")
    found, random = fitted.predict(later), np.random.default_rng(0)
    mixed = [
        evaluate.Yardstick(judge.metrics, random.permutation(judge.truth), judge.space)
        for _ in range(20)
    ]
    assert np.mean([lot.score(found) for lot in mixed]) < 3 * len(set(found)) / len(found)
    if schema.dataset["sample"]:
        assert judge.score(found) > 0.2


def test_the_column_that_judges_changes_no_segment(tmp_path: Path) -> None:
    schema, frame = data.load(small_copy(tmp_path / "project"))
    parts, name = split_of(frame, schema), schema.task.get("validate_with")
    if name is None:
        pytest.skip("no column was held out for judging")
    rows = frame.iloc[parts.train].reset_index(drop=True)
    altered = frame.assign(**{name: frame[name].iloc[::-1].set_axis(frame.index)})
    learnt = []
    for table in (frame, altered):
        commands.train(tmp_path, table, schema, parts)
        seen = [(commands.restore(tmp_path, r.name), r) for r in model.ladder(rows, schema)]
        learnt.append([fit.predict(r.features(rows, schema)).tolist() for fit, r in seen])
    assert learnt[0] == learnt[1]


def test_altered_test_rows_leave_what_was_learnt_unchanged(tmp_path: Path) -> None:
    schema, frame = data.load(small_copy(tmp_path / "project"))
    parts = split_of(frame, schema)
    rows, altered = frame.iloc[parts.train].reset_index(drop=True), frame.copy()
    numbers = list(frame[schema.named("feature")].select_dtypes("number").columns)
    altered.loc[altered.index[parts.test], numbers] *= 3
    learnt = []
    for table in (frame, altered):
        commands.train(tmp_path, table, schema, parts)
        seen = [(commands.restore(tmp_path, r.name), r) for r in model.ladder(rows, schema)]
        segments = [fit.predict(r.features(rows, schema)).tolist() for fit, r in seen]
        learnt.append((commands.chosen(tmp_path), segments))
    assert learnt[0] == learnt[1]


def test_own_units_flatter_unscaled_columns(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    parts = split_of(frame, schema)
    judge, *_ = judged(frame, schema, parts.test)
    train, test = (frame.iloc[r].reset_index(drop=True) for r in (parts.train, parts.test))
    trap, (raw, scaled) = evaluate.own_units(train, test, schema, judge)
    assert trap.optimistic == pytest.approx(raw["silhouette"], abs=1e-4)
    if schema.dataset["sample"]:
        assert trap.optimistic > trap.honest + 0.2
        assert raw["silhouette"] > scaled["silhouette"] + 0.2
        assert raw["score"] < scaled["score"] - 0.05


def test_a_planted_judge_among_the_features_is_seen(
    loaded: tuple[data.Schema, pd.DataFrame],
) -> None:
    schema, frame = loaded
    if schema.task.get("validate_with") is None:
        pytest.skip("no column was held out for judging")
    assert schema.task["validate_with"] not in features.own(frame, schema)
    assert schema.task["validate_with"] not in features.reference(frame, schema)
    parts = split_of(frame, schema)
    judge, fitted, _, later = judged(frame, schema, parts.test)
    train, test = (frame.iloc[r].reset_index(drop=True) for r in (parts.train, parts.test))
    honest = judge.score(fitted.predict(later))
    trap = evaluate.judge_among_features(train, test, schema, judge, honest)
    assert trap.honest == honest
    if schema.dataset["sample"]:
        assert trap.optimistic > trap.honest + 0.2


def test_permuted_columns_hold_fewer_segments_than_planted_ones(
    loaded: tuple[data.Schema, pd.DataFrame],
) -> None:
    schema, random = loaded[0], np.random.default_rng(0)
    middles = np.array([[0.0, 0, 0], [9, 9, 0], [0, 9, 9]])
    places = middles[np.repeat([0, 1, 2], 80)] + random.normal(size=(240, 3))
    rows = model.support(pd.DataFrame(places, columns=["a", "b", "c"]), schema)
    margins = {row["k"]: row["silhouette"] - row["high_silhouette"] for row in rows}
    assert max(margins, key=lambda k: margins[k]) == 3
    assert rows[1]["stability"] > 0.95


def test_reference_beats_the_best_baseline_or_the_page_says_it_does_not(small: Path) -> None:
    for root in [small, ROOT] if HAS_RUN else [small]:
        metrics = json.loads((root / "reports" / "metrics.json").read_text(encoding="utf-8"))
        claim = next(c for c in metrics["comparisons"] if c["model"] == "k-means")
        line = report.told(claim)
        assert line in (root / "README.md").read_text(encoding="utf-8")
        assert line.endswith("not distinguishable") != (claim["low"] > 0 or claim["high"] < 0)


def test_saved_model_predicts_as_the_fitted_one(small: Path) -> None:
    schema, frame = data.load(small)
    rows = frame.iloc[split_of(frame, schema).train].reset_index(drop=True)
    seen = features.reference(rows, schema)
    fitted = model.reference(seen, schema).fit(seen)
    restored = commands.restore(small, "k-means")
    assert np.array_equal(restored.predict(seen), fitted.predict(seen))
