"""Which distribution an import name comes from, for the packages machine-learning code imports most.

What is not in these tables is unknown, and unknown is never a fault.
"""

from __future__ import annotations

from scaffolio.patterns import regex

_SEPARATORS = regex(r"[-_.]+")

_SAME_NAME = """
accelerate aiohttp albumentations alembic altair annoy anthropic arch arviz bentoml bokeh boto3 captum catalogue
catboost category_encoders celery chainer click cloudpickle coloredlogs colorlog coremltools cvxopt cvxpy dalex dash
dask datasets deap deepchem deepspeed diffusers dill docopt duckdb dvc dvclive easydict ecos einops eli5 emcee emoji
ephem evaluate evidently fairlearn fairseq fastai fastapi fasttext featuretools filelock fiona fire flask flax
folium ftfy gdown gensim geopandas geopy ggplot gin gluonnlp gradio graphviz gunicorn gym gymnasium h5py hdbscan
holidays holoviews hydra hyperopt igraph imageio imgaug imutils interpret ipdb ipywidgets jax jaxlib jieba jinja2
jiwer joblib kaggle keras kneed kornia langchain langdetect librosa lifelines lightfm lightgbm lightning lime
llvmlite loguru lxml marshmallow matplotlib mlflow mlxtend mmcv mne moviepy mxnet namedlist nbformat neptune
networkx nibabel nilearn nltk nolearn numba numexpr numpy onnx onnxruntime openai openpyxl optax optuna orjson
ortools pandas pandera patsy peewee peft pingouin plotly plotnine pmdarima polars prefect prettytable prophet psutil
psycopg2 pulp pyarrow pycaret pydantic pydicom pydot pydub pyfiglet pygam pygame pygsheets pymc pymc3 pymongo pyod
pyproj pyro pystan pytesseract pytest pytorch_lightning pytorch_metric_learning pytorch_tabnet pywt ray redis regex
requests rich sacrebleu sacred schedule scipy scrapy seaborn selenium sentencepiece shap shapely simpletransformers
skops skorch sktime soundfile spacy sqlalchemy stanza starlette statsforecast statsmodels streamlit surprise sympy
tables tabulate tensorboard tensorboardx tensorflow tensorflow_addons tensorflow_datasets tensorflow_hub
tensorflow_probability textblob textstat tflearn tftables theano thop tiktoken timm tokenizers toml torch torchaudio
torchinfo torchmetrics torchnet torchsummary torchtext torchvision tornado tqdm transformers treelib trimesh tsfresh
tslearn tweepy typer ujson umap unidecode uvicorn vaderSentiment visdom wandb wordcloud xarray xgboost xlrd
xlsxwriter yellowbrick yfinance zarr
"""

