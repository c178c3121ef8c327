"""The data sets that their makers offer for practice. Facts only: names of columns, calls and files."""

from __future__ import annotations

from scaffolio.nouns import dataclass


@dataclass(frozen=True, slots=True)
class PracticeSet:
    """A data set for practice, who offers it as such, and how it is told.

    ``columns`` are in lower case without units and signs, and ``needed`` of them show the
    set; ``calls`` load it, with quotes written as ``"``; ``files`` are names without their
    ending, signs written as ``_``.
    """

    name: str
    source: str
    columns: frozenset[str] = frozenset()
    needed: int = 0
    calls: tuple[bytes, ...] = ()
    files: frozenset[str] = frozenset()


PRACTICE_SETS = (
    PracticeSet(
        "iris",
        "scikit-learn.org, Toy datasets; archive.ics.uci.edu/dataset/53",
        columns=frozenset({"sepallength", "sepalwidth", "petallength", "petalwidth"}),
        needed=4,
        calls=(
            b"load_iris(",
            b'load_dataset("iris"',
            b'load_dataset("scikit-learn/iris"',
            b'tfds.load("iris"',
            b"data.iris(",
        ),
        files=frozenset({"iris", "iris_data", "iris_dataset", "bezdekiris"}),
    ),
    PracticeSet(
        "Titanic",
        "kaggle.com/competitions/titanic (Getting Started); github.com/mwaskom/seaborn-data",
        columns=frozenset({"pclass", "sibsp", "parch", "embarked", "fare", "survived"}),
        needed=4,
        calls=(
            b'load_dataset("titanic"',
            b'fetch_openml("titanic"',
            b'tfds.load("titanic"',
            b"competitions download -c titanic",
            b"competitions download titanic",
            b'competition_download_files("titanic"',
            b'competition_download("titanic"',
        ),
        files=frozenset({"titanic", "titanic_data", "titanic_dataset", "titanic_train", "titanic_test", "titanic3"}),
    ),
    PracticeSet(
        "Boston housing",
        "keras.io, Boston Housing price regression dataset; left scikit-learn with version 1.2",
        columns=frozenset({"crim", "zn", "indus", "chas", "nox", "rm", "dis", "rad", "ptratio", "lstat", "medv"}),
        needed=8,
        calls=(b"load_boston(", b"boston_housing.load_data(", b'fetch_openml("boston"', b"import boston_housing"),
        files=frozenset({"boston", "boston_housing", "bostonhousing", "boston_house_prices", "boston_data"}),
    ),
    PracticeSet(
        "California housing",
        "scikit-learn.org, Real world datasets; keras.io, California Housing price regression dataset",
        columns=frozenset({"medinc", "houseage", "averooms", "avebedrms", "aveoccup"}),
        needed=4,
        calls=(b"fetch_california_housing(", b"california_housing.load_data("),
        files=frozenset({"california_housing", "cal_housing", "california_housing_train", "california_housing_test"}),
    ),
    PracticeSet(
        "California housing",
        "the same rows as the book Hands-On Machine Learning reads them, github.com/ageron/handson-ml3",
        columns=frozenset(
            {
                "longitude",
                "latitude",
                "housingmedianage",
                "totalrooms",
                "totalbedrooms",
                "population",
                "households",
                "medianincome",
                "medianhousevalue",
            }
        ),
        needed=7,
    ),
    PracticeSet(
        "MNIST",
        "keras.io, MNIST digits classification dataset; kaggle.com/competitions/digit-recognizer (Getting Started)",
        columns=frozenset({"label", "pixel0", "pixel1", "pixel2", "pixel3", "pixel783"}),
        needed=4,
        calls=(
            b"mnist.load_data(",
            b"datasets.MNIST(",
            b'"mnist_784"',
            b'tfds.load("mnist"',
            b'load_dataset("mnist"',
            b'load_dataset("ylecun/mnist"',
            b"competitions download -c digit-recognizer",
            b"read_data_sets(",
        ),
        files=frozenset({"mnist", "mnist_train", "mnist_test", "train_images_idx3_ubyte", "t10k_images_idx3_ubyte"}),
    ),
    PracticeSet(
        "Fashion-MNIST",
        "keras.io, Fashion MNIST dataset; github.com/zalandoresearch/fashion-mnist",
        calls=(
            b"fashion_mnist.load_data(",
            b"datasets.FashionMNIST(",
            b'tfds.load("fashion_mnist"',
            b'load_dataset("fashion_mnist"',
        ),
        files=frozenset({"fashion_mnist", "fashion_mnist_train", "fashion_mnist_test"}),
    ),
    PracticeSet(
        "CIFAR-10",
        "keras.io, CIFAR10 small images classification dataset; cs.toronto.edu/~kriz/cifar.html",
        calls=(b"cifar10.load_data(", b"datasets.CIFAR10(", b'tfds.load("cifar10"', b'load_dataset("cifar10"'),
        files=frozenset({"cifar10", "cifar_10", "cifar_10_python"}),
    ),
    PracticeSet(
        "digits",
        "scikit-learn.org, Toy datasets",
        calls=(b"load_digits(",),
    ),
    PracticeSet(
        "wine recognition",
        "scikit-learn.org, Toy datasets; archive.ics.uci.edu/dataset/109",
        columns=frozenset(
            {"malicacid", "ash", "alcalinityofash", "totalphenols", "flavanoids", "proanthocyanins", "proline"}
        ),
        needed=5,
        calls=(b"load_wine(",),
    ),
    PracticeSet(
        "wine quality",
        "archive.ics.uci.edu/dataset/186",
        columns=frozenset(
            {
                "fixedacidity",
                "volatileacidity",
                "citricacid",
                "residualsugar",
                "chlorides",
                "freesulfurdioxide",
                "totalsulfurdioxide",
            }
        ),
        needed=6,
        calls=(b'tfds.load("wine_quality"',),
        files=frozenset(
            {"winequality_red", "winequality_white", "winequality", "wine_quality", "winequalityn", "winequalityred"}
        ),
    ),
    PracticeSet(
        "breast cancer Wisconsin",
        "scikit-learn.org, Toy datasets; archive.ics.uci.edu/dataset/17",
        columns=frozenset({"radiusmean", "texturemean", "perimetermean", "areamean", "smoothnessmean"}),
        needed=4,
        calls=(b"load_breast_cancer(",),
    ),
    PracticeSet(
        "diabetes",
        "scikit-learn.org, Toy datasets",
        calls=(b"load_diabetes(",),
    ),
    PracticeSet(
        "Pima diabetes",
        "kaggle.com/datasets/uciml/pima-indians-diabetes-database",
        columns=frozenset(
            {"pregnancies", "glucose", "bloodpressure", "skinthickness", "insulin", "bmi", "diabetespedigreefunction"}
        ),
        needed=6,
        files=frozenset({"pima_indians_diabetes", "pima_indians_diabetes_data"}),
    ),
    PracticeSet(
        "tips",
        "github.com/mwaskom/seaborn-data",
        columns=frozenset({"totalbill", "tip", "sex", "smoker", "day", "time", "size"}),
        needed=6,
        calls=(b'load_dataset("tips"', b"data.tips("),
    ),
    PracticeSet(
        "penguins",
        "allisonhorst.github.io/palmerpenguins; github.com/mwaskom/seaborn-data",
        columns=frozenset(
            {"island", "billlength", "billdepth", "culmenlength", "culmendepth", "flipperlength", "bodymassg"}
        ),
        needed=4,
        calls=(b'load_dataset("penguins"', b"load_penguins("),
        files=frozenset({"penguins", "penguins_size", "penguins_lter", "palmerpenguins"}),
    ),
    PracticeSet(
        "auto-mpg",
        "archive.ics.uci.edu/dataset/9; github.com/mwaskom/seaborn-data",
        columns=frozenset({"mpg", "cylinders", "displacement", "horsepower", "weight", "acceleration", "origin"}),
        needed=6,
        calls=(b'load_dataset("mpg"',),
        files=frozenset({"auto_mpg"}),
    ),
    PracticeSet(
        "Ames house prices",
        "kaggle.com/competitions/house-prices-advanced-regression-techniques (Getting Started)",
        columns=frozenset(
            {"mssubclass", "mszoning", "lotfrontage", "lotarea", "overallqual", "yearbuilt", "grlivarea"}
        ),
        needed=6,
        calls=(
            b"competitions download -c house-prices-advanced-regression-techniques",
            b"competitions download house-prices-advanced-regression-techniques",
            b'fetch_openml("house_prices"',
        ),
    ),
    PracticeSet(
        "Spaceship Titanic",
        "kaggle.com/competitions/spaceship-titanic (Getting Started)",
        columns=frozenset({"homeplanet", "cryosleep", "cabin", "destination", "vip", "transported"}),
        needed=5,
        calls=(b"competitions download -c spaceship-titanic",),
    ),
    PracticeSet(
        "IBM's Telco churn sample",
        "kaggle.com/datasets/blastchar/telco-customer-churn, which IBM made up as a sample",
        columns=frozenset(
            {"tenure", "monthlycharges", "totalcharges", "paperlessbilling", "streamingtv", "phoneservice"}
        ),
        needed=5,
        files=frozenset({"wa_fn_usec_telco_customer_churn"}),
    ),
    PracticeSet(
        "mall customers",
        "kaggle.com/datasets/vjchoudhary7/customer-segmentation-tutorial-in-python, made up for learning",
        columns=frozenset({"customerid", "age", "annualincomek", "spendingscore", "annualincome", "spendingscore1100"}),
        needed=4,
        files=frozenset({"mall_customers"}),
    ),
    PracticeSet(
        "IMDB reviews",
        "keras.io, IMDB movie review sentiment classification dataset; ai.stanford.edu/~amaas/data/sentiment",
        calls=(
            b"imdb.load_data(",
            b"datasets.IMDB(",
            b"datasets.IMDB.splits(",
            b'load_dataset("imdb"',
            b'load_dataset("stanfordnlp/imdb"',
            b'tfds.load("imdb_reviews"',
        ),
        files=frozenset({"imdb_dataset", "imdb_movie_reviews", "imdb_reviews", "imdb_master", "aclimdb_v1"}),
    ),
)
