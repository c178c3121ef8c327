"""DOC, on the work: the approach, what was difficult, and what came out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.example_files import FLATS_OPENING
from scaffolio.model import Finding, Severity
from scaffolio.parsers.claims import read_claims
from scaffolio.parsers.document import Document
from scaffolio.parsers.metric_names import CHINESE_VALUE
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import one_story, results_told_elsewhere, rule

_CAPTION = 3
_LARGEST = 200_000
"""Bytes of a linked document that is read for results."""

_APPROACH = regex(
    r"\b(?:(?:we|i) (?:use|used|train|trained|fit|fitted|compare|compared|model|apply|applied|built|tried|"
    r"chose|implement)|model(?:s|led|ling|ing)? (?:is|are|was|were|uses?|used)\b|trained (?:on|with|by|"
    r"using)\b|using (?:a |an |the )?(?:\w+[ -]){0,3}(?:regression|forest|network|boost\w*|svm|lstm|bert|cnn|"
    r"transformer|classifier|model)\b|approach\b|methodolog|algorithm|architecture|pipeline|"
    r"implement\w* (?:of|in)\b|entrenad|(?:developed|built|created|trained|proposed|explores?|stacking|"
    r"ensembles?) |from scratch\b|feature (?:eng|extr|sel)|(?:regression|random forests?|neural net\w*|"
    r"deep learning|decision trees?|boosting|k-?means|clustering|tf-?idf|s?ari?max?|prophet|lstm|gru|cnn|rnn|"
    r"gan|svm|svc|knn|pca|xgboost|lightgbm|catboost|bert\w*|gpt\w*|llms?|transformers?|res(?:net|next)\w*|"
    r"u-?net|yolo\w*|vgg\w*|naive bayes|lemmati\w+|stemm\w+|group(?:ed)? by|etl|rag|exponential smoothing|"
    r"seasonal naive)\b|arquite[ct]|metodolog|entraîn|trainiert|kiến trúc)|анализ|алгоритм|模型|算法",
    re.IGNORECASE,
)


@rule(
    "DOC007",
    Severity.WARNING,
    minutes=15,
    requires=("DOC001", "DOC002"),
    bad={
        "README.md": FLATS_OPENING * 2
        + "\n## Run it\n\nInstall the package, then run the one command that it brings along.\n"
    },
    good={
        "README.md": FLATS_OPENING * 2
        + "\n## Approach\n\nGradient boosting; a linear model missed how rent and size interact.\n"
    },
)
def approach_missing(project: Project) -> Iterator[Finding]:
    """No section and no sentence of the README says how the question was approached.

    **Why.** A notebook that loads, fits and plots hides how obstacles were overcome, which is what a hiring manager
    looks for ("What makes a good personal project", r/datascience, a senior director of data science, 2020).

    **Fix.** Say in a few sentences which approach was taken, which alternative was rejected, and on what evidence.
    """
    path, readme = one_story(project)
    if not _tells(project, readme, "approach", _APPROACH):
        yield Finding("could not find a description of the approach", path)


_CHALLENGES = regex(
    r"\b(?:challeng|difficult|struggl|obstacle|tricky\b|pitfall|lesson|learn(?:ed|t) that\b|(?:i|we)(?:['’]ve|"
    r" have)? learn(?:ed|t)\b|turned out\b|surpris|not (?:that|so|very|too) good\b|never (?:\w+ )?converge|"
    r"breaks? down\b|(?:did|does|do)(?:n't|n’t| not) (?:work|help|improve|converge)|fail(?:s|ed|ure)|"
    r"trade-?offs?\b|workaround|overcome|overcame|unfortunately\b|mistake|problem (?:was|is) that\b|imbalanc|"
    r"overfit|leak(?:s|ed|age)?\b|desaf|reto\b|dificul|difficile|difficolt|difficulté|défi|sfid[ae]\b|herausforder|"
    r"schwierig|zorluk|сложн)|挑战|难点|困难|課題|困難|어려움",
    re.IGNORECASE,
)


@rule(
    "DOC008",
    Severity.WARNING,
    minutes=15,
    requires=("DOC001", "DOC002"),
    bad={
        "README.md": FLATS_OPENING * 2
        + "\n## Results\n\nMean absolute error 5.8 days on 600 flats let after the last training day.\n"
    },
    good={
        "README.md": FLATS_OPENING * 2
        + "\n## Challenges\n\nAdverts are reposted, so rows repeat: the split had to keep a flat together.\n"
    },
)
def challenges_missing(project: Project) -> Iterator[Finding]:
    """No section and no sentence of the README tells of an obstacle, a surprise or an attempt that failed.

    **Why.** Of 58 READMEs in five public portfolios none told of one, while hiring managers ask for little else: how
    a candidate got past an obstacle (r/datascience, "What makes a good personal project", 2020).

    **Fix.** Tell of one thing that went wrong or surprised you, and point at the commit, file or figure that shows it.
    """
    path, readme = one_story(project)
    if not _tells(project, readme, "challenges", _CHALLENGES):
        yield Finding("could not find a word on what was difficult", path)


@rule(
    "DOC009",
    Severity.ERROR,
    minutes=15,
    requires=("DOC001", "DOC002"),
    bad={
        "README.md": FLATS_OPENING * 2
        + "\n## Run it\n\nInstall the package, then run the one command that it brings along.\n"
    },
    good={
        "README.md": FLATS_OPENING * 2
        + "\n## Results\n\nMean absolute error is 5.8 days on 600 flats let after training ended.\n"
    },
)
def results_missing(project: Project) -> Iterator[Finding]:
    """The README tells no result: no section about results, no metric with a value.

    A document of results that it names tells them too; a linked one that states a metric is named in the message.

    **Why.** Results in the README are one of the five items of the ML Code Completeness checklist; repositories of
    NeurIPS 2019 papers that show a results table have a median of 88 stars, those without 15.

    **Fix.** Add a section with the main metric, the data it was measured on and the baseline beside it.
    """
    path, readme = one_story(project)
    stated = any(judged.path == path for judged in project.claims) or _pictured(readme) or _PRINTED.search(readme.text)
    told = any(_GROUPS.search(heading.text) for heading in readme.headings) or results_told_elsewhere(project, readme)
    if not stated and not told and not _tells(project, readme, "results", _RESULTS):
        yield next(_in_a_linked_document(project, path), Finding("could not find results", path))


def _in_a_linked_document(project: Project, path: str) -> Iterator[Finding]:
    """The finding, for each value of a metric that a document states which the README links."""
    for linked in project.linked_documents:
        stated = read_claims(project.document(linked)) if project.files.size(linked) <= _LARGEST else ()
        for claim in stated:
            if claim.metric and claim.kind == "value":
                said = f"{linked}:{claim.line}, which it links, states {claim.metric.replace('_', ' ')}"
                fix = f"Bring the main metric of {linked} here, with the data it was measured on and the baseline."
                yield Finding(f"could not find results; {said} {claim.number.text}", path, fix=fix)


_RESULTS = regex(
    r"\b(?:accuracy|precision|recall|f1|auc|error|loss|score|r2|r²|bleu|perplexity|mAP|iou|aic|bic)\b"
    r"(?:[^.]|\.(?=\d)){0,80}?(?<![\w.])\d*(?:\.\d|\d\s?(?:%|per ?cent\b))|"
    r"\b(?:rmse|mse|mae)\b(?:[^.]|\.(?=\d)){0,80}?(?<![\w.])\d+(?![\w-]|\s(?:epoch|fold|step|model|class))|"
    r"\d\s?%[^.\n]{0,30}\b(?:accuracy|precision|recall|correct)|\b(?:we|i) (?:found|find|achieved?|obtain(?:ed)?)\b|"
    r"\b(?:lowest|smallest|best) \W{0,4}(?:aic|bic)\b|\bp-values?\b[^.\n]{0,10}[=≈<:]|"
    r"\bresults? (?:shows?|below)\b|"
    r"\b(?:scores?|metrics|results?) (?:are|is) (?:given|shown|listed|reported|summari[sz]ed) below\b|"
    r"\bresults? (?:are|is|were)(?! (?:logged|saved|stored|written|returned|sent|displayed|printed|that))\b|"
    r"\b(?:figure|plot|table|chart) (?:below |above "
    r")?shows?\b.{0,40}\b(?:perform|trend|forecast|predict)|"
    r"\bcompar\w+ of (?:the )?(?:performance|models?|results)|\bbest[- ]perform|\bperform(?:s|ed)? (?:best|better)\b|"
    r"\bprove[sd]? (?:to be )?(?:best|better|worse)\b|\bhard to beat\b|" + CHINESE_VALUE,
    re.IGNORECASE,
)

_PRINTED = regex(r"\bprecision\s{1,20}recall\s{1,20}f1-score\b")
"""The head of the table that scikit-learn prints, pasted with its numbers as no prose is."""

_GROUPS = regex(
    r"\b(?:identified|discovered|resulting|final|found)\b[^\n]{0,30}\b(?:clusters?|segments?|personas|topics)\b|"
    r"\b(?:clusters?|segments?|personas?)\W{0,3}(?:profiles?|interpretation|summary|descriptions?|characteristics|"
    r"insights|identified|found|discovered)\b",
    re.IGNORECASE,
)
"""Headings under which stands what a clustering found."""

_RESULT_FILE = regex(r"(?:\A|[/_-])results?(?:[_-][^/?]{0,100})?\.\w{3,4}(?:\?[^/]{0,100})?\Z", re.IGNORECASE)

_SHOWN = regex(
    r"\bresult|\bmetrics\b|\bconfusion|\bperformance\b|\bactual\b|\bforecasts?\b|\broc\b|\bheatmap|\b(?:bar|line|pie) "
    r"(?:chart|plot)|\bvisuali[sz]ations?\b|\brésultat|\brisultat|\bergebnis|\bsonuç|\bhasil\b|结果|結果|결과",
    re.IGNORECASE,
)


_OF_RESULTS = regex(r"(?:\A|/)results?/", re.IGNORECASE)


def _pictured(readme: Document) -> bool:
    """Whether a sentence or heading about results leads to a picture, or one's name or folder says it shows some."""
    pictures = [image for image in readme.images if not image.is_badge]
    if any(_RESULT_FILE.search(image.target) or _OF_RESULTS.search(image.target) for image in pictures):
        return True
    shown = [image.line for image in pictures]
    told = [p.line_at(len(p.text)) for p in readme.prose if _SHOWN.search(p.text)]
    told += [heading.line for heading in readme.headings if _SHOWN.search(heading.text)]
    return any(0 <= line - end <= _CAPTION for line in shown for end in told)


def _tells(project: Project, readme: Document, kind: str, words: re.Pattern[str]) -> bool:
    """Whether a section is about this, or any sentence speaks of it."""
    if any(kind in section.kinds for section in project.readme_sections):
        return True
    return any(words.search(paragraph.text) for paragraph in readme.prose)
