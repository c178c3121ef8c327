"""What the models see. `own` is yours to change; the rest is what yours is compared with."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, vstack
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler

from .data import MISSING, Schema

if TYPE_CHECKING:
    from typing import Any

SIMILAR = 0.6
BLOCK_ROWS = 500

# A word is a run of letters and digits with the marks that join them: accents, vowel
# points and signs of Hebrew, Arabic, Indic and Thai script, joiners. Chinese and
# Japanese put no space between words: there each character is one.
HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u200c\u200d"
)
WORD = rf"[{HAN}]|[^\W{HAN}](?:[^\W{HAN}]|[{MARKS}])*"


class Terms(TfidfVectorizer):
    """TF-IDF that is saved with its vocabulary as one string: a tenth of the time and size.

    Where no term is in ``min_df`` texts, as in few texts without spaces, every term counts.
    """

    min_df: Any

    def fit_transform(self, raw_documents: Any, y: Any = None) -> csr_matrix:
        """Learn the vocabulary and return the weights, one row a text."""
        rarest = self.min_df
        try:
            return super().fit_transform(raw_documents, y)
        except ValueError:
            self.min_df = 1
            return super().fit_transform(raw_documents, y)
        finally:
            self.min_df = rarest

    def __getstate__(self) -> dict[str, Any]:
        """Return the state with the terms in the order of their columns, one a line."""
        state = dict(super().__getstate__())
        if "vocabulary_" in state:
            state["vocabulary_"] = "\n".join(sorted(self.vocabulary_, key=self.vocabulary_.get))
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Rebuild the vocabulary from that string."""
        told = state.get("vocabulary_")
        if isinstance(told, str):
            state = state | {"vocabulary_": {t: n for n, t in enumerate(told.split("\n"))}}
        super().__setstate__(state)


def own(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return your features, one row per row of ``frame``.

    As rendered they are the reference's. The first column you add or change opens
    the row `own` in the results; numbers and texts are both encoded, so a line like
    ``features["words"] = features["text"].str.split().str.len()`` is enough. Look at
    one row at a time: whatever learns from labels belongs into the model.
    """
    features = reference(frame, schema)
    return features


def reference(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """One column, ``text``: all texts the schema calls features, in Unicode form NFKC."""
    parts = [frame[name].replace(MISSING, "") for name in schema.named("feature")]
    joined = ("\n".join(row).strip() for row in zip(*parts, strict=True))
    clean = [unicodedata.normalize("NFKC", text) for text in joined]
    return pd.DataFrame({"text": pd.Series(clean, index=frame.index, dtype=object)})


def encoder(features: pd.DataFrame) -> ColumnTransformer:
    """TF-IDF of words, pairs of words and character four-grams per text; numbers scaled."""
    numbers = list(features.select_dtypes("number").columns)
    steps: list[tuple[str, Any, Any]] = []
    for name in [name for name in features.columns if name not in numbers]:
        characters = Terms(analyzer="char_wb", ngram_range=(4, 4), sublinear_tf=True, min_df=2)
        steps += [(f"words of {name}", words(2, 2), name)]
        steps += [(f"characters of {name}", characters, name)]
    if numbers:
        scaled = make_pipeline(SimpleImputer(strategy="median"), MaxAbsScaler())
        steps.append(("numbers", scaled, numbers))
    return ColumnTransformer(steps)


def words(longest: int, rarest: int) -> Terms:
    """TF-IDF of runs of up to ``longest`` words found in at least ``rarest`` texts."""
    return Terms(
        token_pattern=WORD,
        ngram_range=(1, longest),
        min_df=rarest,
        sublinear_tf=True,
        dtype=np.float32,
    )


@lru_cache(maxsize=8)
def similar(texts: tuple[str, ...]) -> csr_matrix:
    """Cosine of every pair of texts where it is over ``SIMILAR``, else nothing.

    On TF-IDF of runs of one to three words, a block of rows at a time. Words of one
    text only count in its length but cannot meet: they are left out of the product.
    """
    weights = words(3, 1).fit_transform(texts)
    shared = weights[:, np.diff(weights.tocsc().indptr) > 1]
    blocks = []
    for start in range(0, len(texts), BLOCK_ROWS):
        cosine = shared[start : start + BLOCK_ROWS] @ shared.T
        cosine.data[cosine.data <= SIMILAR] = 0
        cosine.eliminate_zeros()
        blocks.append(cosine)
    return csr_matrix(vstack(blocks))
