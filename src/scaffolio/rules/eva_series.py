"""EVA, on series: whether what is forecast was tested on later rows than those learned from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Severity
from scaffolio.parsers.dataflow.gate import Subject
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import followed, rule

_SPLITTING = "from sklearn.model_selection import train_test_split\n"
_PARTS = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"

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
    for path in followed(project, Subject.ORDERED):
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
    for path in followed(project, Subject.FORECAST):
        for one in project.flow(path).forecasts[:1]:
            yield Finding(
                f"{one.name} is fitted on the whole series {one.fitted.spoken} and forecasts {one.forecast.spoken}; "
                "nothing was held out to measure its error",
                path,
                one.fitted.line,
                one.fitted.text,
            )
