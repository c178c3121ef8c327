"""Names that the usual libraries give to what learns, splits, models and measures."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from scaffolio.parsers.dataflow.events import Learning
from scaffolio.patterns import regex


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


LIBRARIES = _words(
    "sklearn imblearn cuml dask_ml numpy pandas scipy keras tensorflow torch xgboost lightgbm catboost "
    "statsmodels prophet fbprophet pmdarima neuralprophet category_encoders feature_engine boruta mlxtend sktime "
    "datasets tf_keras"
)
"""Libraries whose names mean what is said of them here."""

TRANSFORMERS = _words(
    "StandardScaler MinMaxScaler MaxAbsScaler RobustScaler QuantileTransformer PowerTransformer SimpleImputer "
    "KNNImputer IterativeImputer Imputer PCA IncrementalPCA KernelPCA SparsePCA TruncatedSVD FastICA NMF "
    "FactorAnalysis LatentDirichletAllocation TfidfVectorizer CountVectorizer TfidfTransformer KBinsDiscretizer "
    "Tokenizer TextVectorization Normalization"
)
SELECTORS = _words(
    "SelectKBest SelectPercentile SelectFpr SelectFdr SelectFwe GenericUnivariateSelect RFE RFECV SelectFromModel "
    "SequentialFeatureSelector BorutaPy LinearDiscriminantAnalysis LDA TargetEncoder MEstimateEncoder "
    "LeaveOneOutEncoder CatBoostEncoder WOEEncoder JamesSteinEncoder"
)
RESAMPLERS = _words(
    "SMOTE SMOTENC SMOTEN ADASYN BorderlineSMOTE SVMSMOTE KMeansSMOTE RandomOverSampler RandomUnderSampler "
    "SMOTEENN SMOTETomek NearMiss TomekLinks ClusterCentroids EditedNearestNeighbours OneSidedSelection"
)
SCALING = _words("scale minmax_scale maxabs_scale robust_scale")
"""Functions of `sklearn.preprocessing` that fit and transform at once."""

CONTAINERS = _words("Pipeline make_pipeline ColumnTransformer make_column_transformer FeatureUnion make_union")
FOLDS = _words("KFold StratifiedKFold RepeatedKFold RepeatedStratifiedKFold ShuffleSplit StratifiedShuffleSplit")
ALWAYS_SHUFFLED = FOLDS - {"KFold", "StratifiedKFold"}
CROSS_VALIDATION = _words("cross_val_score cross_validate cross_val_predict")
READERS = _words(
    "read_csv read_excel read_json read_parquet read_table read_sql read_sql_query read_pickle read_feather "
    "load_dataset fetch_openml loadtxt genfromtxt DataReader"
)
FORECASTERS = _words(
    "ARIMA SARIMAX ARMA VAR AutoReg Prophet NeuralProphet ExponentialSmoothing SimpleExpSmoothing Holt auto_arima "
    "AutoARIMA ETSModel TBATS"
)
FORECASTS = _words("forecast get_forecast predict make_future_dataframe")
METRICS = regex(
    r"(?:accuracy|precision|recall|f1|fbeta|roc_auc|average_precision|r2|balanced_accuracy|jaccard|brier)_score\Z|"
    r"(?:mean|median|root_mean)_\w{2,40}_error\Z|log_loss\Z|classification_report\Z|confusion_matrix\Z|"
    r"matthews_corrcoef\Z|cohen_kappa_score\Z|roc_curve\Z|auc\Z"
)
MODEL = regex(
    r"\w{0,40}(?:Classifier|Regressor|Regression|SVC|SVR|NB|KNeighbors\w{0,20}|Lasso|Ridge|ElasticNet|Perceptron)\Z|"
    r"(?:Sequential|Model)\Z"
)
BOOSTERS = ("CatBoost", "XGB", "LGBM")
CARRIERS = _words(
    "array asarray concatenate hstack vstack stack column_stack DataFrame Series get_dummies expand_dims reshape "
    "squeeze log log1p csr_matrix pad_sequences to_categorical list tuple from_numpy tensor Tensor FloatTensor "
    "ravel nan_to_num round float32 where copy deepcopy values shuffle"
)
"""Functions that give back the rows that they are given."""

PRICES = frozenset({"Close", "Adj Close", "Adj. Close", "Adj_Close", "close", "Close Price"})
"""Columns that hold the prices of days that follow each other."""

DATES = frozenset(
    {"date", "Date", "DATE", "datetime", "Datetime", "timestamp", "Timestamp", "dteday", "date_time", "Date_Time"}
)
"""Columns that hold dates."""

CALENDAR = _words(
    "year month day hour week quarter weekday dayofweek day_of_week dayofyear weekofyear isocalendar day_name "
    "month_name"
)
"""What is taken from a date."""

WATCHERS = frozenset({"EarlyStopping", "ModelCheckpoint"})
"""Callbacks of Keras that end training, or keep its best state, by what the validating rows say."""

STOPPING = frozenset({"early_stopping_rounds", "early_stopping"})


def learning(name: str) -> Learning | None:
    """What a class of this name learns from rows; ``None`` for one that is not known."""
    if name in TRANSFORMERS:
        return Learning.SCALE
    if name in SELECTORS:
        return Learning.SELECT
    return Learning.RESAMPLE if name in RESAMPLERS else None


class Part(Enum):
    """Which of a table's rows a value holds, as far as one can tell."""

    ALL = "all"
    SOME = "some"
    TRAIN = "train"
    TEST = "test"
    VALIDATION = "validation"
    BOTH = "both"
    """Training and test rows that came apart, put together for a while."""


_WORDS = regex(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_PARTS = {
    **dict.fromkeys(("train", "training", "xtrain", "ytrain", "trainset", "trainx", "trainy", "trn"), Part.TRAIN),
    **dict.fromkeys(("test", "testing", "xtest", "ytest", "testset", "testx", "testy", "tst", "holdout"), Part.TEST),
    **dict.fromkeys(
        ("val", "valid", "validation", "validate", "dev", "xval", "yval", "xvalid", "yvalid"), Part.VALIDATION
    ),
    **dict.fromkeys(("valset", "cv"), Part.VALIDATION),
}
_NO_ROWS = _words(
    "size sizes len length ratio id ids idx index indices pct frac fraction percent percentage split score scores "
    "acc accuracy loss losses path dir directory folder file files filename url start end date dates n count "
    "metric metrics error errors mse rmse mae mape r2 result results report time step steps auc f fn name names "
    "history cut shape fold folds model config args params transform transforms f1 precision recall proportion "
    "rate portion function"
)


@lru_cache(maxsize=4096)
def named_part(name: str) -> Part | None:
    """The part of the rows that a variable's name promises: ``X_train``, ``test_df``; ``None`` for none or two."""
    words = [word.lower() for word in _WORDS.findall(name)]
    found = {_PARTS[word] for word in words if word in _PARTS}
    return next(iter(found)) if len(found) == 1 and _NO_ROWS.isdisjoint(words) else None
