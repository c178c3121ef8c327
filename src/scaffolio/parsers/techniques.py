"""Techniques that READMEs claim, and the words of code that show one at work.

The words are compared with names, attributes, keywords and short texts of code, lower
case and without underscores: ``cross_val_score`` holds ``crossval``. They are wide on
purpose: a technique is called absent only where nothing of the kind is found.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from scaffolio.nouns import dataclass
from scaffolio.parsers.document import Document, Table
from scaffolio.parsers.statements import statements
from scaffolio.patterns import regex


@dataclass(frozen=True, slots=True)
class Technique:
    """What a technique is called in prose, and what shows it in code."""

    name: str
    said: re.Pattern[str]
    shown: tuple[str, ...]


def _technique(name: str, said: str, shown: str) -> Technique:
    return Technique(name, regex(rf"(?<![\w/.-])(?:{said})(?![\w/])", re.IGNORECASE), tuple(shown.split()))


TECHNIQUES = (
    _technique(
        "cross-validation",
        r"cross[ -]?validat(?:ion|ed)|(?:\d{1,2}|k)[ -]folds?(?: cv)?|stratified ?k-?fold",
        "crossval fold cv leaveoneout shufflesplit timeseriessplit searchcv backtest resampl",
    ),
    _technique("grid search", r"grid[ -]?search(?:ed|cv)?", "grid itertools product searchcv tuner sweep"),
    _technique(
        "random search", r"random(?:i[sz]ed)?[ -]?search(?:cv)?", "randomizedsearch randomsearch sampler tuner sweep"
    ),
    _technique("Optuna", r"optuna", "optuna"),
    _technique(
        "Bayesian optimisation",
        r"bayesian (?:hyper-?parameter )?(?:optimi[sz]ation|search|tuning)",
        "bayes optuna hyperopt skopt tpe fmin",
    ),
    _technique("ROC-AUC", r"roc[ -/]?auc|auc[ -/]?roc|auroc|roc curves?", "roc auc"),
    _technique("a t-test", r"(?:paired |student'?s |welch'?s )?t-?tests?", "ttest pairedtest"),
    _technique("ANOVA", r"anova", "anova foneway fclassif fregression"),
    _technique("a chi-squared test", r"chi-?\s?squared?(?: tests?)?|χ²", "chi2 chisq"),
    _technique("a Wilcoxon or Mann–Whitney test", r"wilcoxon|mann[ -–]whitney", "wilcoxon mannwhitney ranksum"),
    _technique("McNemar's test", r"mcnemar(?:'s|’s)?", "mcnemar"),
    _technique("SHAP", r"shap|shapley(?: values?)?", "shap predcontrib"),
    _technique("LIME", r"LIME", "lime"),
    _technique("SMOTE", r"smote", "smote imblearn oversampl"),
    _technique("PCA", r"pca(?! (?:components?|features?|-))|principal components? analysis", "pca svd eig eigh"),
    _technique("t-SNE", r"t-?sne", "tsne"),
    _technique("UMAP", r"umap", "umap"),
    _technique("early stopping", r"early[ -]stopping", "earlystop patience nochange bestepoch callback"),
    _technique("TF-IDF", r"tf[ -/]?idf", "tfidf"),
    _technique("Word2Vec", r"word2vec", "word2vec w2v gensim keyedvectors"),
    _technique("dropout", r"dropout(?! approximation)", "dropout droprate droppath"),
    _technique("batch normalisation", r"batch[ -]?normali[sz]ation", "batchnorm normali bn"),
    _technique("stacking", r"stacking (?:ensemble|classifier|regressor)|stacked ensemble", "stack meta"),
    _technique(
        "a voting ensemble",
        r"voting (?:ensemble|classifier|regressor)|(?:soft|hard)[ -]voting",
        "voting vote mean argmax mode",
    ),
    _technique(
        "bootstrapped intervals",
        r"bootstrap(?:ped)? (?:confidence )?intervals?",
        "bootstrap resampl choice quantile percentile",
    ),
    _technique("Mutual information", r"mutual information", "mutualinfo mi"),
    _technique(
        "a chart",
        r"(?:bar|pie|line|area) charts?|scatter ?plots?|heat-?maps?|histograms?|box ?plots?|violin ?plots?",
        "plot plt sns seaborn heatmap chart hist figure altair bokeh plotly ggplot express graph",
    ),
    _technique("recursive feature elimination", r"recursive feature elimination|rfe(?:cv)?", "rfe rfecv ranking"),
)

AUTOMATIC = frozenset(
    ("pycaret", "autogluon", "flaml", "tpot", "h2o", "autosklearn", "ludwig", "fastai", "azureml", "supervised")
)
"""Packages that do such things by themselves."""

_NOT_DONE = regex(
    r"\bno\b|\bnot\b|n't\b|\bwithout\b|\bnever\b|\binstead\b|\brather than\b|\bavoid|\black|\bmissing\b|\bcould\b|"
    r"\bwould\b|\bshould\b|\bplan|\bfuture\b|\btodo\b|\bcan\b|\bmay\b|\bmight\b|\bif\b|\be\.g\.|\bsuch as\b|\boptional|"
    r"\brecommend|\bconsider|\bnext\b|\bwill\b|\bwant|\bneed|\btry\b|\bpapers?\b|\bet al\b|\bfor example\b|"
    r"\bexplor(?:e|ing)\b|\badd\b|\bimplement\b|\bextend|\bexperiment with\b|\bintegrat(?:e|ion)\b|\bapply\b|"
    r"\bimprove\b|\bideas?\b|"
    r"\bcoming soon\b|\bin progress\b|\bwhat is\b|\bunlike\b|\bremoved?\b|\bskip|\bdisabled?\b|\binspired\b|"
    r"\btraditional\b|\boffline\b|\bimplementar\b|\bincorporar\b|\bfuturo\b|"
    r"\bMACD\b|\btutorial|\bdocument|\bskills?\b|\blearn(?:ed|t|ing about)\b|\bV1\b|\banonymi|\btransformed\b|"
    r"[-–—:][ *_`]{1,4}(?:calculates|measures|means|stands for|refers to)\b|"
    r"^[^\w\n]{0,8}use (?!of\b)|\[ \]|https?://|[❌🔜🚧✗⏳]",
    re.IGNORECASE,
)
_CARDS = regex(r"\bV28\b|creditcardfraud|\bcreditcard\.csv\b", re.IGNORECASE)
"""What speaks of the public data on card fraud: their columns are principal components already."""

_OFFERED = regex(r"[ *_`)]{1,6}or\b", re.IGNORECASE)
"""What follows the first of two that a reader may choose from."""

_ASIDE = regex(
    r"future|road ?map|to-?do|next|improve|limitation|related|reference|resource|glossary|background|theory|"
    r"contribut|licen|acknowledg|citation|faq|further|extension|idea|possible|challenge|lesson|learn|skill|content|"
    r"\btips?\b|trabalhos futuros|mejoras|limitaci|limitaç|ausblick|about me|credits|instruction|assignment|task|"
    r"requirement|rubric|recommendations\W*\Z",
    re.IGNORECASE,
)
_USUAL = regex(
    r"\btraditional|\bconventional|\btradicional|\btradizional|\btraditionnel|\bklassisch|\bherkömmlich|\bgeleneksel|"
    r"전통|기존|传统|従来",
    re.IGNORECASE,
)
"""A column on how others do it."""

_ENTRY = regex(r"[\s>]{0,40}(?:[-*+•]|\d{1,3}[.)])[ \t]")
_REPOSITORY = frozenset({"repo", "repos", "repository", "repositories"})
_ENTRIES = 30
_TEXT = 80
_SHORT = 4
_WORDS = regex(r"[A-Za-z][\w.-]{1,60}")
_PARTS = regex(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def claimed_techniques(document: Document) -> Iterator[tuple[Technique, int, str]]:
    """Each technique a document says was used, with the line and words of its first mention."""
    seen: set[str] = set()
    for line, text in _statements(document):
        for technique in TECHNIQUES:
            if technique.name in seen:
                continue
            said = technique.said.search(text)
            if said and not _is_another(technique, said[0], document) and not _OFFERED.match(text, said.end()):
                seen.add(technique.name)
                yield technique, line, said[0]


def _is_another(technique: Technique, said: str, document: Document) -> bool:
    """Whether a technique's name is said of something else: a lime, or what was done to the data before."""
    if technique.name == "PCA":
        return _CARDS.search(document.text) is not None
    return technique.name == "LIME" and said != "LIME"


