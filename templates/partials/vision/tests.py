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
