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
