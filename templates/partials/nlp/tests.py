def test_metric_is_scikit_learns_macro_f1() -> None:
    random = np.random.default_rng(0)
    truth, guess = (random.choice(["a", "b", "c"], 200) for _ in range(2))
    weight = random.integers(0, 3, (3, 200)).astype(float)
    theirs = [f1_score(truth, guess, average="macro", sample_weight=w) for w in weight]
    assert evaluate.macro_f1(truth, guess, weight) == pytest.approx(theirs)


def test_no_near_duplicate_pair_is_on_both_sides(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    schema, frame = loaded
    if schema.split["kind"] != "grouped":
        pytest.skip("the split is by date")
    parts, read = split_of(frame, schema), evaluate.texts(frame, schema)
    weights = features.words(3, 1).fit_transform(read)
    assert (weights[parts.train] @ weights[parts.test].T).max() <= features.SIMILAR + 1e-6
    rows = frame.iloc[parts.train].reset_index(drop=True)
    groups = evaluate.groups(rows, schema)
    for past, future in data.folds(rows, schema, groups):
        assert not set(groups[past]) & set(groups[future])


def test_a_copy_with_one_word_changed_joins_the_family(
    loaded: tuple[data.Schema, pd.DataFrame],
) -> None:
    schema, frame = loaded
    column = schema.named("feature")[0]
    rows = frame.loc[frame[column].str.split().str.len().nlargest(100).index]
    copy = rows.iloc[[0]].assign(**{column: rows[column].iloc[0] + " otherwise"})
    groups = evaluate.groups(pd.concat([rows, copy], ignore_index=True), schema)
    assert groups[0] == groups[-1]
    assert len(set(groups)) > 1


def test_altered_test_rows_leave_what_was_learnt_unchanged(tmp_path: Path) -> None:
    schema, frame = data.load(small_copy(tmp_path / "project"))
    parts = split_of(frame, schema)
    rows = frame.iloc[parts.train].reset_index(drop=True)
    altered, held = frame.copy(), frame.index[parts.test]
    altered.loc[held, schema.named("feature")] = "altered beyond recognition"
    altered.loc[held, schema.named("target")] = frame[schema.named("target")[0]].iloc[0]
    learnt = []
    for table in (frame, altered):
        commands.train(tmp_path, table, schema, parts)
        rungs = model.ladder(rows, schema)
        restored = [(commands.restore(tmp_path, r.name), r.features(rows, schema)) for r in rungs]
        told = [fitted.predict(seen).tolist() for fitted, seen in restored]
        learnt.append((commands.chosen(tmp_path), told, evaluate.terms(restored[-1][0])))
    assert learnt[0] == learnt[1]


def test_permuted_labels_fall_to_chance(loaded: tuple[data.Schema, pd.DataFrame]) -> None:
    """Of one permutation a few clear clusters can make much by luck, of eight they cannot."""
    schema, frame = loaded
    parts = split_of(frame, schema)
    few = parts.train[:: max(1, len(parts.train) // 400)]
    rows, test = frame.iloc[few], frame.iloc[parts.test]
    truth, labels = evaluate.target(test, schema), evaluate.target(rows, schema)
    seen, asked = features.reference(rows, schema), features.reference(test, schema)
    random, scores = np.random.default_rng(0), []
    for permuted in (labels, *(random.permutation(labels) for _ in range(8))):
        fitted = model.reference(seen).fit(seen, permuted)
        scores.append(evaluate.score(truth, fitted.predict(asked)))
    assert np.mean(scores[1:]) < 1.5 / len(set(truth))
    assert scores[0] > np.mean(scores[1:]) or not schema.dataset["sample"]


def test_a_planted_copy_in_training_flatters() -> None:
    random = np.random.default_rng(0)
    vocabulary = np.array([f"w{number}" for number in range(3000)])
    originals = [" ".join(random.choice(vocabulary, 40)) for _ in range(60)]
    read = [f"{text} {end}" for text in originals for end in ("first", "second")]
    labels = np.repeat(random.choice(["a", "b"], 60), 2)
    columns = (data.Column("text", "text"), data.Column("label", "category", "target"))
    schema = data.Schema({}, columns, {"kind": "grouped", "stratify": True}, {}, {})
    frame = pd.DataFrame({"text": read, "label": labels}, dtype=object)
    trap, pair = evaluate.duplicates_on_both_sides(frame, schema)
    assert trap.optimistic > trap.honest + 0.2
    assert [row["text"] for row in pair] == ["tested", "its twin"]


def test_reference_beats_the_best_baseline_or_the_page_says_it_does_not(small: Path) -> None:
    for root in [small, ROOT] if HAS_RUN else [small]:
        metrics = json.loads((root / "reports" / "metrics.json").read_text(encoding="utf-8"))
        claim = next(c for c in metrics["comparisons"] if c["model"] == "linear SVC")
        line = report.told(claim)
        assert line in (root / "README.md").read_text(encoding="utf-8")
        assert line.endswith("not distinguishable") != (claim["low"] > 0 or claim["high"] < 0)


def test_saved_model_predicts_as_the_fitted_one(small: Path) -> None:
    schema, frame = data.load(small)
    rows = frame.iloc[split_of(frame, schema).train].reset_index(drop=True)
    seen = features.reference(rows, schema)
    fitted = model.reference(seen).fit(seen, evaluate.target(rows, schema))
    restored = commands.restore(small, "linear SVC")
    assert np.array_equal(fitted.decision_function(seen), restored.decision_function(seen))


HOSTILE = "<!-- errors:end --> | a `b` *c* [d](e) <script>\n\u202egpj.exe me@example.org http://x.example $x$"


def test_excerpts_break_no_table_and_end_no_block() -> None:
    safe = evaluate.excerpt(HOSTILE)
    assert not re.search(r"<|(?<!\\)[|`*\[\]$]|[\n\u202e]|http|@", safe)
    assert report.BLOCK.sub("", f"<!-- errors:start -->\n{safe}\n<!-- errors:end -->") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Permission is hereby GRANTED", ["permission", "is", "hereby", "granted"]),
        ("כל הזכויות שמורות", ["כל", "הזכויות", "שמורות"]),
        ("حقوقُ النشر", ["حقوقُ", "النشر"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("版权所有", ["版", "权", "所", "有"]),
    ],
)
def test_words_are_found_in_any_script(text: str, expected: list[str]) -> None:
    assert re.findall(features.WORD, text.lower()) == expected


def test_a_text_file_is_one_text_and_no_text_has_no_label(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    schema, frame = data.load(small)
    text = frame[schema.named("feature")[0]].iloc[0]
    monkeypatch.chdir(small)
    for name, content, answer in (("a.txt", text, r"0,[^,]+,"), ("b.txt", " \n", r"0,,")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert commands.main(["predict", str(tmp_path / name)]) == 0
        assert re.match(answer, capsys.readouterr().out.splitlines()[1])
    (tmp_path / "c.txt").write_bytes(b"\xff\xfe\x00\xd8")
    assert commands.main(["predict", str(tmp_path / "c.txt")]) == 2
    assert "UTF-8" in capsys.readouterr().err
