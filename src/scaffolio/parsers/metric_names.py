"""The names of metrics and models, as people and libraries write them."""

from __future__ import annotations

CHINESE_VALUE = r"(?:准确率|精[确度]率|召回率|正确率|损失|得分)[^。\n]{0,40}?\d\.\d"
"""A metric's name in Chinese and a number behind it, as a pattern: no blank tells where such a name begins."""

# canonical name: what it is called. Spaces stand for a space, underscore, hyphen or nothing.
METRICS = {
    "accuracy": "accuracy|acc|top 1|top1|top 1 accuracy|top1 accuracy|accuracy score|test acc|val acc|"
    "exactitud|exactitude|acurácia|acuracia",
    "top_5_accuracy": "top 5|top5|top 5 accuracy|top 5 acc",
    "directional_accuracy": "directional accuracy|direction accuracy|directional acc",
    "balanced_accuracy": "balanced accuracy|balanced acc|bacc|uar",
    "precision": "precision|ppv|precision score",
    "recall": "recall|sensitivity|tpr|true positive rate|recall score|sensibilidad|sensibilidade",
    "specificity": "specificity|tnr|true negative rate",
    "f1": "f1|f1 score|f 1|f score|f measure|f1 measure",
    "f2": "f2|f2 score",
    "average_precision": "average precision|ap|auprc|pr auc|auc pr|prauc|average precision score",
    "mean_average_precision": "map|mean average precision|map50|map 50",
    "roc_auc": "roc auc|auc roc|auroc|auc|auc score|rocauc|area under the curve|c statistic|roc auc score",
    "log_loss": "log loss|logloss|cross entropy|nll|negative log likelihood",
    "loss": "loss",
    "brier": "brier|brier score",
    "mcc": "mcc|matthews|matthews correlation|matthews correlation coefficient",
    "kappa": "kappa|cohen kappa|cohens kappa|quadratic weighted kappa|qwk",
    "mae": "mae|mean absolute error",
    "median_absolute_error": "medae|median absolute error",
    "mse": "mse|mean squared error",
    "rmse": "rmse|root mean squared error|root mean square error",
    "rmsle": "rmsle|root mean squared logarithmic error|root mean squared log error",
    "mape": "mape|mean absolute percentage error",
    "smape": "smape",
    "wape": "wape|wmape",
    "mase": "mase|mean absolute scaled error",
    "r2": "r2|r squared|r 2|r2 score|coefficient of determination",
    "adjusted_r2": "adjusted r2|adj r2|adjusted r squared|adj r squared",
    "explained_variance": "explained variance",
    "silhouette": "silhouette|silhouette score|silhouette coefficient",
    "davies_bouldin": "davies bouldin|davies bouldin index|davies bouldin score",
    "calinski_harabasz": "calinski harabasz|calinski harabasz index|calinski harabasz score",
    "adjusted_rand": "ari|adjusted rand index|adjusted rand score",
    "nmi": "nmi|normalized mutual information",
    "eta_squared": "eta squared|eta2|η2",
    "bleu": "bleu|bleu 4|sacrebleu",
    "rouge_l": "rouge l|rougel",
    "rouge_1": "rouge 1|rouge1",
    "rouge_2": "rouge 2|rouge2",
    "perplexity": "perplexity|ppl",
    "wer": "wer|word error rate",
    "cer": "cer|character error rate",
    "iou": "iou|miou|mean iou|jaccard",
    "dice": "dice|dice score|dice coefficient",
    "psnr": "psnr",
    "ssim": "ssim",
    "fid": "fid",
    "ks": "ks statistic",
    "gini": "gini",
    "coverage": "interval coverage",
}

FRACTIONS = frozenset(
    [
        "accuracy",
        "top_5_accuracy",
        "balanced_accuracy",
        "directional_accuracy",
        "precision",
        "recall",
        "specificity",
        "f1",
        "f2",
        "average_precision",
        "roc_auc",
        "mean_average_precision",
        "mape",
        "smape",
        "wape",
        "r2",
        "adjusted_r2",
        "explained_variance",
        "wer",
        "cer",
        "iou",
        "dice",
        "bleu",
        "rouge_l",
        "rouge_1",
        "rouge_2",
        "coverage",
        "eta_squared",
        "kappa",
        "mcc",
        "gini",
        "ks",
        "brier",
        "silhouette",
    ]
)
"""Metrics that may be given as a fraction or in per cent."""


# Words of ordinary prose, or too short to stand for a metric in a sentence; in a table heading they do.
TOO_SHORT = frozenset(
    [
        "ap",
        "map",
        "f 1",
        "f 2",
        "r 2",
        "top 1",
        "top 5",
        "top1",
        "top5",
        "gini",
        "dice",
        "jaccard",
        "ari",
        "cer",
        "wer",
        "fid",
        "kappa",
        "ks statistic",
        "coverage",
        "f2",
        "matthews",
        "loss",
        "uar",
        "ks",
    ]
)


# one spelling of a model's name: the others
MODELS = {
    "xgboost": "xg boost|xgb",
    "catboost": "cat boost",
    "adaboost": "ada boost",
    "lightgbm": "light gbm|lgbm|lgb",
    "kmeans": "k means",
    "knn": "k nearest neighbors|k nearest neighbours|k neighbors|nearest neighbors",
    "svm": "support vector machines|support vector machine|support vector|svc|linear svc",
    "random forest": "rf|random forests|bosque aleatorio|floresta aleatória|floresta aleatoria|forêt aléatoire",
    "decision tree": "dt|árbol de decisión|arbol de decision|árvore de decisão|arvore de decisao|arbre de décision",
    "naive bayes": "nb",
    "logistic regression": "logreg|log reg|logistic|regresión logística|regresion logistica|regressão logística|"
    "regressao logistica|régression logistique|logistische regression",
    "linear regression": "regresión lineal|regresion lineal|regressão linear|regressao linear|régression linéaire",
    "mlp": "multilayer perceptron",
    "neural network": "neural networks",
    "gradient boosting": "gbm|gbc",
}
