"""Data sets for practice are told by columns, calls and names; what only resembles one is none."""

import pytest

from scaffolio.parsers.practice_data import by_columns, by_file_name, in_code
from scaffolio.parsers.practice_sets import PRACTICE_SETS


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Id,SepalLengthCm,SepalWidthCm,PetalLengthCm,PetalWidthCm,Species", "iris"),
        ("sepal length (cm),sepal width (cm),petal length (cm),petal width (cm)", "iris"),
        ("PassengerId,Survived,Pclass,Name,Sex,Age,SibSp,Parch,Ticket,Fare,Cabin,Embarked", "Titanic"),
        ("crim,zn,indus,chas,nox,rm,age,dis,rad,tax,ptratio,b,lstat,medv", "Boston housing"),
        (
            "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,population,median_income",
            "California housing",
        ),
        ("fixed acidity,volatile acidity,citric acid,residual sugar,chlorides,free sulfur dioxide", "wine quality"),
        ("total_bill,tip,sex,smoker,day,time,size", "tips"),
        ("label,pixel0,pixel1,pixel2,pixel3", "MNIST"),
        ("age,sex,smoker,region,charges,bmi,children", None),
        ("petal_length,petal_width,height,habitat", None),
        ("longitude,latitude,population,name", None),
    ],
)
def test_columns_tell(header, name):
    assert by_columns(header.split(",")) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("data/Titanic.csv", "Titanic"),
        ("winequality-red.csv", "wine quality"),
        ("raw/train-images-idx3-ubyte.gz", "MNIST"),
        ("IMDB Dataset.csv", "IMDB reviews"),
        ("data/titanic_survivors_of_other_ships.csv", None),
        ("iris_scans_of_patients.csv", None),
        ("train.csv", None),
    ],
)
def test_a_name_tells_only_as_a_whole(path, name):
    assert by_file_name(path) == name


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("X, y = load_iris(return_X_y=True)\n", [("iris", 1)]),
        ("import seaborn as sns\ndf = sns.load_dataset('tips')\n", [("tips", 2)]),
        ("(a, b), (c, d) = fashion_mnist.load_data()\n", [("Fashion-MNIST", 1)]),
        ("frame = pd.read_csv('../data/titanic.csv')\n", [("Titanic", 1)]),
        ("import pandas\nX = frame[['Pclass', 'SibSp', 'Parch', 'Fare']]\n", [("Titanic", None)]),
        ("# load_iris() was the first try\n", []),
        ("reload_iris()\n", []),
        ("X = frame[['Pclass', 'SibSp']]\n", []),
        ("text = 'the iris of the eye'\n", []),
    ],
)
def test_code_tells(code, found):
    assert [(one.name, one.line) for one in in_code("train.py", code.encode())] == found


def test_every_set_names_who_offers_it_and_can_be_found():
    for known in PRACTICE_SETS:
        assert known.source
        assert known.calls or known.files or 0 < known.needed <= len(known.columns)


def test_every_call_is_told_where_it_stands():
    for known in PRACTICE_SETS:
        for call in known.calls:
            written = b"first = 1\n" + call.replace(b'"', b"'")
            assert (known.name, 2) in [(one.name, one.line) for one in in_code("train.py", written)]
