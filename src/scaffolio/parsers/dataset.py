"""What ``data/schema.yaml`` of a generated project says of its data set."""

from __future__ import annotations

from collections.abc import Mapping

SCHEMA = "data/schema.yaml"
"""Where a generated project describes its data."""


def read_dataset(text: str) -> Mapping[str, object]:
    """The mapping ``dataset`` of a schema; empty when it cannot be read."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=loader)):
            return {}  # aliases are what a YAML bomb is made of, and no schema of ours has them
        tree = yaml.load(text, Loader=loader)  # noqa: S506  (both are safe)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    dataset = tree.get("dataset") if isinstance(tree, dict) else None
    return dataset if isinstance(dataset, dict) else {}
