"""Whether a document shows its reader something to run."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scaffolio.parsers.document import Document
from scaffolio.parsers.sections import ReadSection
from scaffolio.patterns import regex

_RUN = regex(
    r"(?m)^\s*(?:[-*]\s+)?(?:[$>%!#]+\s*|\(\w+\)\s*\$?\s*|In \[\d*\]:\s*)?(?:sudo\s+|[A-Z_]+=\S+\s+)*(?:"
    r"(?:python|py|pip|pipenv|conda|mamba|micromamba|docker|docker-compose|podman|jupyter|streamlit|uvicorn|"
    r"gunicorn|flask|fastapi|"
    r"bash|sh|source|make|just|task|nox|tox|uv|uvx|poetry|pdm|hatch|pixi|rye|npm|npx|yarn|node|Rscript|julia|"
    r"torchrun|accelerate|"
    r"deepspeed|mpirun|dvc|mlflow|kedro|zenml|airflow|prefect|git clone|wget|curl|cd|mvn|gradle|go|cargo|cmake|java|"
    r"dotnet|pnpm|bun|deno|ng|php|ruby|bundle|composer|flutter|dart|matlab|octave|spark-submit|terraform|kubectl|gcc|"
    r"kedro|dbt|papermill|voila|chainlit|brew|apt|apt-get|sbt|"
    r"pytest|gradio|modal|kaggle|snakemake|nextflow|ollama|huggingface-cli|\./[\w./-]+|"
    r"CUDA_VISIBLE_DEVICES=\S+)\d?(?:\.\d+)?\b(?!\s*=)"
    r"|(?:import|from)\s+\w|(?:library|require|install\.packages|devtools::\w+|source)\(|[\w./-]+\.(?:py|sh|R|jl)(?:\s|$))"
)
_RUN_WORDS = regex(
    r"\b(?:run|open|execute|launch|start|use|click|try|view|follow|ejecut|abr[ei]|ausführ|öffne|lance[rz]|exécut|"
    r"ouvr|esegu|çalıştır|запуст|运行|打开|実行|실행)",
    re.IGNORECASE,
)
_RUNNABLE = regex(r"\.(?:ipynb|py|sh|R|r|Rmd|jl|bat|ps1)\b")
_OPENS = (
    r"(?i:\brun|\bopen|\bexecut|\blaunch|\bejecut|\babr[aei]|\besegu|\bausführ|\böffne|\blance[rz]|\bexécut|"
    r"çalıştır|运行|実行|실행)"
)
_A_NOTEBOOK = r"(?i:\bnotebooks?\b|노트북|ノートブック)"
_OPEN_NOTEBOOK = regex(rf"{_OPENS}[^.\n]{{0,40}}{_A_NOTEBOOK}|{_A_NOTEBOOK}[^.\n]{{0,40}}{_OPENS}")
_TOLD = regex(
    r"\bdocker (?:pull|run|compose) [\w./-]|\bpip3? install [\w.-]|\bpython3? [\w./-]+\.py\b|\binstall\.packages\(|"
    r"\bgit clone \S"
)
_HOSTED = regex(
    r"colab\.research\.google|mybinder\.org|kaggle\.com/(?:code|kernels)|deepnote|huggingface\.co/spaces|streamlit\.app|"
    r"\.herokuapp\.com|\.vercel\.app|\.netlify\.app|\.onrender\.com|\.shinyapps\.io|\.github\.io|\.web\.app"
)


def _body(readme: Document, section: ReadSection) -> str:
    return "\n".join(p.text for p in readme.prose_between(section.line, section.last))


def shows_command(readme: Document, sections: Iterable[ReadSection]) -> bool:
    """Whether a code block, a code span, a link or a sentence says what to run or open."""
    blocks = (fence.content for fence in readme.fences)
    spans = (code.text for code in readme.inline_code)
    if any(_RUN.search(text) for text in (*blocks, *spans)):
        return True
    if any(_HOSTED.search(link.target) for link in readme.links):
        return True
    runnable = [*(link.line for link in readme.links if _RUNNABLE.search(link.target))]
    runnable += [code.line for code in readme.inline_code if _RUNNABLE.search(code.text)]
    if runnable and any(_RUN_WORDS.search(paragraph.text) for paragraph in readme.prose):
        return True
    if any("usage" in section.kinds and _OPEN_NOTEBOOK.search(_body(readme, section)) for section in sections):
        return True
    return any(
        _RUN.search(line) and (_RUNNABLE.search(line) or "pip install" in line or "docker " in line)
        for paragraph in readme.prose
        for line in paragraph.text.splitlines()
    ) or any(
        _TOLD.search(p.text) or _HOSTED.search(p.text) or (_RUN_WORDS.search(p.text) and _RUNNABLE.search(p.text))
        for p in readme.prose
    )


def holds_command(text: str) -> bool:
    """Whether any line of a text is a command; code is not told from prose."""
    return _RUN.search(text) is not None
