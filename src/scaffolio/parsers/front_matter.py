"""The YAML at the head of a model card, a data card or a README on the Hugging Face Hub."""

from __future__ import annotations

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

_LIMIT = 40_000
_KEY = regex(r"\A\s*(?:#[^\n]*\n\s*)*['\"]?[A-Za-z_][\w -]*['\"]?\s*:(?:\s|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head of a document holds, or the ``fault`` that keeps it from being read, and its line."""

    content: dict[str, object]
    fault: str | None = None
    line: int | None = None


def read_front_matter(text: str) -> FrontMatter | None:
    """Read the head of a document; ``None`` when it has none, and a rule across the page is none."""
    if not text.startswith("---\n"):
        return None
    end = text.find("\n---", 3, _LIMIT)
    body = text[4 : end + 1] if end >= 0 else ""
    if not _KEY.match(body):
        return None
    return _load(body)


def _load(body: str) -> FrontMatter:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(body, Loader=loader)):
            return FrontMatter({})  # aliases are what a YAML bomb is made of; nothing is said of them
        content = yaml.load(body, Loader=loader)  # noqa: S506  (both are safe)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return FrontMatter({}, f"it is no YAML: {error.problem or error.context}", line)
    except (yaml.YAMLError, ValueError, RecursionError):
        return FrontMatter({}, "it is no YAML", 1)
    if not isinstance(content, dict):
        return FrontMatter({}, "it is no list of names and values", 2)
    return FrontMatter({str(key): value for key, value in content.items()})
