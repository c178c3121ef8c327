"""What the reader of a program's data flow sees, and what it passes over."""

from __future__ import annotations

import ast
import textwrap

import pytest

from scaffolio.parsers.dataflow.events import Flow, Learning
from scaffolio.parsers.dataflow.gate import Subject, may_flow, may_tell
from scaffolio.parsers.dataflow.reader import read_flow
from scaffolio.parsers.python import Source

LOAD = "df = pd.read_csv('a.csv')\nX = df.drop('y', axis=1)\ny = df['y']\n"
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y)\n"


def flow(source: str) -> Flow:
    return read_flow([(ast.parse(textwrap.dedent(source)), Source())])


def learned(source: str) -> list[tuple[str, str]]:
    """The names of what was learned from all rows, and of the split that it reaches."""
    return [(one.name, split.name) for split in flow(source).splits for one in split.learned]


@pytest.mark.parametrize(
    "steps",
    [
        "X = StandardScaler().fit_transform(X)\n",
        "scaler = StandardScaler()\nscaler.fit(X)\nX = scaler.transform(X)\n",
        "X = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)\n",
        "X['a'] = StandardScaler().fit_transform(X[['a']])\nX = X.drop('b', axis=1)\n",
        "X[cols] = preprocessing.StandardScaler().fit_transform(X[cols])\n",
        "X = make_pipeline(SimpleImputer(), StandardScaler()).fit_transform(X)\n",
        "X = ColumnTransformer([('n', StandardScaler(), ['a']), ('c', Any(), 'b')]).fit_transform(X)\n",
        "X = np.hstack([StandardScaler().fit_transform(X), other])\n",
        "def scaled(table):\n    scaler = StandardScaler()\n    return scaler.fit_transform(table)\nX = scaled(X)\n",
        "if wanted:\n    X = StandardScaler().fit_transform(X)\n",
        "X = preprocessing.scale(X)\n",
        "from sklearn.preprocessing import minmax_scale as scaled\nX = scaled(X)\n",
    ],
)
def test_follows_a_fit_on_all_rows_to_the_split(steps: str) -> None:
    assert learned(LOAD + steps + SPLIT)


@pytest.mark.parametrize(
    "steps",
    [
        "X = LabelEncoder().fit_transform(X)\n",
        "X = SimpleImputer(strategy='constant').fit_transform(X)\n",
        "X = CountVectorizer(vocabulary=words).fit_transform(X)\n",
        "shown = PCA(2).fit_transform(X)\nplt.scatter(shown[:, 0], shown[:, 1])\n",
        "df['z'] = StandardScaler().fit_transform(df[['a']])\nX = df[['b', 'c']]\n",
        "df['z'] = StandardScaler().fit_transform(df[['a']])\nX = df.drop(columns=['z', 'y'])\n",
        "from skimage.transform import scale\nX = scale(X)\n",
        "def scale(values):\n    return values / 255\nX = scale(X)\n",
        "X = X / ax.scale(2)\n",
        "labels = KMeans(3).fit_predict(StandardScaler().fit_transform(X))\n",
        "prices = pd.read_csv('p.csv')\nparts = PCA().fit_transform(prices)\nX = X.merge(parts, on='id')\n",
    ],
)
def test_passes_over_what_learns_nothing_or_does_not_reach_the_split(steps: str) -> None:
    assert learned(LOAD + steps + SPLIT) == []


@pytest.mark.parametrize(
    "steps",
    [
        "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n",
        "pipe = make_pipeline(StandardScaler(), SVC())\ncross_val_score(pipe, X, y)\n",
        "final = StandardScaler().fit_transform(X)\nmodel.fit(final, y)\n",
        "X_a, X_b = train_test_split(StandardScaler().fit_transform(X_train))\n",
    ],
)
def test_passes_over_what_comes_after_the_split(steps: str) -> None:
    assert learned(LOAD + SPLIT + steps) == []


def test_a_fit_after_the_split_on_all_rows_counts_once_it_is_used_on_the_parts() -> None:
    late = "scaler = StandardScaler()\nscaler.fit(X)\nX_train = scaler.transform(X_train)\n"
    assert learned(LOAD + SPLIT + late) == [("StandardScaler", "train_test_split")]


def test_folds_and_cuts_are_splits_too() -> None:
    scaled = LOAD + "X = StandardScaler().fit_transform(X)\n"
    assert learned(scaled + "cross_val_score(model, X, y)\n") == [("StandardScaler", "cross_val_score")]
    assert learned(scaled + "for a, b in KFold(5).split(X):\n    model.fit(X[a], y[a])\n") == [
        ("StandardScaler", "KFold")
    ]
    assert learned(scaled + "train, test = X[:80], X[80:]\n")


