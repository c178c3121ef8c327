"""DAT, on models: whether a trained one is offered, and what its card says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.dependencies import is_package
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.data_files import is_model, is_weights
from scaffolio.parsers.front_matter import FrontMatter, read_front_matter
from scaffolio.parsers.language import is_english
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, markdown_readme, rule

_TRAINS = regex(rb"\.backward\(|optimizer\.step\(|apply_gradients\(|Trainer\(|train_on_batch\(|GradientTape\(")
_SAVES = regex(
    rb"torch\.save\(|save_weights\(|save_pretrained\(|ModelCheckpoint\(|save_checkpoint\(|saver\.save\(|model\.save\("
)
_OFFERED = regex(
    r"pre-?trained|checkpoints?\b|weights\b|trained models?|model zoo|huggingface\.co|/releases|release", re.IGNORECASE
)


@rule(
    "DAT006",
    Severity.ADVICE,
    minutes=20,
    bad={
        "README.md": "# Birds\n\nA network that tells the birds of a garden apart.\n",
        "train.py": "loss.backward()\ntorch.save(net.state_dict(), path)\n",
    },
    good={
        "README.md": "# Birds\n\nA network that tells the birds of a garden apart. [Trained weights](https://zenodo.org/1).\n",
        "train.py": "loss.backward()\ntorch.save(net.state_dict(), path)\n",
    },
)
def weights_unlinked(project: Project) -> Iterator[Finding]:
    """Code trains a network and saves it, and no trained one is offered.

    A file of weights in the repository and any words on trained models in README count as an offer. Packages are not
    asked.

    **Why.** A reader without a GPU cannot try what the project did. Pretrained models are on the ML Code Completeness
    checklist; 24% of 200 repositories had them, with a median of 114 stars against 15.

    **Fix.** Attach the weights that the results came from to a release or a model hub, and link them from README.
    """
    path, readme = markdown_readme(project)
    if is_package(project) or project.is_collection or _OFFERED.search(readme.text):
        return
    if any(is_weights(file) for file in project.own_paths):
        return
    for file in project.code_paths:
        code = project.code(file)
        if _TRAINS.search(code) and _SAVES.search(code):
            yield Finding("a network is trained and saved, no trained one is offered", path, None, file)
            return


_CARD = regex(r"(?:^|/)[^/]*model[-_ ]?card[^/]*\.(?:md|rst|txt|ya?ml)\Z", re.IGNORECASE)
_FOREIGN = regex(
    r"(?:^|/)(?:data(?:sets?)?|third_party|vendor|external|lpips\w*|\w+_lpips|benchmarks?)/", re.IGNORECASE
)
_PARTS = {
    "intended use": regex(
        r"intended|use cases?|out[- ]of[- ]scope|purpose|who uses|meant for|made for|used for|decision", re.IGNORECASE
    ),
    "data": regex(r"\bdata|corpus|trained on|images", re.IGNORECASE),
    "metrics": regex(
        r"metric|accuracy|\bf1\b|\bauc\b|rmse|\bmae\b|precision|recall|r2|r²|performance|"
        r"evaluation|results|score|bleu|silhouette",
        re.IGNORECASE,
    ),
    "limitations": regex(
        r"limit|caveat|bias|\brisks?\b(?! (?:prediction|assessment|scor))|fail|does not|known issues|weak|"
        r"not (?:be )?(?:suited|meant|work|intended|used|sufficient|enough)|may not|not very|cannot|struggl|"
        r"drawback|shortcoming|insufficient|disclaimer|educational purposes|financial advice|"
        r"too (?:small|few|little)|more data\b|overfit|misclassif",
        re.IGNORECASE,
    ),
}
_BESIDE_README = regex(r"(?:docs?/)?(?!licen|change|contrib|code_of|security)[^/]+\.(?:md|rst)\Z", re.IGNORECASE)


@rule(
    "DAT007",
    Severity.WARNING,
    minutes=30,
    bad={
        "README.md": "# Birds\n\nA network that tells birds apart.\n",
        "MODEL_CARD.md": "# Model card\n\nIntended use: counting birds. Trained on photographs. Accuracy 0.91.\n",
    },
    good={
        "README.md": "# Birds\n\nA network that tells birds apart.\n",
        "MODEL_CARD.md": "# Card\n\nIntended use: counting birds. Trained on images. Accuracy .9. Limit: dusk.\n",
    },
)
def model_card_missing(project: Project) -> Iterator[Finding]:
    """A trained model is passed on without a model card, or its card leaves out a part.

    A model is passed on where its weights lie in the repository; a scaler or an encoder alone is none. A README, with
    the documents beside it, serves as a card where it speaks of data, metrics and limitations. Packages are not asked,
    and texts in other languages than English are not judged.

    **Why.** Whoever uses a model has to know what it is for, what it learned from, how well it did and where it fails
    (Mitchell et al., "Model Cards for Model Reporting", 2019).

    **Fix.** Write MODEL_CARD.md: intended use, data, metrics, limitations; a paragraph each is enough.
    """
    named = (path for path in project.files.paths if _CARD.search(path))
    cards = [path for path in named if "template" not in path.lower() and not path.startswith(".github/")]
    for card in cards:
        said = project.text(card)
        if not _is_foreign(said) and (lacking := _lacking(said, *_PARTS)):
            yield Finding(f"the model card says nothing of {' and '.join(lacking)}", card)
    models = [path for path in project.own_paths if is_model(path) and not _FOREIGN.search(path)]
    if cards or not models or is_package(project) or project.is_collection:
        return
    said = _said_beside(project)
    if lacking := _lacking(said, "data", "metrics", "limitations"):
        more = f" and {len(models) - 1} more" if len(models) > 1 else ""
        nothing = f"; README says nothing of {' and '.join(lacking)}" if said else ""
        yield Finding(
            f"a trained model and no model card{nothing}", project.readme_path or models[0], None, f"{models[0]}{more}"
        )


def _said_beside(project: Project) -> str:
    """What README and the documents beside it say, the whole repository's README too; empty where there is none.

    Raises:
        NotAssessedError: they cannot be read, or are not in English.
    """
    if project.readme_path and project.readme is None and project.content(project.readme_path).strip():
        raise NotAssessedError("the README cannot be read")
    readmes = [each.readme.text for each in (project, project.whole) if each.readme and each.readme.text.strip()]
    if not readmes:
        return ""
    if any(_is_foreign(readme) for readme in readmes):
        raise NotAssessedError("the README is not in English")
    return "\n".join([*readmes, *(project.text(path) for path in project.own_paths if _BESIDE_README.match(path))])


_FEW_WORDS = 30
"""Words below which a text is too short to tell its language."""


def _is_foreign(text: str) -> bool:
    return len(text.split()) >= _FEW_WORDS and not is_english(text)


_CARD_READ = 200_000
"""Characters of a card that are searched."""


def _lacking(text: str, *parts: str) -> list[str]:
    return [part for part in parts if not _PARTS[part].search(text[:_CARD_READ])]


_HEADED = regex(r"(?:^|/)(?:readme|[^/]*model[-_]?card|[^/]*data(?:set)?[-_]?card)\.md\Z", re.IGNORECASE)


@rule(
    "DAT008",
    Severity.ERROR,
    minutes=5,
    scope=Scope.ANYWHERE,
    bad={"README.md": "---\nlicense: mit\ntags: [churn, tabular\n---\n# Churn\n"},
    good={"README.md": "---\nlicense: mit\ntags: [churn, tabular]\n---\n# Churn\n"},
)
def card_metadata_broken(project: Project) -> Iterator[Finding]:
    """The metadata at the head of a card or README cannot be read.

    **Why.** The Hugging Face Hub takes licence, tags, data sets and results from this head; where it does not parse, it
    shows an error and nothing of it counts (huggingface.co/docs/hub, "Model Cards").

    **Fix.** Mend the line named: quote values that hold a colon, close brackets, indent with spaces.
    """
    for path in project.files.paths:
        if _HEADED.search(path) and project.content(path)[:4] in {b"---\n", b"---\r"}:
            head = read_front_matter(project.text(path).replace("\r\n", "\n"))
            if head and (fault := _head_fault(head)):
                yield Finding(f"the metadata at the head cannot be read: {fault}", path, head.line or 1)


def _head_fault(head: FrontMatter) -> str | None:
    index = head.content.get("model-index")
    if head.fault or index is None:
        return head.fault
    entries = index if isinstance(index, list) else [None]
    broken = any(not isinstance(entry, dict) or "name" not in entry or "results" not in entry for entry in entries)
    return "model-index is no list of models with a name and results" if broken else None
