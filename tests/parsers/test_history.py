"""A history is read by position, so that no name or subject can pass for something else."""

from scaffolio.parsers.history import Change, read_log, told_history

OLD, NEW, NONE = "a" * 40, "b" * 40, "0" * 40


def log(*commits: tuple[str, list[str]]) -> str:
    return "\0".join("\0".join([head, *entries]) for head, entries in commits) + "\0"


def entry(kind: str, path: str, mode: str = "100644") -> list[str]:
    return [f":100644 {mode} {OLD} {NEW} {kind}", path]


def test_a_commit_with_its_changes():
    (commit,) = read_log(log((f"{OLD}\n1700000000\nAda\nAdd the model", entry("A", "a.py") + entry("M", "b.py"))))
    assert (commit.time, commit.author, commit.subject) == (1_700_000_000, "Ada", "Add the model")
    assert commit.changes == (Change("A", "a.py", NEW), Change("M", "b.py", NEW))


def test_commits_without_changes_and_without_a_subject():
    commits = read_log(log((f"{OLD}\n1\nAda\n", []), (f"{NEW}\n2\nBen\nMerge", [])))
    assert [commit.subject for commit in commits] == ["", "Merge"]


def test_a_file_named_like_an_entry_stays_a_name():
    name = f":100644 100644 {OLD} {NEW} A"
    (commit,) = read_log(log((f"{OLD}\n1\nAda\nOdd\n", entry("A", name) + entry("D", "x\ny\nz\nw"))))
    assert [change.path for change in commit.changes] == [name, "x\ny\nz\nw"]


def test_links_and_submodules_have_no_content_of_their_own():
    (commit,) = read_log(log((f"{OLD}\n1\nAda\nLink", entry("A", "link", "120000") + entry("A", "sub", "160000"))))
    assert [change.blob for change in commit.changes] == ["", ""]


def test_nothing_is_no_history_and_nonsense_no_crash():
    assert read_log("") == ()
    assert read_log("\0\0:\0x\0") == ()
    assert read_log(f"{OLD}\nnot a time\nAda\nx\0")[0].time == 0


def test_a_history_told_in_words():
    history = told_history(
        {".git/log": b"2026-01-02 Ada: Drop it\nD a.env\n2026-01-01 Ada: Begin\nA a.env\nA big.bin 12000000\n"}
        | {".git/past/a.env": b"X=1\n"}
    )
    assert history is not None
    assert [commit.subject for commit in history.commits] == ["Drop it", "Begin"]
    assert history.current()["a.env"] == ""
    added, big = history.commits[1].changes
    assert dict(history.contents([added.blob])) == {added.blob: b"X=1\n"}
    assert history.sizes[big.blob] == 12_000_000
    assert told_history({"README.md": b""}) is None


def test_the_history_of_a_part_has_its_own_paths_and_commits():
    history = told_history({".git/log": b"2026-01-02 Ada: Rain\nA rain/a.py\n2026-01-01 Ada: Mail\nA mail/a.py\n"})
    (commit,) = history.below("rain/").commits
    assert (commit.subject, [change.path for change in commit.changes]) == ("Rain", ["a.py"])
