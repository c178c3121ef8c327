"""What a reviewer may ask of code, and of a metric."""
# ruff: noqa: E501  a sentence or an expression in two pieces is hard to read and to search

from __future__ import annotations

import re

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex


@dataclass(frozen=True, slots=True)
class Asked:
    """Code that calls for a question, in a file that holds one of the hints and one of ``also``, if any.

    ``seen`` finds the place, and its named groups go into the question.
    """

    topic: str
    hints: tuple[bytes, ...]
    seen: re.Pattern[bytes]
    question: str
    also: tuple[bytes, ...] = ()

    def may_be_in(self, code: bytes) -> bool:
        """Whether a search is worth its time."""
        return any(hint in code for hint in self.hints) and (not self.also or any(mark in code for mark in self.also))


@dataclass(frozen=True, slots=True)
class OfMetric:
    """What some metrics' best value calls for, and whether the lowest is the best; of any other where none is named."""

    metrics: tuple[str, ...]
    question: str
    lowest: bool = False


# The first of a topic is asked first.
OF_CODE = (
    Asked(
        "model",
        (b"order",),
        regex(rb"order\s{0,3}=\s{0,3}\((?P<value>\d{1,2},\s{0,3}\d{1,2},\s{0,3}\d{1,2})\)"),
        "Why the order ({value}): what do the residuals still hold, and does it beat last season's value?",
    ),
    Asked(
        "model",
        (b"n_clusters", b"n_components"),
        regex(rb"\b(?:n_clusters|n_components)\s{0,3}=\s{0,3}(?P<value>\d{1,3})\b"),
        "Why {value} groups: who would act differently on one more, and do other seeds find the same people?",
        also=(b"KMeans", b"GaussianMixture", b"Agglomerative"),
    ),
    Asked(
        "model",
        (b"KMeans(", b"AgglomerativeClustering(", b"GaussianMixture(", b"DBSCAN("),
        regex(rb"\b(?P<name>KMeans|AgglomerativeClustering|GaussianMixture|DBSCAN)\("),
        "{name} always finds groups: what would have shown that there are none?",
    ),
    Asked(
        "model",
        (b"LSTM(", b"GRU("),
        regex(rb"\b(?P<name>LSTM|GRU)\("),
        "{name} reads words in their order: by how much does it beat a linear model on word counts?",
        also=(b"mbedding",),
    ),
    Asked(
        "model",
        (b"LSTM(", b"GRU("),
        regex(rb"\b(?P<name>LSTM|GRU)\("),
        "{name} looks back in time: by how much does it beat repeating the last value?",
    ),
    Asked(
        "model",
        (b"from_pretrained(", b"resnet", b"VGG16(", b"MobileNet", b"EfficientNet"),
        regex(
            rb"\b(?P<name>(?!\w{0,30}(?:Tokenizer|Processor|Config)\b)\w{1,40}(?=\.from_pretrained\()|resnet\d{2,3}(?=\()|ResNet\w{2,8}(?=\()|VGG16(?=\()|MobileNetV\d(?=\()|EfficientNetB\d(?=\())"
        ),
        "{name} was trained elsewhere: may it have seen the test data, and what do its frozen features reach alone?",
    ),
    Asked(
        "model",
        (b"Conv2",),
        regex(rb"\b(?P<name>Conv2[dD])\("),
        "What do these layers see that a linear model on the pixels does not, and by how much does it show?",
    ),
    Asked(
        "model",
        (b"Classifier(", b"Regressor(", b"SVC(", b"SVR("),
        regex(
            rb"\b(?P<name>(?:RandomForest|GradientBoosting|HistGradientBoosting|ExtraTrees|XGB|LGBM|CatBoost|MLP|AdaBoost)(?:Classifier|Regressor)|SV[CR])\("
        ),
        "Why {name}: which simpler model was tried, by how much was it worse, and is that more than another split changes?",
    ),
    Asked(
        "model",
        (b"ARIMA(", b"SARIMAX(", b"Prophet(", b"ExponentialSmoothing(", b"auto_arima("),
        regex(rb"\b(?P<name>ARIMA|SARIMAX|Prophet|ExponentialSmoothing|auto_arima)\("),
        "{name} forecasts: does it beat last season's value, and from which horizon on does it not?",
    ),
    Asked(
        "model",
        (b"LinearRegression(", b"LogisticRegression(", b"Ridge(", b"Lasso("),
        regex(rb"\b(?P<name>LinearRegression|LogisticRegression|RidgeCV|Ridge|LassoCV|Lasso)\("),
        "{name}: which coefficient surprised you, and what would it mean if you changed that column by hand?",
    ),
    Asked(
        "model",
        (b"epoch", b"EPOCH"),
        regex(rb"\b(?:num_|n_|NUM_|N_)?(?:epochs?|EPOCHS?)\s{0,3}=\s{0,3}(?P<value>\d{1,5})\b"),
        "Why {value} epochs: where did the validation loss turn, and which weights are kept?",
    ),
    Asked(
        "preparation",
        (b"SMOTE", b"RandomOverSampler(", b"RandomUnderSampler(", b"ADASYN("),
        regex(rb"\b(?P<name>SMOTE\w{0,4}|RandomOverSampler|RandomUnderSampler|ADASYN)\("),
        "{name} changes the class shares: who needs them changed, and what do the predicted probabilities mean afterwards?",
    ),
    Asked(
        "preparation",
        (b"class_weight",),
        regex(rb'class_weight\s{0,3}=\s{0,3}["\x27](?P<value>balanced)'),
        "Classes weigh alike here: whose decision needs that, and do the predicted probabilities still fit the true shares?",
    ),
    Asked(
        "preparation",
        (b"stopwords",),
        regex(rb"\b(?P<name>stopwords)\.words\("),
        'Stop words are removed: what happens to a text whose meaning hangs on "not"?',
    ),
    Asked(
        "preparation",
        (b"maxlen", b"max_len", b"MAX_LEN", b"MAXLEN", b"max_sequence_length", b"MAX_SEQUENCE_LENGTH"),
        regex(
            rb"\b(?:maxlen|max_len(?:gth)?|MAX_?LEN(?:GTH)?|max_sequence_length|MAX_SEQUENCE_LENGTH)\s{0,3}=\s{0,3}(?P<value>\d{2,5})\b"
        ),
        "Texts are cut at {value} tokens: how many are longer, and what stands behind the cut?",
    ),
    Asked(
        "preparation",
        (b"Flip",),
        regex(rb"\b(?P<name>RandomHorizontalFlip|RandomVerticalFlip|RandomFlip|HorizontalFlip)\("),
        "Pictures are mirrored by {name}: does each still show what its label says?",
    ),
    Asked(
        "preparation",
        (b"horizontal_flip", b"vertical_flip"),
        regex(rb"\b(?P<name>horizontal_flip|vertical_flip)\s{0,3}=\s{0,3}True"),
        "Pictures are mirrored ({name}): does each still show what its label says?",
    ),
    Asked(
        "preparation",
        (b"Resize(", b"target_size", b"image_size", b"IMG_SIZE"),
        regex(
            rb"\b(?:Resize\(\(?\s{0,3}|target_size\s{0,3}=\s{0,3}\(|image_size\s{0,3}=\s{0,3}\(?|IMG_SIZE\s{0,3}=\s{0,3}\(?)(?P<value>\d{2,4})\b"
        ),
        "Pictures become {value} pixels wide: can a person still tell the classes apart at that size?",
    ),
    Asked(
        "preparation",
        (b"np.log",),
        regex(
            rb'np\.log(?:1p)?\(\s{0,3}(?P<name>y\w{0,12}|\w{1,12}\[["\x27](?i:\w{0,20}price|sales\w{0,10}|target|cnt|count|charges)["\x27]\])'
        ),
        "{name} is learned as a logarithm: on which scale is the error told, and who reads it there?",
    ),
    Asked(
        "preparation",
        (b"1.5",),
        regex(rb"\b(?P<name>[qQ]1)\s{0,3}-\s{0,3}\(?1\.5"),
        "Values beyond 1.5 interquartile ranges are taken for outliers: how many are real, and are those the cases that matter?",
    ),
    Asked(
        "preparation",
        (b".fillna(", b"SimpleImputer("),
        regex(rb"(?:\.fillna\(|SimpleImputer\()[^\n]{0,80}?\b(?P<value>mean|median|mode|most_frequent)\b"),
        "Gaps are filled with the {value}: for whom is a value missing, and does the gap itself tell something?",
    ),
    Asked(
        "preparation",
        (b".dropna(",),
        regex(rb"\.(?P<name>dropna)\("),
        "Rows with missing values are dropped: how many, and are they like those that stay?",
    ),
    Asked(
        "preparation",
        (b".drop_duplicates(",),
        regex(rb"\.(?P<name>drop_duplicates)\("),
        "Equal rows are dropped: are they copies, or different cases that look alike?",
    ),
    Asked(
        "preparation",
        (b"get_dummies(", b"OneHotEncoder("),
        regex(rb"\b(?P<name>get_dummies|OneHotEncoder)\("),
        "{name} makes a column of every category: what becomes of one that is first met in use?",
    ),
    Asked(
        "columns",
        (b"read_csv(",),
        regex(rb'read_csv\([^\n]{0,60}?["\x27](?:[^"\x27\n]{0,120}/)?(?P<value>[^"\x27/\n]{1,60}\.csv)["\x27]'),
        "Which columns of {value} would not be known yet at the moment a prediction is needed?",
        also=(b".predict(", b".fit(", b".backward("),
    ),
    Asked(
        "columns",
        (b"read_csv(", b"read_excel(", b"read_parquet("),
        regex(rb"\b(?P<name>read_csv|read_excel|read_parquet)\("),
        "Which of the columns that are read here would not be known yet at the moment a prediction is needed?",
    ),
    Asked(
        "columns",
        (b"ImageFolder(", b"flow_from_directory(", b"image_dataset_from_directory("),
        regex(rb"\b(?P<name>ImageFolder|flow_from_directory|image_dataset_from_directory)\("),
        "Who took and labelled these pictures, and could near copies of one lie in both parts?",
    ),
    Asked(
        "columns",
        (b"load_dataset(", b"datasets.", b"load_data("),
        regex(rb"\b(?P<name>load_dataset|datasets\.[A-Z]\w{2,20}|\w{2,20}\.load_data)\("),
        "{name} brings data that others chose: which cases that your users meet are missing from them?",
    ),
    Asked(
        "split",
        (b"train_test_split(", b"ShuffleSplit(", b"random_split("),
        regex(rb"\b(?P<name>train_test_split|ShuffleSplit|random_split)\("),
        "{name} deals out rows: can one person, place or day be in both parts, and would that flatter the result?",
    ),
    Asked(
        "split",
        (b"GridSearchCV(", b"RandomizedSearchCV(", b"create_study("),
        regex(rb"\b(?P<name>GridSearchCV|RandomizedSearchCV|create_study)\("),
        "{name} tries many settings: how much of the gain would another split give?",
    ),
    Asked(
        "split",
        (b"EarlyStopping(", b"ReduceLROnPlateau("),
        regex(rb"\b(?P<name>EarlyStopping|ReduceLROnPlateau)\("),
        "{name} watches a validation part: is the score told on a third one?",
    ),
    Asked(
        "split",
        (b"random_state", b"manual_seed(", b"SEED"),
        regex(rb"\b(?:random_state\s{0,3}=\s{0,3}|manual_seed\(|SEED\s{0,3}=\s{0,3})(?P<value>\d{1,6})\b"),
        "How far does the score move with another seed than {value}?",
    ),
    Asked(
        "use",
        (b"threshold", b"THRESHOLD", b"cutoff", b"predict_proba("),
        regex(
            rb"(?:\b(?:\w{0,20}_)?(?:threshold|THRESHOLD|cutoff)(?:: float)?\s{0,3}=\s{0,3}|predict_proba\([^()\n]{0,60}\)[^\n]{0,12}>=?\s{0,3})(?P<value>0?\.\d{1,4})\b"
        ),
        "Why the threshold {value}: what does a miss cost against a false alarm, and who said so?",
    ),
    Asked(
        "use",
        (b".predict(", b".predict_classes("),
        regex(rb"\.(?P<name>predict|predict_classes)\("),
        "Read the ten worst mistakes of this prediction: what do they share?",
    ),
    Asked(
        "use",
        (b".eval()", b".evaluate("),
        regex(rb"\.(?P<name>eval\(\)|evaluate\()"),
        "Read ten cases that the model gets wrong here: what do they share?",
    ),
    Asked(
        "any",
        (b".fit(", b".predict(", b".backward(", b".train("),
        regex(rb"\.(?P<name>fit|predict|backward|train)\("),
        "If the result came out too good to be true, which line of this file would you doubt first?",
    ),
    Asked(
        "any",
        (b"def ", b"import "),
        regex(rb"(?m)^(?:def|class) (?P<name>\w{1,60})"),
        "Which part of this is your own idea, and what showed that it was a good one?",
    ),
    Asked(
        "any",
        (b"import ", b"library("),
        regex(rb"(?m)^(?:import |from |library\()(?P<name>\w{1,60})"),
        "Who would use what this code finds out, and what would they do differently the next day?",
    ),
    Asked(
        "any",
        (b"(", b"="),
        regex(rb"(?m)^[ \t]{0,12}(?P<name>[A-Za-z_]\w{0,60})"),
        "Which result that comes out of this would you defend, and what would change your mind?",
    ),
)