def _statements(document: Document) -> Iterator[tuple[int, str]]:
    """What is stated outside the sections that speak of plans, of others, or of theory."""
    headed = [section for at, section in enumerate(document.sections) if section.heading.level > 1 or at]
    aside = {line for s in headed if _ASIDE.search(s.heading.text) for line in range(s.line, s.outer_end + 1)}
    aside |= {row.line for table in document.tables if _names_repositories(table) for row in table.rows}
    lines = document.text.split("\n")
    compared = dict(_compared(document))
    for line, stated in statements(document):
        text = compared.get(line, stated)
        if line not in aside and not _NOT_DONE.search(text) and not _NOT_DONE.search(_announced(lines, line)):
            yield line, text


def _names_repositories(table: Table) -> bool:
    """Whether the rows of a table tell of several repositories, this one at most among them."""
    return any(cell.strip(" *`").lower() in _REPOSITORY for cell in table.header.cells)


def _compared(document: Document) -> Iterator[tuple[int, str]]:
    """Rows of tables that set the usual way beside the project's own, by line: without the cells on the usual one."""
    for table in document.tables:
        usual = {at for at, name in enumerate(table.header.cells) if _USUAL.search(name)}
        for row in table.rows if usual else ():
            yield row.line, " | ".join(cell for at, cell in enumerate(row.cells) if at not in usual)