def test_rows_read_from_two_files_and_put_together_are_no_split() -> None:
    source = """
    train = pd.read_csv('train.csv')
    test = pd.read_csv('test.csv')
    both = PCA(3).fit_transform(pd.concat([train, test]))
    train, test = both[:900], both[900:]
    """
    assert learned(source) == []


def test_methods_are_followed_in_the_order_in_which_they_call_each_other() -> None:
    source = """
    class Trainer:
        def __init__(self):
            self.scaler = StandardScaler()

        def split(self):
            return train_test_split(self.X, self.y)

        def scale(self):
            self.X = self.scaler.fit_transform(self.X)

        def run(self):
            self.X, self.y = pd.read_csv('a.csv'), None
            {first}
            {second}
    """
    scale, split = "self.scale()", "self.split()"
    assert learned(source.format(first=scale, second=split)) == [("StandardScaler", "train_test_split")]
    assert learned(source.format(first=split, second=scale)) == []


def test_selection_and_resampling_are_told_apart() -> None:
    source = LOAD + "X = SelectKBest(k=5).fit_transform(X, y)\nX, y = SMOTE().fit_resample(X, y)\n" + SPLIT
    kinds = [one.kind for split in flow(source).splits for one in split.learned]
    assert set(kinds) == {Learning.SELECT, Learning.RESAMPLE}


def test_names_of_other_libraries_mean_nothing() -> None:
    source = "from mine import train_test_split\n" + LOAD + "X = StandardScaler().fit_transform(X)\n" + SPLIT
    assert learned(source) == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("model.fit(X_train, y_train, validation_data=(X_test, y_test))\nmodel.evaluate(X_test, y_test)\n", 1),
        ("model.fit(X_train, y_train, validation_data=(X_test, y_test))\n", 0),
        ("model.fit(X_train, y_train, validation_data=(X_val, y_val))\nmodel.evaluate(X_test, y_test)\n", 0),
        ("m = XGBClassifier()\nm.fit(X_train, y_train, eval_set=[(X_test, y_test)])\nm.score(X_test, y_test)\n", 0),
        (
            (
                "m = XGBClassifier(early_stopping_rounds=9)\nm.fit(X_train, y_train, eval_set=[(X_test, y_test)])\n"
                "accuracy_score(y_test, m.predict(X_test))\n"
            ),
            1,
        ),
        (
            (
                "X_train, X_valid = train_test_split(X_train)\nmodel.fit(X_train, validation_data=(X_test, y_test))\n"
                "model.evaluate(X_test, y_test)\n"
            ),
            0,
        ),
    ],
)
def test_test_rows_watched_while_training(source: str, count: int) -> None:
    assert len(flow(source).validated) == count


STOP = "stop = EarlyStopping(monitor={})\nlog = model.fit(X_train, {}, callbacks=[stop])\n{}"


@pytest.mark.parametrize(
    ("monitor", "held", "after", "count"),
    [
        ("'val_loss'", "validation_data=(X_test, y_test)", "plt.plot(log.history['val_loss'])\n", 1),
        ("'val_loss'", "validation_data=data.test", "print(min(log.history['val_loss']))\n", 1),
        ("'val_loss'", "validation_data=(X_test, y_test)", "model.save('m.h5')\n", 0),
        ("'loss'", "validation_data=(X_test, y_test)", "plt.plot(log.history['val_loss'])\n", 0),
        ("'val_loss'", "validation_data=(data.dev, y)", "plt.plot(log.history['val_loss'])\n", 0),
        ("'val_loss'", "validation_data=second", "plt.plot(log.history['val_loss'])\n", 0),
    ],
)
def test_training_stopped_by_test_rows_whose_figures_are_shown(monitor: str, held: str, after: str, count: int) -> None:
    found = flow("first, second = train_test_split(X)\n" + STOP.format(monitor, held, after)).validated
    assert [one.stopped for one in found] == [True] * count


@pytest.mark.parametrize(
    "steps",
    [
        "df['t'] = pd.to_datetime(df['t'])\n",
        "df['month'] = df.index.month\n",
        "df = df.drop(columns=['date'])\n",
        "df = df[['Year', 'Month', 'wind']]\n",
        "def add(table):\n    table['t'] = pd.to_datetime(table['t'])\nadd(df)\n",
    ],
)
def test_rows_are_known_to_be_dated(steps: str) -> None:
    (split,) = flow("df = pd.read_csv('a.csv')\n" + steps + "train_test_split(df)\n").splits
    assert split.ordered == {"date"}