OF_METRICS = (
    OfMetric(
        ("accuracy", "top_5_accuracy", "balanced_accuracy"),
        "{metric} {number}: what would always saying the commonest class reach, and which class pays for the mistakes?",
    ),
    OfMetric(
        (
            "precision",
            "recall",
            "specificity",
            "f1",
            "f2",
            "average_precision",
            "roc_auc",
            "log_loss",
            "brier",
            "mcc",
            "kappa",
        ),
        "{metric} {number}: what does a miss cost, what a false alarm, and when would it be too low to use?",
    ),
    OfMetric(
        ("mae", "median_absolute_error", "mse", "rmse", "rmsle", "mape", "smape", "wape", "mase"),
        "{metric} {number}: how far off is one prediction in the target's own unit, and for whom is that too far?",
        lowest=True,
    ),
    OfMetric(
        ("r2", "adjusted_r2", "explained_variance"),
        "{metric} {number}: how far off is one prediction in the target's own unit, and for whom is that too far?",
    ),
    OfMetric(
        ("silhouette", "davies_bouldin", "calinski_harabasz", "adjusted_rand", "nmi"),
        "{metric} {number}: what would rows without any groups reach, and who acts differently on these?",
    ),
    OfMetric((), "{metric} {number}: who acts on it, and when would it be too low to use?"),
)
