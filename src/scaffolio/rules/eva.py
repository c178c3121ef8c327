"""EVA: whether the evaluation is sound, as far as the source alone shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Severity
from scaffolio.parsers.dataflow.events import Flow, Learned, Learning, Place, SplitMade
from scaffolio.parsers.dataflow.gate import Subject, may_tell
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_LEAK = regex(r"(?i)\bleak(?!y)|wrong|optimistic")
_AROUND = 6
"""Lines above a call whose comments speak of it."""

_TRAINING = "from sklearn.linear_model import LogisticRegression\n"
_SPLITTING = "from sklearn.model_selection import train_test_split\n"
_READING = (
    "import pandas as pd\n\ntable = pd.read_csv('churn.csv')\nX, y = table.drop(columns='churn'), table['churn']\n"
)
_PARTS = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"


def _paths(project: Project, subject: Subject) -> Iterator[str]:
    """Each file of which something of a subject may be told.

    Raises:
        NotAssessedError: no file splits, validates or forecasts.
    """
    if not project.flow_paths:
        raise NotAssessedError(
            "no code was found that splits data, validates or forecasts in a way that can be followed"
        )
    return (path for path in project.flow_paths if may_tell(project.code(path), subject))


def _flows(project: Project, subject: Subject) -> Iterator[tuple[str, Flow]]:
    """The data flow of each of those files."""
    return ((path, project.flow(path)) for path in _paths(project, subject))


def _reaching(project: Project, subject: Subject, *kinds: Learning) -> Iterator[Finding]:
    """In each file the first split that something learned from all rows reaches."""
    for path, flow in _flows(project, subject):
        for split in flow.splits:
            found = [one for one in split.learned if one.kind in kinds and not _is_shown(project, path, one.place)]
            if found:
                yield _leak(path, split, found)
                break


def _is_shown(project: Project, path: str, place: Place) -> bool:
    """Whether the file's name or the words around a place speak of leaks: then it may show one on purpose."""
    if _LEAK.search(path.replace("_", " ")):
        return True
    if place.cell is not None:
        cells = project.notebook(path).cells
        near = "\n".join(cell.source for cell in cells[max(0, place.cell - 2) : place.cell])
    else:
        near = "\n".join(project.text(path).splitlines()[max(0, place.line - _AROUND) : place.line + 1])
    return _LEAK.search(near) is not None


def _leak(path: str, split: SplitMade, found: list[Learned]) -> Finding:
    first = found[0]
    done = "resamples all rows" if first.kind is Learning.RESAMPLE else "is fitted on all rows"
    when = "before" if first.place.order < split.place.order else "not only on the training rows of"
    more = f"; so are {len(found) - 1} more" if len(found) > 1 else ""
    message = f"{first.name} {done} {first.place.spoken}, {when} {split.name} {split.place.spoken}{more}"
    return Finding(message, path, first.place.line, first.place.text)


@rule(
    "EVA001",
    Severity.WARNING,
    minutes=15,
    bad={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.preprocessing import StandardScaler\n"
            + _SPLITTING
            + _READING
            + "X = StandardScaler().fit_transform(X)\n"
            + _PARTS
        ),
    },
    good={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.preprocessing import StandardScaler\n"
            + _SPLITTING
            + _READING
            + _PARTS
            + "scaler = StandardScaler()\n"
            "X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n"
        ),
    },
)
def fit_before_split(project: Project) -> Iterator[Finding]:
    """A scaler, imputer, vectoriser or decomposition is fitted on all rows, which are split afterwards.

    Rows are followed through assignments, columns, pipelines and the file's own functions and classes, in scripts and
    in notebooks from the top. Encoders that only number categories are passed over, and so are fits on the training
    part, inside a cross-validated pipeline, and on data that are never split. Not seen: fits of one file on rows that
    another splits, means and deviations computed by hand, `fillna`, pipelines of Spark, and classes of one's own.

    **Why.** The test rows have then taken part in training: their means, words or directions are in the features. The
    score is not that of rows never seen (scikit-learn, "Common pitfalls and recommended practices: data leakage").

    **Fix.** Split first; fit on the training rows and only transform the test rows, or put the step into a `Pipeline`.
    """
    yield from _reaching(project, Subject.FITTED, Learning.SCALE)