_OTHER_NAME = {
    "cv2": (
        "opencv-python",
        "opencv-python-headless",
        "opencv-contrib-python",
        "opencv-contrib-python-headless",
        "opencv",
        "py-opencv",
        "opencv3",
        "libopencv",
    ),
    "sklearn": ("scikit-learn", "sklearn", "scikit-learn-intelex"),
    "skimage": ("scikit-image",),
    "skopt": ("scikit-optimize",),
    "sklego": ("scikit-lego",),
    "skmultilearn": ("scikit-multilearn",),
    "scikitplot": ("scikit-plot",),
    "imblearn": ("imbalanced-learn", "imblearn"),
    "PIL": ("pillow", "pil", "pillow-simd"),
    "yaml": ("pyyaml", "yaml", "ruamel-yaml"),
    "bs4": ("beautifulsoup4", "bs4"),
    "dotenv": ("python-dotenv", "dotenv"),
    "Bio": ("biopython",),
    "faiss": ("faiss-cpu", "faiss-gpu", "faiss"),
    "fasttext": ("fasttext", "fasttext-wheel"),
    "fbprophet": ("fbprophet",),
    "prophet": ("prophet",),
    "umap": ("umap-learn",),
    "hydra": ("hydra-core",),
    "omegaconf": ("omegaconf", "hydra-core"),
    "absl": ("absl-py", "tensorflow"),
    "gin": ("gin-config",),
    "git": ("gitpython",),
    "dateutil": ("python-dateutil",),
    "Levenshtein": ("python-levenshtein", "levenshtein"),
    "magic": ("python-magic",),
    "docx": ("python-docx",),
    "pptx": ("python-pptx",),
    "jose": ("python-jose",),
    "psycopg2": ("psycopg2", "psycopg2-binary"),
    "MySQLdb": ("mysqlclient",),
    "Crypto": ("pycryptodome", "pycrypto"),
    "OpenSSL": ("pyopenssl",),
    "serial": ("pyserial",),
    "sentence_transformers": ("sentence-transformers",),
    "speech_recognition": ("speechrecognition",),
    "google.protobuf": ("protobuf",),
    "Xlib": ("python-xlib",),
    "igraph": ("igraph", "python-igraph"),
    "tables": ("tables", "pytables"),
    "pywt": ("pywavelets",),
    "attr": ("attrs",),
    "telegram": ("python-telegram-bot",),
    "torch_geometric": ("torch-geometric", "pyg"),
    "torch": ("torch", "pytorch", "pytorch-gpu", "pytorch-cpu"),
    "torchvision": ("torchvision", "torchvision-cpu"),
    "tensorboardX": ("tensorboardx",),
    "tensorflow": (
        "tensorflow",
        "tensorflow-gpu",
        "tensorflow-cpu",
        "tensorflow-macos",
        "tf-nightly",
        "tf-nightly-gpu",
        "tensorflow-metal",
        "tensorflow-intel",
        "tensorflow-rocm",
        "tensorflow-base",
        "tensorflow-mkl",
        "intel-tensorflow",
    ),
    "keras": ("keras", "keras-gpu", "keras-cpu", "tensorflow", "tensorflow-gpu", "tensorflow-cpu", "tensorflow-macos"),
    "jax": ("jax", "jax-cuda12"),
    "surprise": ("scikit-surprise", "surprise"),
    "mpl_toolkits": ("matplotlib",),
    "pylab": ("matplotlib",),
    "pyro": ("pyro-ppl",),
    "pymc": ("pymc",),
    "ray": ("ray",),
    "lightning": ("lightning", "pytorch-lightning"),
    "onnxruntime": ("onnxruntime", "onnxruntime-gpu"),
    "xgboost": ("xgboost", "py-xgboost", "xgboost-cpu", "py-xgboost-cpu", "py-xgboost-gpu"),
    "graphviz": ("graphviz", "python-graphviz"),
    "kaggle": ("kaggle",),
    "matplotlib": ("matplotlib", "matplotlib-base"),
    "pyarrow": ("pyarrow", "arrow"),
    "polars": ("polars", "polars-lts-cpu"),
    "allennlp": ("allennlp",),
    "parlai": ("parlai",),
    "vowpalwabbit": ("vowpalwabbit",),
}

IMPORTS: dict[str, tuple[str, ...]] = {name: (name.lower().replace("_", "-"),) for name in _SAME_NAME.split()}
IMPORTS.update(_OTHER_NAME)

_LEAVES = """
altair annoy arch bokeh catboost category-encoders dash deap eli5 fastai fbprophet featuretools flask folium gensim
geopandas gym hyperopt imbalanced-learn imgaug langchain lifelines lightgbm lime mlflow mlxtend nltk opencv-python
optuna pandas plotly plotnine pmdarima prophet pycaret pymongo pyod pytorch-lightning scikit-image scikit-learn
scikit-plot scrapy seaborn selenium sentence-transformers shap simpletransformers sktime spacy statsmodels streamlit
textblob tsfresh tslearn tweepy umap-learn vadersentiment wordcloud xgboost yellowbrick yfinance
"""
LEAVES = frozenset(_LEAVES.split())
"""Distributions that do nothing unless code imports or starts them: no plug-in, engine or common companion."""


def normalised(name: str) -> str:
    """A distribution's name as PEP 503 compares it: lower case, runs of ``-_.`` as one hyphen."""
    return _SEPARATORS.sub("-", name).lower()


def distributions(module: str) -> tuple[str, ...]:
    """Distributions that provide a top-level module, the usual one first; empty when unknown."""
    return IMPORTS.get(module, ())
