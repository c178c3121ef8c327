"""What a section is about."""

import pytest

from scaffolio.parsers.markdown import parse
from scaffolio.parsers.sections import KINDS, read_sections


def kinds(heading, body="text", before="# Title\n\n"):
    return set(read_sections(parse(f"{before}## {heading}\n\n{body}\n"))[-1].kinds)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Results", "results"),
        ("📊 Model Performance", "results"),
        ("4.2 Key findings", "results"),
        ("Ergebnisse", "results"),
        ("实验结果", "results"),
        ("Methodology", "approach"),
        ("How it works", "approach"),
        ("What I tried", "approach"),
        ("Métodos", "approach"),
        ("Lessons learned", "challenges"),
        ("What I learned", "challenges"),
        ("Défis", "challenges"),
        ("Problems encountered", "challenges"),
        ("Known issues", "limitations"),
        ("Where it fails", "limitations"),
        ("Data, split and limits", "limitations"),
        ("Data, split and limits", "data"),
        ("Dataset", "data"),
        ("Datos", "data"),
        ("Getting Started", "install"),
        ("Prerequisites", "install"),
        ("Run it", "usage"),
        ("Usage", "usage"),
        ("License", "licence"),
        ("LICENCE", "licence"),
        ("Motivation", "why"),
        ("Contributing", "contribution"),
        ("Authors", "who"),
        ("Roadmap", "when"),
        ("References", "references"),
        ("Overview", "what"),
        ("Introdução", "what"),
        ("Instalação", "install"),
        ("Contribución", "contribution"),
        ("Utilisation", "usage"),
        ("النتائج", "results"),
        ("البيانات", "data"),
        ("설치 방법", "install"),
        ("データセット", "data"),
        ("Obtained results", "results"),
        ("Arquitetura", "approach"),
        ("Risultati", "results"),
        ("Model Sonuçları", "results"),
        ("Hasil Model", "results"),
        ("Dati di riferimento", "data"),
        ("Veri Seti", "data"),
        ("Kurulum", "install"),
        ("Prérequis", "install"),
        ("Çalıştırma Talimatı", "usage"),
        ("Como rodar", "usage"),
        ("Sınırlılıklar", "limitations"),
        ("Difficoltà", "challenges"),
    ],
)
def test_a_heading_names_its_kinds(heading, kind):
    assert kind in kinds(heading)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Churn Prediction", "usage"),
        ("Running experiments", "results"),
        ("Feature Comparison", "results"),
        ("3. View results", "results"),
        ("2. Obtained the result by calling predict", "results"),
        ("Runtime", "usage"),
        ("Finance", "results"),
        ("Troubleshooting", "challenges"),
    ],
)
def test_a_heading_that_only_sounds_alike(heading, kind):
    assert kind not in kinds(heading)


def test_a_silent_heading_takes_the_kind_above():
    assert "results" in kinds("Random forest", before="# T\n\n# Results\n\n")


def test_a_silent_heading_takes_the_kind_of_its_body():
    assert "usage" in kinds("Hop on", "```\npip install x\n```")
    assert "results" in kinds("So?", "Accuracy 0.91 on the test set")


def test_the_title_says_what_it_is():
    assert read_sections(parse("# Churn results\n"))[0].kinds == ("what",)


def test_every_section_has_a_known_kind():
    assert all(kinds(h) <= set(KINDS) for h in ("", "x", "…", "123", "Zebra"))
    assert not kinds("Zebra") & {"data", "approach", "results", "challenges", "limitations", "licence"}