@rule(
    "EVA002",
    Severity.WARNING,
    minutes=20,
    bad={
        "README.md": "# Churn\n",
        "train.py": (
            "from imblearn.over_sampling import SMOTE\n"
            + _SPLITTING
            + _READING
            + "X, y = SMOTE().fit_resample(X, y)\n"
            + _PARTS
        ),
    },
    good={
        "README.md": "# Churn\n",
        "train.py": (
            "from imblearn.over_sampling import SMOTE\n"
            + _SPLITTING
            + _READING
            + _PARTS
            + "X_train, y_train = SMOTE().fit_resample(X_train, y_train)\n"
        ),
    },
)
def select_before_split(project: Project) -> Iterator[Finding]:
    """Features are selected, categories encoded by the target, or rows resampled before the split, on all rows.

    Selectors of scikit-learn and Boruta, target encoders, and the samplers of imbalanced-learn are known, and so is
    `sklearn.utils.resample` with replacement. Not seen: a selection by eye or by a correlation computed by hand,
    target means by `groupby`, `DataFrame.sample`, and what one file does to rows that another splits.

    **Why.** What was chosen with the test rows' answers scores well on them even if it is noise (Ambroise and
    McLachlan, PNAS 2002); rows made from test rows, or copies of them, end in the training set.

    **Fix.** Split first; select, encode and resample the training rows only, or use imbalanced-learn's `Pipeline`.
    """
    yield from _reaching(project, Subject.SELECTED, Learning.SELECT, Learning.RESAMPLE)


@rule(
    "EVA003",
    Severity.WARNING,
    minutes=20,
    bad={
        "README.md": "# Reviews\n",
        "train.py": (
            "from keras.datasets import imdb\n(X_train, y_train), (X_test, y_test) = imdb.load_data()\n"
            "model.fit(X_train, y_train, validation_data=(X_test, y_test))\nprint(model.evaluate(X_test, y_test))\n"
        ),
    },
    good={
        "README.md": "# Reviews\n",
        "train.py": (
            "from keras.datasets import imdb\n(X_train, y_train), (X_test, y_test) = imdb.load_data()\n"
            "X_train, X_val, y_train, y_val = train_test_split(X_train, y_train)\n"
            "tokens = Tokenizer()\ntokens.fit_on_texts(X_train)\nX_train = tokens.texts_to_matrix(X_train)\n"
            "model.fit(X_train, y_train, validation_data=(X_val, y_val))\nprint(model.evaluate(X_test, y_test))\n"
        ),
    },
)
def test_set_as_validation(project: Project) -> Iterator[Finding]:
    """The rows that training watches as validation data are the rows on which the test score is reported.

    `validation_data` of Keras counts, and `eval_set` where training stops early by it. A score is what a metric or
    `evaluate` gives; where training stops by rows called the test's, the figures of its epochs count too. A file in
    which anything is named or split off as validation rows is passed over, and so are the folds of a cross-validation.
    Not seen: a loop of PyTorch that keeps the best epoch by its test loss, and validation rows that another file
    passes in.

    **Why.** Epochs, stopping and settings are then chosen by the test rows, and their score is no longer that of new
    data; it is too good by what was gained by choosing.

    **Fix.** Split the training rows once more (`validation_split=0.2`) and touch the test rows once, at the end.
    """
    for path, flow in _flows(project, Subject.VALIDATED):
        for one in flow.validated[:1]:
            if one.stopped:
                told = f"training is stopped {one.place.spoken} by the test rows, whose figures are shown "
            else:
                told = f"the rows that training watches {one.place.spoken} are those scored as the test "
            yield Finding(
                f"{told}{one.reported.spoken}, and no third set is held out", path, one.place.line, one.place.text
            )


_SERIES = regex(
    r"\b(?:forecast\w{0,4}|stocks?|time[ -]?series|sales|demand|weather|temperature|bitcoin|crypto\w{0,12}|"
    r"energy|electricity|traffic|air quality|rainfall|exchange rates?)\b",
    re.IGNORECASE,
)
_APART = regex(
    r"\b(?:hous(?:es?|ing)|homes?|real estate|propert\w{1,3}|apartments?|airbnb|cars?|vehicles?|accidents?|collisions?|"
    r"air quality|aqi|crimes?|fraud\w{0,7}|churn|sentiments?|tweets?|news|headlines?|customers?|segment\w{0,6}|"
    r"reviews?|leads?|loans?|signs?)\b",
    re.IGNORECASE,
)
"""What is dated without being a series: one row has nothing to do with the one before."""

_ORDERED = {
    "window": "windows of earlier values",
    "future": "rows whose target lies in later rows",
    "lag": "rows with values of earlier rows",
    "price": "days of a price series",
    "date": "dated rows of a series",
}
_WORDS_READ = 400