def test_a_notebook_cell_names_the_place_even_of_a_function_called_later() -> None:
    first = ast.parse("def scaled(X):\n    return StandardScaler().fit_transform(X)\n")
    second = ast.parse(LOAD + "X = scaled(X)\n" + SPLIT)
    read = read_flow([(first, Source(10, 2)), (second, Source(30, 4, spread=False))])
    (split,) = read.splits
    assert (split.learned[0].place.cell, split.learned[0].place.line) == (2, 12)
    assert (split.place.cell, split.place.line) == (4, 31)
    assert split.place.spoken == "in cell 4"


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * 80 + "1" + ")" * 80 + "\n",
        "x = " + "-" * 3000 + "1\n",
        "x = a" + ".b" * 5000 + "\n",
        "".join(f"if a:\n    x{number} = train_test_split(X)\n" for number in range(4000)),
        "def f(x):\n    return f(f(x))\nf(X_train)\n",
        "".join(f"def f{n}(x):\n    return f{n + 1}(x), f{n + 1}(x), f{n + 1}(x)\n" for n in range(40)) + "f0(X)\n",
        "x = [X]\n" + "x = [x, x]\n" * 60 + "train_test_split(x)\n",
        "x = X\n" + "x = x[1:]\n" * 5000 + "train, test = x[:5], x[5:]\n",
    ],
)
def test_hostile_sources_end_soon_and_raise_nothing(source: str) -> None:
    try:
        tree = ast.parse(source)
    except (RecursionError, MemoryError, SyntaxError):
        return
    assert isinstance(read_flow([(tree, Source())]), Flow)


def test_bytes_tell_which_sources_are_worth_reading() -> None:
    assert may_flow(b"X = scaler.fit_transform(X)\na, b = train_test_split(X)")
    assert not may_flow(b"optimizer.step()\nloss.backward()\n")


@pytest.mark.parametrize(
    ("source", "subjects"),
    [
        (LOAD + "X = StandardScaler().fit_transform(X)\n" + SPLIT, {Subject.FITTED}),
        (LOAD + "X, y = SMOTE().fit_resample(X, y)\n" + SPLIT, {Subject.SELECTED}),
        (LOAD + "X = resample(X, n_samples=9)\n" + SPLIT, {Subject.SELECTED}),
        (LOAD + "scaler = StandardScaler()\nscaler.fit(X)\nX = scaler.transform(X)\n" + SPLIT, {Subject.FITTED}),
        (LOAD + "X = preprocessing.scale(X)\n" + SPLIT, {Subject.FITTED}),
        (LOAD + "image = picture.scale(2)\n" + SPLIT, set()),
        (LOAD + "layer = Normalization()\nlayer.adapt(X)\nX = layer(X)\n" + SPLIT, {Subject.FITTED}),
        (
            "train = pd.read_csv('t.csv')\ntrain = StandardScaler().fit_transform(train)\ntrain_test_split(train)",
            {Subject.FITTED},
        ),
        (LOAD + SPLIT + "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\n", set()),
        (LOAD + "codes = LabelEncoder()\ny = codes.fit_transform(y)\nscaler = StandardScaler()\n" + SPLIT, set()),
        (LOAD + "model = make_pipeline(StandardScaler(), SVC())\nmodel.fit(X, y)\n" + SPLIT, set()),
        (LOAD + "model.add(Normalization())\nmodel.fit(X, y)\n" + SPLIT, set()),
        ("X = StandardScaler().fit_transform(X)\na, b = train_test_split(X_train)\n", set()),
        ("model.fit(X, validation_data=(X_test, y_test))", {Subject.VALIDATED}),
        ("model.fit(X, validation_data=held)", {Subject.VALIDATED}),
        ("model.fit(X, validation_data=(X_val, y_val))", set()),
        ("for m in models:\n    m.fit(X)\n    best = max(best, m.score(X))\n", {Subject.CHOSEN}),
        ("for m in models:\n    m.fit(X)\n    best = max(best, m.score(X))\nGridSearchCV(m)", set()),
        ("ARIMA(x).fit().forecast(3)", {Subject.FORECAST}),
        ("df = pd.read_csv('a.csv', parse_dates=['t'])\ntrain_test_split(df)", {Subject.ORDERED}),
    ],
)
def test_bytes_tell_what_may_be_told(source: str, subjects: set[Subject]) -> None:
    assert {subject for subject in Subject if may_tell(source.encode(), subject)} == subjects
