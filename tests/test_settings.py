"""Settings: flags win, files inherit, nothing unknown passes."""

import pytest

from scaffolio.errors import SettingsError
from scaffolio.model import Profile, RuleInfo, Severity
from scaffolio.settings import Settings, load_settings, severity_in


def load(tree, **flags):
    return load_settings(tree.get, flags)


def test_without_files_and_flags_the_defaults_hold():
    assert load({}) == Settings(Profile.READY, (), (), fail_on=Severity.ERROR)


def test_flags_win_over_the_file():
    tree = {"pyproject.toml": '[tool.scaffolio]\nprofile = "draft"\nfail-on = "warning"\nselect = ["TRU"]\n'}
    assert load(tree) == Settings(Profile.DRAFT, ("TRU",), (), fail_on=Severity.WARNING)
    assert load(tree, profile="strong", fail_on="never") == Settings(Profile.STRONG, ("TRU",), (), fail_on=None)


def test_a_file_of_its_own_wins_over_pyproject():
    tree = {".scaffolio.toml": 'profile = "strong"\n', "pyproject.toml": '[tool.scaffolio]\nprofile = "draft"\n'}
    assert load(tree).profile is Profile.STRONG


def test_extend_inherits_relative_to_the_file_that_names_it():
    tree = {
        ".scaffolio.toml": 'extend = "course/base.toml"\nignore = ["LIC"]\n',
        "course/base.toml": 'extend = "more.toml"\nprofile = "draft"\nignore = ["DOC"]\n',
        "course/more.toml": 'fail_on = "advice"\n',
    }
    assert load(tree) == Settings(Profile.DRAFT, (), ("LIC",), fail_on=Severity.ADVICE)


@pytest.mark.parametrize(
    ("tree", "message", "hint"),
    [
        ({".scaffolio.toml": "profil = 'draft'"}, "profil", "profile"),
        ({".scaffolio.toml": "profile = 'redy'"}, "redy", "ready"),
        ({".scaffolio.toml": "select = 3"}, "select", "codes"),
        ({".scaffolio.toml": "preview = 'yes'"}, "preview", "true"),
        ({".scaffolio.toml": "= ="}, "not valid TOML", "Mend"),
        ({".scaffolio.toml": "extend = 'no.toml'"}, "not there", "path"),
        ({".scaffolio.toml": "extend = '.scaffolio.toml'"}, "extends itself", "Remove"),
    ],
)
def test_wrong_settings_are_told_with_what_to_do(tree, message, hint):
    with pytest.raises(SettingsError, match=message) as error:
        load(tree)
    assert hint.lower() in error.value.hint.lower()


@pytest.mark.parametrize(
    ("code", "profile", "severity"),
    [
        ("OWN001", Profile.DRAFT, Severity.ADVICE),
        ("OWN001", Profile.READY, Severity.ERROR),
        ("TRU001", Profile.DRAFT, Severity.ERROR),
        ("RES003", Profile.STRONG, Severity.WARNING),
    ],
)
def test_profiles_change_what_only_the_person_can_mend(code, profile, severity):
    info = RuleInfo(code, "name", Severity.ERROR, "what", "why", "fix", 1)
    assert severity_in(profile, info) is severity


def test_a_broken_pyproject_is_a_fault_of_the_project_not_of_the_settings():
    assert load({"pyproject.toml": "= ="}) == Settings()


def test_severities_and_ignores_of_single_files_are_read():
    text = 'severity = { DOC008 = "advice" }\nper-file-ignores = { "old/*" = ["TRU", "DOC001"] }\n'
    settings = load({".scaffolio.toml": text})
    assert settings.severity == {"DOC008": Severity.ADVICE}
    assert settings.per_file_ignores == {"old/*": ("TRU", "DOC001")}


@pytest.mark.parametrize(
    "text", ['severity = "advice"', 'severity = { DOC008 = "advise" }', 'per-file-ignores = ["TRU"]']
)
def test_a_wrong_table_says_how_to_write_it(text):
    with pytest.raises(SettingsError) as raised:
        load({".scaffolio.toml": text})
    assert raised.value.hint


def test_metrics_files_are_paths():
    tree = {".scaffolio.toml": 'metrics = ["./out/final.txt", "b.json"]\n'}
    assert load(tree).metrics == ("out/final.txt", "b.json")
    with pytest.raises(SettingsError, match=r"metrics holds 'a\.json'"):
        load({".scaffolio.toml": 'metrics = "a.json"\n'})
    with pytest.raises(SettingsError) as told:
        load({".scaffolio.toml": 'metric = ["a.json"]\n'})
    assert "metrics" in str(told.value) + told.value.hint
