"""Which files are data and which are a model's weights, by their names."""

from __future__ import annotations

import re

from scaffolio.patterns import regex

_TABLE = regex(r"\.(?:csv|tsv|xlsx?|parquet|feather|arff)(?:\.gz|\.zip|\.bz2|\.xz)?\Z", re.IGNORECASE)
_DATA = regex(
    r"\.(?:csv|tsv|xlsx?|parquet|feather|arff|json|jsonl|ndjson|npy|npz|mat|h5|hdf5|pkl|"
    r"pickle|db|sqlite3?|zip|gz|bz2|xz|"
    r"7z|rar|tar|tgz|txt|data|dat|wav|mp3|flac|tfrecords?|lmdb|mdb|nc|geojson|shp|dbf|xml|"
    r"sql|arrow|rda|rds|rdata|sav|dta)\Z",
    re.IGNORECASE,
)
_WEIGHTS = regex(
    r"\.(?:pt|pth|ckpt|keras|safetensors|onnx|tflite|caffemodel|skops|t7|weights|mlmodel|gguf)\Z", re.IGNORECASE
)
_PERHAPS_WEIGHTS = regex(
    r"\.(?:h5|hdf5|pkl|pickle|joblib|sav|bin|pb|model|npz|dat|params|data-\d+-of-\d+|tar)\Z", re.IGNORECASE
)
_MODEL = regex(
    r"model|weight|checkpoint|ckpt|pretrain|classifier|regressor|estimator|pipeline|"
    r"vectori[sz]er|scaler|encoder|xgb|lgbm|"
    r"lightgbm|catboost|forest|tree|logreg|svm|knn|lstm|bert|resnet|cnn|rnn|yolo|saved_model|finetuned|network",
    re.IGNORECASE,
)
_BESIDE_MODELS = regex(
    r"padding|token|vocab|word_?index|label|class_|columns|names|history|mapping|dict|metrics|error|p_?val|subset|"
    r"data(?!-\d)|(?:^|_)[xy]_|embedding|index",
    re.IGNORECASE,
)
_PREPARES = regex(
    r"scaler|feature|encod(?:er|ing)|vectori[sz]er|tf[-_]?idf|preprocess|imputer|transformer|pca|(?:\A|_)enc\.",
    re.IGNORECASE,
)
_GIVEN = regex(
    r"opencv_face_detector|res10_300x300|shape_predictor|(?:\A|_)(?:age|gender)_net|yolo_?v?\d|\Avgg_?\d|facenet|"
    r"mobilenet|resnet\d|\Aglove|word2vec-google",
    re.IGNORECASE,
)
_BUILT = regex(r"(?:^|/)(?:\.[^/]+|_build|doctrees)/", re.IGNORECASE)
_SPLIT = regex(r"(?:^|/)(?:train|training|val|valid|validation|test)\.pth?\Z", re.IGNORECASE)
_TESTS = regex(r"(?:^|/)(?:tests?|test_?data|testing|fixtures|test_resources)/", re.IGNORECASE)
_NOT_DATA = regex(
    r"(?:^|/)(?:results?|outputs?|logs?|reports?|docs?|runs|benchmarks?|metrics|submissions?|predictions?|figures?|"
    r"node_modules|site-packages|vendor|third_party|\.[^/]+)/|(?:^|[/_.-])(?:submi\w+|"
    r"pred\w*|results?|metrics?|scores?|history|log|"
    r"outputs?|reports?|benchmarks?|leaderboard|comparison|worst|runs|importances?|"
    r"vocab\w*|stop_?words?|labels?|classes|"
    r"package|tsconfig|requirements)(?=[_.-])[^/]*\Z",
    re.IGNORECASE,
)


def is_table(path: str) -> bool:
    """Whether a file is a table of data, not one of results and not for tests."""
    return _TABLE.search(path) is not None and _NOT_DATA.search(path) is None and _TESTS.search(path) is None


def is_template(path: str) -> bool:
    """Whether a file lies where a template's variable names the folder: it is for the projects made from it."""
    return "{{" in path


def is_data(path: str) -> bool:
    """Whether a file's ending is one that data come in, models left aside."""
    return _DATA.search(path) is not None and not is_weights(path)


def is_weights(path: str) -> bool:
    """Whether a file holds a trained model: by an ending only models have, or by its name and one they may have."""
    if _TESTS.search(path) or _BUILT.search(path) or _SPLIT.search(path):
        return False
    if _WEIGHTS.search(path):
        return True
    folder, _, name = path.rpartition("/")
    place = f"{folder.rpartition('/')[2]}/{name.rpartition('.')[0]}"
    if _PERHAPS_WEIGHTS.search(path) is None or _BESIDE_MODELS.search(name):
        return False
    return _MODEL.search(place) is not None


def is_model(path: str) -> bool:
    """Whether weights are a model of the project's own that predicts: no scaler, and none that others publish."""
    name = path.rpartition("/")[2]
    return is_weights(path) and _PREPARES.search(name) is None and _GIVEN.search(name) is None
