"""Which distributions come along with another, or with Google Colab, as far as these tables know."""

from __future__ import annotations

from collections import Counter

from scaffolio.parsers.distributions import IMPORTS

_NUMERIC = "numpy"
_FRAME = f"{_NUMERIC} python-dateutil pytz six"
_SCIENTIFIC = f"{_NUMERIC} scipy"
_LEARN = f"{_SCIENTIFIC} joblib threadpoolctl"
_DRAW = f"{_FRAME} pillow pyparsing cycler kiwisolver packaging"
_TENSORFLOW = f"{_NUMERIC} keras tensorboard h5py protobuf absl-py six requests wrapt"
_HUB = f"{_NUMERIC} requests tqdm pyyaml regex tokenizers filelock packaging huggingface-hub"
_LIGHTNING = f"torch pyyaml tqdm {_NUMERIC} torchmetrics tensorboard packaging requests"
_GEOMETRY = f"{_NUMERIC} pandas shapely fiona pyproj"

_BRINGS = {
    "accelerate": f"torch psutil pyyaml {_NUMERIC}",
    "aif360": f"{_LEARN} pandas matplotlib",
    "albumentations": f"{_SCIENTIFIC} opencv-python-headless pyyaml scikit-image pillow imageio",
    "allennlp": f"torch {_LEARN} spacy nltk tqdm h5py transformers requests tensorboardx scikit-learn",
    "altair": f"{_NUMERIC} pandas jinja2 jsonschema toolz",
    "arviz": f"{_SCIENTIFIC} matplotlib pandas xarray",
    "captum": f"torch {_DRAW} matplotlib",
    "catboost": f"{_SCIENTIFIC} {_DRAW} matplotlib pandas plotly graphviz six",
    "category-encoders": f"{_LEARN} pandas scikit-learn statsmodels patsy",
    "chainer": f"{_NUMERIC} six protobuf filelock",
    "dash": "plotly flask requests",
    "datasets": f"{_HUB} pandas pyarrow dill",
    "deepspeed": f"torch {_NUMERIC} tqdm psutil pydantic",
    "diffusers": _HUB,
    "dowhy": f"{_LEARN} pandas networkx statsmodels scikit-learn sympy matplotlib",
    "eli5": f"{_LEARN} scikit-learn jinja2 tabulate graphviz attrs six",
    "evaluate": f"{_HUB} pandas datasets dill",
    "fairlearn": f"{_LEARN} scikit-learn pandas",
    "fastai": f"torch torchvision {_LEARN} scikit-learn pandas matplotlib pillow pyyaml requests spacy fastprogress",
    "fastapi": "pydantic starlette",
    "fastbook": f"torch torchvision {_LEARN} scikit-learn pandas matplotlib pillow pyyaml requests spacy fastai",
    "featuretools": f"{_NUMERIC} pandas scipy tqdm psutil",
    "flask": "jinja2 werkzeug click itsdangerous markupsafe",
    "flask-marshmallow": "flask marshmallow",
    "flask-smorest": "flask marshmallow",
    "flask-sqlalchemy": "flask sqlalchemy",
    "flax": f"{_NUMERIC} jax jaxlib optax rich pyyaml",
    "folium": f"{_NUMERIC} jinja2 requests branca",
    "gensim": f"{_SCIENTIFIC} smart-open six",
    "geopandas": _GEOMETRY,
    "gradio": f"{_NUMERIC} pandas pillow requests fastapi uvicorn matplotlib pyyaml jinja2 pydantic typer aiohttp",
    "gym": f"{_NUMERIC} cloudpickle scipy six",
    "gymnasium": f"{_NUMERIC} cloudpickle",
    "h5py": f"{_NUMERIC} six",
    "hdbscan": f"{_LEARN} scikit-learn",
    "hyperopt": f"{_SCIENTIFIC} networkx tqdm six cloudpickle",
    "imageio": f"{_NUMERIC} pillow",
    "imbalanced-learn": f"{_LEARN} scikit-learn",
    "imblearn": f"{_LEARN} scikit-learn imbalanced-learn",
    "imgaug": f"{_SCIENTIFIC} pillow matplotlib scikit-image opencv-python imageio shapely six",
    "jax": f"{_SCIENTIFIC} jaxlib",
    "kaggle": "requests tqdm python-dateutil six",
    "keras": f"{_SCIENTIFIC} h5py pyyaml six",
    "kornia": f"torch {_NUMERIC}",
    "langchain": f"{_NUMERIC} requests pyyaml pydantic sqlalchemy aiohttp",
    "librosa": f"{_LEARN} scikit-learn numba soundfile",
    "lifelines": f"{_SCIENTIFIC} pandas matplotlib",
    "lightgbm": f"{_SCIENTIFIC} scikit-learn",
    "lightning": _LIGHTNING,
    "lime": f"{_LEARN} scikit-learn matplotlib tqdm scikit-image",
    "marshmallow-sqlalchemy": "marshmallow sqlalchemy",
    "matplotlib": _DRAW,
    "matplotlib-base": _DRAW,
    "mlflow": (
        f"{_LEARN} scikit-learn pandas matplotlib pyyaml requests click flask sqlalchemy alembic cloudpickle docker"
        " gitpython pyarrow protobuf jinja2 gunicorn"
    ),
    "mlforecast": f"{_LEARN} pandas scikit-learn optuna cloudpickle",
    "mlxtend": f"{_LEARN} scikit-learn pandas matplotlib",
    "mne": f"{_SCIENTIFIC} matplotlib tqdm jinja2",
    "moviepy": f"{_NUMERIC} imageio tqdm requests pillow",
    "neuralforecast": f"{_LIGHTNING} {_SCIENTIFIC} pandas pytorch-lightning ray optuna",
    "nibabel": _NUMERIC,
    "nilearn": f"{_LEARN} scikit-learn pandas nibabel requests lxml",
    "nltk": "tqdm regex click joblib six",
    "numba": f"{_NUMERIC} llvmlite",
    "onnx": f"{_NUMERIC} protobuf",
    "onnxruntime": f"{_NUMERIC} protobuf sympy",
    "openai": "requests tqdm aiohttp pydantic",
    "opencv-contrib-python": _NUMERIC,
    "opencv-python": _NUMERIC,
    "opencv-python-headless": _NUMERIC,
    "optuna": f"{_SCIENTIFIC} tqdm sqlalchemy alembic pyyaml colorlog",
    "pandas": _FRAME,
    "pandas-profiling": f"{_FRAME} pandas matplotlib seaborn requests tqdm jinja2 pyyaml scipy joblib",
    "patsy": f"{_NUMERIC} six",
    "peft": f"{_HUB} torch transformers accelerate psutil",
    "pingouin": f"{_LEARN} pandas matplotlib seaborn statsmodels scikit-learn tabulate",
    "plotnine": f"{_SCIENTIFIC} pandas matplotlib statsmodels patsy",
    "pmdarima": f"{_LEARN} pandas scikit-learn statsmodels",
    "prophet": f"{_NUMERIC} pandas matplotlib holidays tqdm python-dateutil",
    "pyarrow": _NUMERIC,
    "pycaret": (
        f"{_LEARN} pandas scikit-learn matplotlib seaborn plotly lightgbm imbalanced-learn category-encoders tqdm"
        " yellowbrick mlxtend numba nltk spacy gensim shap"
    ),
    "pydantic-settings": "pydantic python-dotenv",
    "pymatgen": f"{_SCIENTIFIC} matplotlib networkx pandas sympy tqdm tabulate requests plotly joblib",
    "pymc": f"{_SCIENTIFIC} pandas arviz cloudpickle",
    "pymc3": f"{_SCIENTIFIC} pandas arviz theano",
    "pyod": f"{_LEARN} scikit-learn matplotlib numba",
    "pyro-ppl": f"torch {_NUMERIC} tqdm",
    "pytorch": f"{_NUMERIC} sympy networkx jinja2 filelock",
    "pytorch-lightning": _LIGHTNING,
    "pytorch-tabnet": f"torch {_LEARN} scikit-learn tqdm",
    "openpifpaf": f"torch torchvision {_SCIENTIFIC} matplotlib pillow",
    "jupyter": "notebook nbformat nbconvert ipykernel ipywidgets jinja2 tornado",
    "jupyterlab": "nbformat nbconvert ipykernel jinja2 tornado requests",
    "notebook": "nbformat nbconvert ipykernel jinja2 tornado",
    "papermill": "nbformat nbclient tqdm requests pyyaml click",
    "ray": f"{_NUMERIC} pyyaml requests click protobuf jsonschema aiohttp",
    "rasterio": f"{_NUMERIC} click",
    "sacrebleu": f"{_NUMERIC} tabulate lxml regex",
    "scikit-image": f"{_SCIENTIFIC} networkx pillow imageio matplotlib pywavelets",
    "scikit-learn": _LEARN,
    "scikit-learn-intelex": f"{_LEARN} scikit-learn",
    "scikit-optimize": f"{_LEARN} scikit-learn pyyaml",
    "scikit-plot": f"{_LEARN} scikit-learn matplotlib",
    "scikit-surprise": f"{_LEARN} six",
    "scipy": _NUMERIC,
    "scrapy": "lxml",
    "seaborn": f"{_SCIENTIFIC} pandas matplotlib",
    "seleniumbase": "selenium requests beautifulsoup4 pytest",
    "sentence-transformers": f"{_HUB} torch transformers {_LEARN} scikit-learn nltk sentencepiece torchvision pillow",
    "shap": f"{_LEARN} scikit-learn pandas tqdm numba cloudpickle matplotlib",
    "simpletransformers": (
        f"{_HUB} transformers datasets {_LEARN} scikit-learn pandas seqeval tensorboard wandb streamlit sentencepiece"
    ),
    "sktime": f"{_LEARN} pandas scikit-learn numba statsmodels",
    "skorch": f"{_LEARN} scikit-learn tqdm tabulate",
    "spacy": f"{_NUMERIC} requests tqdm jinja2 pydantic typer catalogue",
    "stable-baselines3": f"torch {_NUMERIC} gym gymnasium pandas matplotlib cloudpickle",
    "stanza": f"torch {_NUMERIC} requests tqdm protobuf",
    "statsforecast": f"{_SCIENTIFIC} pandas statsmodels patsy tqdm cloudpickle",
    "statsmodels": f"{_SCIENTIFIC} pandas patsy",
    "streamlit": (
        f"{_NUMERIC} pandas altair pillow requests pyarrow tornado click rich gitpython protobuf toml pydeck jinja2"
    ),
    "tensorboard": f"{_NUMERIC} protobuf requests absl-py six pillow",
    "tensorflow": _TENSORFLOW,
    "tensorflow-cpu": _TENSORFLOW,
    "tensorflow-gpu": _TENSORFLOW,
    "tensorflow-macos": _TENSORFLOW,
    "tensorflow-datasets": f"{_NUMERIC} requests tqdm protobuf dill six absl-py toml promise psutil",
    "textblob": "nltk tqdm regex click joblib",
    "theano": f"{_SCIENTIFIC} six",
    "timm": "torch torchvision pyyaml pillow huggingface-hub",
    "torch": f"{_NUMERIC} sympy networkx jinja2 filelock pillow",
    "torch-geometric": f"{_LEARN} tqdm requests jinja2 networkx pandas scikit-learn pyyaml psutil",
    "torchmetrics": f"torch {_NUMERIC}",
    "torchtext": f"torch {_NUMERIC} tqdm requests sentencepiece",
    "torchvision": f"torch {_NUMERIC} pillow requests six tqdm scipy",
    "transformers": _HUB,
    "tsfresh": f"{_LEARN} pandas scikit-learn statsmodels tqdm requests patsy",
    "tslearn": f"{_LEARN} scikit-learn numba",
    "ultralytics": (
        f"torch torchvision {_SCIENTIFIC} opencv-python pillow pyyaml requests tqdm matplotlib pandas seaborn psutil"
    ),
    "umap-learn": f"{_LEARN} scikit-learn numba tqdm",
    "vadersentiment": "requests",
    "visdom": f"{_SCIENTIFIC} requests tornado pillow networkx six",
    "wandb": "click gitpython pyyaml requests psutil protobuf python-dateutil six",
    "wordcloud": f"{_NUMERIC} pillow matplotlib",
    "xarray": f"{_NUMERIC} pandas",
    "xgboost": _SCIENTIFIC,
    "yellowbrick": f"{_LEARN} scikit-learn matplotlib",
    "yfinance": f"{_NUMERIC} pandas requests lxml beautifulsoup4",
}