@rule(
    "EVA004",
    Severity.WARNING,
    minutes=15,
    bad={
        "README.md": "# Sales forecast\n",
        "train.py": (
            _SPLITTING + "import pandas as pd\n\ntable = pd.read_csv('sales.csv', parse_dates=['day'])\n"
            "table['last_week'] = table['sales'].shift(7)\ntable = table.dropna()\n"
            "X, y = table[['last_week']], table['sales']\n" + _PARTS
        ),
    },
    good={
        "README.md": "# Sales forecast\n",
        "train.py": (
            _SPLITTING + "import pandas as pd\n\ntable = pd.read_csv('sales.csv', parse_dates=['day'])\n"
            "table['last_week'] = table['sales'].shift(7)\ntable = table.dropna()\n"
            "X, y = table[['last_week']], table['sales']\n"
            "X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)\n"
        ),
    },
)
def shuffled_time_series(project: Project) -> Iterator[Finding]:
    """Rows of a forecasting task, dated, lagged or cut into windows, are split at random.

    Three things come together: rows with lags by `shift`, windows cut in a loop, closing prices or a column of dates; a
    date in the code; and a title or file name that speaks of forecasting, stocks, sales, demand, weather and the like.
    Where the title also speaks of houses, cars, customers, news, accidents and the like, dates alone say nothing.
    Random splits and shuffled folds count. Not seen: rows that another file makes, and series without a date.

    **Why.** A random split asks the model to fill gaps between days it knows; the day before and the day after a test
    row are in the training set. Its score says nothing about the future (Bergmeir and Benítez, Information Sciences
    2012).

    **Fix.** Train on the earlier rows and test on the later ones (`shuffle=False`, `TimeSeriesSplit`).
    """
    for path in _paths(project, Subject.ORDERED):
        title = _title(project, path)
        if not _SERIES.search(title):
            continue
        seen = _ORDERED.keys() - ({"date"} if _APART.search(title) else set())
        split = next((one for one in project.flow(path).splits if one.shuffled and one.ordered & seen), None)
        if split is not None:
            made = next(words for kind, words in _ORDERED.items() if kind in split.ordered & seen)
            yield Finding(f"{made} are split at random {split.place.spoken}", path, split.place.line, split.place.text)


def _title(project: Project, path: str) -> str:
    """What names the task: the project, the file, the first words of its notebook and of the README."""
    words = [project.name, path]
    if project.readme_path is not None:
        words.append(project.text(project.readme_path)[:_WORDS_READ])
    if path.endswith(".ipynb"):
        words += [cell.source[:_WORDS_READ] for cell in project.notebook(path).cells[:2]]
    return " ".join(words).replace("_", " ").replace("-", " ")


_TRAINS = regex(rb"\.fit\(")
_MEASURES = regex(
    rb"(?:accuracy|f1|roc_auc|r2|precision|recall)_score\(|mean_(?:squared|absolute)\w{0,20}_error\(|"
    rb"classification_report\(|\.evaluate\("
)
_TRIVIAL = frozenset({"baseline", "dummy", "majority"})
_BASELINE = regex(
    rb"(?i)dummy|base_?-?line|na[i\xc3\xaf]{1,2}ve(?![ _-]?bayes)|majority|most[_ -]frequent|persistence|benchmark|"
    rb"chance level|no[ _-]skill|random[_ ](?:guess|chance)|null[_ ](?:model|accuracy)|y_train\.(?:mean|median|mode)\(|"
    rb"np\.(?:mean|median)\(y|value_counts\(normalize|last[_ ]value|rule[_ -]based|zero_?rule"
)


@rule(
    "EVA005",
    Severity.ADVICE,
    minutes=15,
    bad={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.metrics import accuracy_score\n"
            + _TRAINING
            + _SPLITTING
            + _READING
            + _PARTS
            + "model = LogisticRegression().fit(X_train, y_train)\n"
            "print(accuracy_score(y_test, model.predict(X_test)))\n"
        ),
    },
    good={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.dummy import DummyClassifier\nfrom sklearn.metrics import accuracy_score\n"
            + _TRAINING
            + _SPLITTING
            + _READING
            + _PARTS
            + "for model in (DummyClassifier(), LogisticRegression()):\n"
            "    model.fit(X_train, y_train)\n    print(accuracy_score(y_test, model.predict(X_test)))\n"
        ),
    },
)
def no_baseline_in_code(project: Project) -> Iterator[Finding]:
    """A supervised model is trained and measured, and nothing trivial is measured beside it.

    A baseline is anything that code, metrics files or the README call one: `DummyClassifier`, a majority class, a mean
    or median, the last value, a rule. Not seen: one that is computed without being named so.

    **Why.** Without one nobody can tell whether the model learned anything: with 73% of customers staying, 73% accuracy
    is what a constant answer gets (Google, "Rules of Machine Learning", rule 4: keep the first model simple).

    **Fix.** Measure `DummyClassifier` or `DummyRegressor` (for series: the last value, or that of a season ago) on the
    same rows, and put its figure beside the model's.
    """
    code = [path for path in project.main_code if _TRAINS.search(project.code(path)) and b"split" in project.code(path)]
    measured = [path for path in code if _MEASURES.search(project.code(path))]
    if not measured:
        raise NotAssessedError("no code was found that trains a model and measures it")
    told = (*project.code_paths, *filter(None, [project.readme_path]))
    if any(_BASELINE.search(project.code(path)) for path in told):
        return
    if not any(entry.labels & _TRIVIAL for entry in project.metrics):
        number = "one file measures" if len(measured) == 1 else f"{len(measured)} files measure"
        yield Finding("no baseline is measured beside the model", measured[0], None, f"{number} a model")


