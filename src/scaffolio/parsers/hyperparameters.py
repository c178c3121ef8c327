"""Hyperparameters that Python code writes into the calls that use them."""

from __future__ import annotations

import ast

from scaffolio.patterns import regex

TUNED = regex(rb"\.backward\(\)|\.fit\(")
"""What a training script contains."""

CONFIGURED = regex(
    rb"(?i)argparse|add_argument|\bclick\b|\btyper\b|\bfire\b|hydra|omegaconf|absl|flags\.|yaml|\.json|toml|configparser|"
    rb"config|params\b|args\.|environ|getenv|dataclass|optuna|hyperopt|GridSearch|RandomizedSearch|sys\.argv|sacred|wandb"
)
"""What a script contains that takes values from outside it, or searches for them."""

_NAMES = frozenset(
    """
    lr learning_rate batch_size epochs n_epochs num_epochs momentum weight_decay dropout hidden_size hidden_dim
    num_layers n_estimators max_depth min_samples_leaf min_samples_split subsample colsample_bytree reg_alpha
    reg_lambda gamma alpha l1_ratio embedding_dim rate dropout_rate units filters kernel_size max_iter n_neighbors
    """.split()  # noqa: SIM905
)


def literal_hyperparameters(tree: ast.Module) -> list[tuple[str, int]]:
    """Return, in order, each hyperparameter given as a number inside a function, and the line of its call."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    found = {
        (call.lineno, keyword.arg)
        for function in functions
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg in _NAMES
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, int | float)
    }
    return [(name or "", line) for line, name in sorted(found, key=lambda item: (item[0], item[1] or ""))]