_KNOWN = frozenset(name for names in IMPORTS.values() for name in names)
_BROUGHT = Counter(name for names in _BRINGS.values() for name in set(names.split()))
COMMON = 5
"""Packages that bring a distribution along, from which it counts as one that comes with almost anything."""

_COLAB = """
accelerate albumentations altair beautifulsoup4 bokeh cvxpy dask datasets diffusers fastai flask folium gdown gensim
geopandas graphviz gym gymnasium h5py holidays hyperopt imageio imbalanced-learn imgaug ipywidgets jax jieba joblib
keras librosa lightgbm lxml matplotlib mlxtend moviepy networkx nltk numba numpy opencv-python openpyxl pandas peft
pillow plotly plotnine prophet psutil pyarrow pydot pymc python-dateutil pyyaml regex requests scikit-image scikit-learn
 scipy seaborn sentence-transformers sentencepiece shap soundfile spacy statsmodels sympy tables tabulate
tensorflow tensorflow-datasets tensorflow-hub tensorflow-probability textblob theano timm tokenizers torch
torchaudio torchtext torchvision tqdm transformers tweepy wandb wordcloud xarray xgboost xlrd yellowbrick yfinance
"""
COLAB = frozenset(_COLAB.split())
"""Distributions that come with Google Colab."""


def is_known(distribution: str) -> bool:
    """Whether these tables say what a distribution brings along; what they do not name may bring anything."""
    return distribution in _BRINGS or distribution in _KNOWN


def is_common(distribution: str) -> bool:
    """Whether many packages bring this one along."""
    return _BROUGHT[distribution] >= COMMON


def brought_by(distribution: str) -> frozenset[str]:
    """Distributions that installing this one brings along, as far as these tables know."""
    found: set[str] = set()
    waiting = [distribution]
    while waiting:
        for name in _BRINGS.get(waiting.pop(), "").split():
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)
