"""The values of hyperparameters: as a README states them, and as code and configuration set them."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping

from scaffolio.parsers.document import Document
from scaffolio.parsers.python import dotted_name, literal_text
from scaffolio.parsers.statements import statements
from scaffolio.patterns import regex

_SPELLINGS = {
    "learning rate": "lr learning_rate learningrate",
    "batch size": "batch_size batchsize bs",
    "epochs": "epochs n_epochs num_epochs max_epochs nb_epoch epoch num_train_epochs",
    "hidden size": "hidden hidden_size hidden_dim n_hidden hidden_units num_hidden lstm_units hidden_channels units",
    "dropout": "dropout dropout_rate dropout_p drop_prob drop_rate p_dropout",
    "n_estimators": "n_estimators num_trees ntree",
    "max_depth": "max_depth maxdepth",
    "embedding size": "embedding_dim embed_dim emb_dim embedding_size emb_size embed_size embedding_dimension",
    "layers": "num_layers n_layers",
    "momentum": "momentum",
    "weight decay": "weight_decay",
    "n_neighbors": "n_neighbors",
    "n_clusters": "n_clusters",
    "min_samples_leaf": "min_samples_leaf",
    "min_samples_split": "min_samples_split",
    "sequence length": "seq_len seq_length sequence_length max_len maxlen max_length max_seq_len max_sequence_length",
    "test size": "test_size",
}
_NAME_OF = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_LAYERS = {
    "Dropout": ("dropout", 0),
    "Embedding": ("embedding size", 1),
    "LSTM": ("hidden size", 0),
    "GRU": ("hidden size", 0),
    "Dense": ("hidden size", 0),
    "Linear": ("hidden size", 1),
    "Adam": ("learning rate", 0),
}
_VALUE = r"(?P<value>\d{1,7}(?:\.\d{1,10})?(?:e-?\d{1,2})?)(?!\w|\.\d|\s?%|\s?[-–x×/]\s?\d|\s?\(|`?,\s?`?\d)"
_SAID = {
    "learning rate": r"learning[ _-]rate|lr",
    "batch size": r"batch[ _-]size",
    "epochs": r"(?:number of |num_|n_|training )?epochs",
    "hidden size": (
        r"(?:number of )?hidden[ _-](?:size|dim(?:ension)?s?|units?|nodes?|neurons?|state size|layer size)|"
        r"n_hidden|hidden"
    ),
    "dropout": r"dropout(?:[ _-](?:rate|probability))?",
    "n_estimators": r"n_estimators|number of trees",
    "max_depth": r"max(?:imum)?[ _-]depth",
    "embedding size": r"embedding[ _-](?:size|dim(?:ension)?s?)|embed_dim",
    "layers": r"(?:num_|n_|number of )layers",
    "momentum": r"momentum",
    "weight decay": r"weight[ _-]decay",
    "n_neighbors": r"n_neighbors",
    "n_clusters": r"n_clusters|number of clusters",
    "min_samples_leaf": r"min_samples_leaf",
    "min_samples_split": r"min_samples_split",
    "sequence length": r"(?:max(?:imum)?[ _-])?seq(?:uence)?[ _-]len(?:gth)?|max_?len",
    "test size": r"test_size",
}
_KEYED = {
    name: regex(
        rf"(?<![\w-])(?<!\bno )(?:{said})(?: (?:in|for|of) (?:the |each )?[a-z]{{2,12}}(?: layers?)?)?"
        rf"[\s*_`]{{0,4}}(?:(?:of|is|was|set to|[:=|→])[\s*_`|]{{0,4}}){{1,2}}{_VALUE}",
        re.IGNORECASE,
    )
    for name, said in _SAID.items()
}
_COUNTED = {
    "epochs": regex(rf"(?<![\w.,-]){_VALUE}\s(?:training )?epochs\b", re.IGNORECASE),
    "hidden size": regex(rf"(?<![\w.,-]){_VALUE}\shidden[ _-]units\b", re.IGNORECASE),
}
_ELSEWHERE = regex(
    r"\bpapers?\b|\bet al\b|\boriginal|\bexample|\be\.g\.|\btry\b|\btried\b|\bcould\b|\bshould\b|\brange|\bbetween\b|"
    r"\bgrid\b|\bsearch|\bfrom\b|\binstead\b|\bafter\b|\bper\b|\bevery\b|\bbest\b|\bstopp|\breduc|\bdecay(?:s|ed)?\b|"
    r"\bup to\b|\bmax(?:imum)? of\b|--",
    re.IGNORECASE,
)
_CONFIG = regex(
    r"^[ \t]{0,40}[\"']?(?P<name>\w{1,40})[\"']?[ \t]{0,4}[:=][ \t]{0,4}(?P<value>[^\s,#]{1,40})", re.MULTILINE
)
_LARGEST = {"dropout": 1.0, "momentum": 1.0, "test size": 1.0, "weight decay": 1.0, "learning rate": 10.0}
_CALL = regex(r"\w\([^()]{0,300}\Z")
_DIGIT = regex(r"\d")
_ENDINGS = (".yaml", ".yml", ".toml", ".cfg", ".ini", ".json")


def stated_values(document: Document) -> Mapping[str, tuple[float, int, str]]:
    """Each hyperparameter of which the document states one value, with that, its line and its words."""
    found: dict[str, list[tuple[float, int, str]]] = {}
    for line, text in statements(document):
        if _DIGIT.search(text) and not _ELSEWHERE.search(text):
            for name, pattern in (*_KEYED.items(), *_COUNTED.items()):
                for match in pattern.finditer(text):
                    value = float(match["value"])
                    shown = _CALL.search(text, 0, match.start())  # what a call is shown with is an example
                    if value <= _LARGEST.get(name, value) and not shown:
                        found.setdefault(name, []).append((value, line, match[0]))
    return {name: values[0] for name, values in found.items() if len({value for value, *_ in values}) == 1}


def values_in_tree(tree: ast.Module, wanted: Collection[str]) -> Iterator[tuple[str, float | None, int]]:
    """Each value that code gives a wanted hyperparameter, and the line; ``None`` for one it computes."""
    for node in ast.walk(tree):
        for spelling, value in _bindings(node):
            name = _NAME_OF.get(spelling.lower().lstrip("-").replace("-", "_"))
            if name in wanted and name is not None:
                for number in _numbers(value):
                    yield name, number, value.lineno
        if isinstance(node, ast.Call):
            layer = _LAYERS.get(dotted_name(node.func).rpartition(".")[2])
            if layer and layer[0] in wanted and len(node.args) > layer[1]:
                for number in _numbers(node.args[layer[1]]):
                    if number is not None:
                        yield layer[0], number, node.lineno


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names with what they are bound to: assignments, keywords, defaults, dictionary keys, command-line defaults."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield _last(target), node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield _last(node.target), node.value
    elif isinstance(node, ast.arguments):
        named = node.args[len(node.args) - len(node.defaults) :]
        yield from ((argument.arg, value) for argument, value in zip(named, node.defaults, strict=True))
        pairs = zip(node.kwonlyargs, node.kw_defaults, strict=True)
        yield from ((argument.arg, value) for argument, value in pairs if value is not None)
    elif isinstance(node, ast.Dict):
        pairs_of = zip(node.keys, node.values, strict=True)
        yield from ((text, value) for key, value in pairs_of if (text := literal_text(key)))
    elif isinstance(node, ast.Call):
        yield from ((word.arg, word.value) for word in node.keywords if word.arg)
        option = literal_text(node.args[0]) if node.args else None
        if option and option.startswith("--"):
            yield from ((option, word.value) for word in node.keywords if word.arg == "default")


def _last(target: ast.expr) -> str:
    return dotted_name(target).rpartition(".")[2]


def _numbers(value: ast.expr) -> Iterator[float | None]:
    """The numbers a value spells; nothing for a name that passes one on, ``None`` for a calculation."""
    if isinstance(value, ast.Constant):
        if isinstance(value.value, int | float) and not isinstance(value.value, bool):
            yield float(value.value)
    elif isinstance(value, ast.List | ast.Tuple | ast.Set):
        for element in value.elts:
            yield from _numbers(element)
    elif isinstance(value, ast.BinOp | ast.IfExp | ast.Call | ast.UnaryOp):
        yield None


def values_in_config(text: str, wanted: Collection[str]) -> Iterator[tuple[str, float | None, int]]:
    """Each value that a configuration file gives a wanted hyperparameter, and the line."""
    for match in _CONFIG.finditer(text):
        name = _NAME_OF.get(match["name"].lower())
        if name in wanted and name is not None:
            yield name, _float(match["value"].strip("\"'")), text.count("\n", 0, match.start()) + 1


def is_written(name: str, value: float, code: bytes) -> bool:
    """Whether code holds the value beside one of the hyperparameter's spellings, in a place that does not parse."""
    spellings = "|".join(re.escape(spelling) for spelling in _SPELLINGS[name].split())
    beside = re.compile(rf"\b(?:{spellings})\\?[\"']?\s{{0,4}}[:=]\s{{0,4}}(?P<value>[\d.e-]{{1,12}})", re.IGNORECASE)
    return any(_float(match["value"]) == value for match in beside.finditer(code.decode(errors="replace")))


def _float(text: str) -> float | None:
    try:
        return float(text.rstrip(".e-"))
    except ValueError:
        return None


def is_config(path: str) -> bool:
    """Whether a file's ending is one of configuration."""
    return path.endswith(_ENDINGS)