@rule(
    "EVA006",
    Severity.WARNING,
    minutes=20,
    bad={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.linear_model import LogisticRegression, RidgeClassifier\n"
            "from sklearn.metrics import accuracy_score\nfrom sklearn.naive_bayes import GaussianNB\n"
            + _SPLITTING
            + _READING
            + _PARTS
            + "best_score = 0\nmodels = LogisticRegression(), RidgeClassifier(), GaussianNB()\nfor model in models:\n"
            "    model.fit(X_train, y_train)\n    score = accuracy_score(y_test, model.predict(X_test))\n"
            "    if score > best_score:\n        best_score, best = score, model\n"
        ),
    },
    good={
        "README.md": "# Churn\n",
        "train.py": (
            "from sklearn.linear_model import LogisticRegression, RidgeClassifier\n"
            "from sklearn.model_selection import cross_val_score\nfrom sklearn.naive_bayes import GaussianNB\n"
            + _SPLITTING
            + _READING
            + _PARTS
            + "best_score = 0\nmodels = LogisticRegression(), RidgeClassifier(), GaussianNB()\nfor model in models:\n"
            "    score = cross_val_score(model, X_train, y_train).mean()\n"
            "    if score > best_score:\n        best_score, best = score, model\n"
            "print(best.fit(X_train, y_train).score(X_test, y_test))\n"
        ),
    },
)
def test_score_chosen_over(project: Project) -> Iterator[Finding]:
    """Three or more models are scored on the test rows in a loop, and the best is chosen by that score.

    The choice is in the code: a comparison with the best so far, `max` with a key, `idxmax`, a sorted table. Files
    that cross-validate or hold out validation rows are passed over. Not seen: models written one below the other, and
    a choice made by the reader.

    **Why.** The best of many scores is too high by chance: the winner's test score is no estimate of how it does on new
    rows (Cawley and Talbot, JMLR 2010).

    **Fix.** Choose by cross-validation on the training rows, then score the chosen model on the test rows once.
    """
    for path, flow in _flows(project, Subject.CHOSEN):
        for one in flow.chosen[:1]:
            yield Finding(
                f"{one.candidates} models are scored on the test rows {one.scored.spoken}, and the best is chosen "
                f"by it {one.choice.spoken}",
                path,
                one.choice.line,
                one.choice.text,
            )


@rule(
    "EVA007",
    Severity.WARNING,
    minutes=30,
    bad={
        "README.md": "# Sales\n",
        "forecast.py": (
            "import pandas as pd\nfrom statsmodels.tsa.arima.model import ARIMA\n\n"
            "sales = pd.read_csv('sales.csv')['sales']\nfitted = ARIMA(sales, order=(1, 1, 1)).fit()\n"
            "print(fitted.forecast(12))\n"
        ),
    },
    good={
        "README.md": "# Sales\n",
        "forecast.py": (
            "import pandas as pd\nfrom statsmodels.tsa.arima.model import ARIMA\n\n"
            "sales = pd.read_csv('sales.csv')['sales']\ntrain, test = sales[:-12], sales[-12:]\n"
            "fitted = ARIMA(train, order=(1, 1, 1)).fit()\nprint(abs(fitted.forecast(12) - test).mean())\n"
        ),
    },
)
def forecast_without_holdout(project: Project) -> Iterator[Finding]:
    """A forecasting model is fitted on the whole series and forecasts, and none of its kind is fitted on less.

    ARIMA, SARIMAX, exponential smoothing, Prophet and the like are known. A file that fits the same kind of model on a
    part of the series, or cross-validates Prophet, is passed over. Not seen: a hold-out in another file.

    **Why.** An error within the sample measures how well the past is retold; the best fit is often not the best
    forecast (Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", section 5.8).

    **Fix.** Keep the last months aside, forecast them from what came before, and report that error beside a seasonal
    naive forecast's.
    """
    for path, flow in _flows(project, Subject.FORECAST):
        for one in flow.forecasts[:1]:
            yield Finding(
                f"{one.name} is fitted on the whole series {one.fitted.spoken} and forecasts {one.forecast.spoken}; "
                "nothing was held out to measure its error",
                path,
                one.fitted.line,
                one.fitted.text,
            )