def _announced(lines: Sequence[str], line: int) -> str:
    """The line that ends with a colon above the list in which a line stands; empty where there is none."""
    at = line - 1
    while at > max(0, line - _ENTRIES) and (_ENTRY.match(lines[at]) or not lines[at].strip(" \t>")):
        at -= 1
    return lines[at] if at < line - 1 and lines[at].rstrip(" *_").endswith(":") else ""


def used_words(tree: ast.Module) -> Iterator[str]:
    """Every name, attribute, keyword and short text of code, whole and in parts; not imports and docstrings."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        yield from _spellings(_word(node) or "")
        waiting.extend(ast.iter_child_nodes(node))


def words_of(text: str) -> Iterator[str]:
    """The words of a script or a configuration in another language, spelt in the same ways."""
    for match in _WORDS.finditer(text):
        yield from _spellings(match[0])


def _spellings(word: str) -> Iterator[str]:
    if word:
        yield squeezed(word)
        yield from (part.lower() for part in _PARTS.findall(word))


def shows(technique: Technique, words: frozenset[str]) -> bool:
    """Whether words of code hold one of a technique's: a short one alone, a longer one inside another."""
    short = {needle for needle in technique.shown if len(needle) <= _SHORT}
    if short & words:
        return True
    return any(needle in word for needle in technique.shown if len(needle) > _SHORT for word in words)


def squeezed(word: str) -> str:
    """A name as it is compared: lower case, without underscores and hyphens."""
    return word.lower().replace("_", "").replace("-", "")


def _word(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.keyword | ast.arg):
        return node.arg
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= _TEXT:
        return node.value if not any(map(str.isspace, node.value)) else None
    return None
