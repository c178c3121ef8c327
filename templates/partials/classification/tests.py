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
