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
    altered.loc[late, schema.named("target")] = schema.task["positive"][0]
    altered.loc[late, schema.task["slice"]] = "altered"
    learnt = []
    for table in (frame, altered):
        commands.train(tmp_path, table, schema, parts)
        rungs = model.ladder(rows, schema)
        restored = [(commands.restore(tmp_path, r.name), r.features(rows, schema)) for r in rungs]
        scores = [evaluate.probability(fitted, seen).tolist() for fitted, seen in restored]
        learnt.append((commands.chosen(tmp_path), scores))
    assert learnt[0] == learnt[1]


def test_permuted_labels_fall_to_the_prior(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    parts = split_of(frame, schema)
    rows, test = frame.iloc[parts.train].iloc[::2], frame.iloc[parts.test]
    labels = np.random.default_rng(0).permutation(evaluate.target(rows, schema))
    seen = features.reference(rows, schema)
    fitted = model.reference(seen).fit(seen, labels)
    truth = evaluate.target(test, schema)
    score = evaluate.probability(fitted, features.reference(test, schema))
    assert average_precision_score(truth, score) < 1.5 * truth.mean()


def test_encoding_before_the_folds_flatters(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    train = frame.iloc[split_of(frame, schema).train].iloc[::4].reset_index(drop=True)
    trap = evaluate.leaking_encoder(train, schema)
    assert trap.optimistic > trap.honest + 0.05


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
    seen = features.reference(rows, schema)
    fitted = model.reference(seen).fit(seen, evaluate.target(rows, schema))
    restored = commands.restore(small, "gradient boosting")
    expected = evaluate.probability(fitted, seen)
    assert np.array_equal(evaluate.probability(restored, seen), expected)
