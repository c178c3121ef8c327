"""What a target means, and what is refused before Git hears of it."""

import pytest

from scaffolio.errors import UsageError
from scaffolio.parsers.address import Address, github_repository, read_address, shown

HUB = "https://github.com/ada/churn"


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("ada/churn", Address(HUB)),
        ("gh:ada/churn", Address(HUB)),
        ("ada/churn@v1.2", Address(HUB, "v1.2")),
        ("ada/churn@work/more", Address(HUB, "work/more")),
        ("ada/churn@v1#projects/one", Address(HUB, "v1", "projects/one")),
        ("ada/churn#projects/one/", Address(HUB, None, "projects/one")),
        (HUB, Address(HUB)),
        (f"{HUB}.git/", Address(f"{HUB}.git")),
        (f"{HUB}@main#a", Address(HUB, "main", "a")),
        (f"{HUB}/tree/main/projects/one", Address(HUB, "main", "projects/one")),
        ("https://ada:secret@github.com/ada/churn@v1", Address("https://ada:secret@github.com/ada/churn", "v1")),
        ("git@github.com:ada/churn.git@v1#a", Address("git@github.com:ada/churn.git", "v1", "a")),
        ("ssh://git@example.org:2222/ada/churn@v1", Address("ssh://git@example.org:2222/ada/churn", "v1")),
        ("git://example.org/churn", Address("git://example.org/churn")),
        ("http://localhost:80/churn.git", Address("http://localhost:80/churn.git")),
        ("file:///srv/a%20b.git@v1", Address("/srv/a b.git", "v1", "", local=True)),
    ],
)
def test_addresses_are_read(target, address):
    assert read_address(target) == address


@pytest.mark.parametrize(
    "target", ["gone", "./a/b", "a/b/c", "../x", "/abs", "ada/..", "a b/c", "x\n/y", "C:\\churn", ""]
)
def test_other_words_are_paths(target):
    assert read_address(target) is None


@pytest.mark.parametrize(
    "target",
    [
        "-u", "--upload-pack=id", "ext::sh -c id", "fd::17", "ftp://example.org/x", "http://example.org/x",
        "https://-oProxy/x", "ssh://-oProxyCommand=id/x", "https://example.org", "ada/churn@--upload-pack=id",
        "ada/churn@a..b", "ada/churn@a b", "ada/churn#../x", "ada/churn#/etc", "git@example.org:-x", "https://example.org:port/x",
        "javascript://x/y", "ada/churn@",
    ],
)  # fmt: skip
def test_what_could_run_programs_or_lead_out_is_refused(target):
    with pytest.raises(UsageError) as refused:
        read_address(target)
    assert refused.value.hint


@pytest.mark.parametrize("url", [HUB, f"{HUB}.git", "git@github.com:ada/churn.git", "ssh://git@github.com/ada/churn"])
def test_github_repositories_are_known_by_owner_and_name(url):
    assert github_repository(url) == ("ada", "churn")


@pytest.mark.parametrize(
    "url", ["https://example.org/ada/churn", "https://github.com/ada", "https://github.com.evil/a/b"]
)
def test_other_hosts_are_not_github(url):
    assert github_repository(url) is None


def test_a_password_is_never_shown():
    assert shown("https://ada:secret@github.com/ada/churn@v1") == "https://github.com/ada/churn@v1"
    assert shown("git@github.com:ada/churn") == "git@github.com:ada/churn"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (Address(f"{HUB}.git"), "churn"),
        (Address("git@github.com:churn"), "churn"),
        (Address(HUB, None, "a/b"), "b"),
        (Address("/"), "project"),
    ],
)
def test_a_project_is_called_by_the_last_word_of_its_address(address, name):
    assert address.name == name
