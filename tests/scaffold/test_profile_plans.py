"""What is decided about a table: target, roles, split; what is told, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile.nouns import Asked, Plan, Source, Table
from scaffolio.scaffold.profile.plans import make_plan

RANDOM = Random(3)  # noqa: S311  data, not a secret
COUNT = 240
YES = [RANDOM.random() < 0.4 for _ in range(COUNT)]
SIZE = [f"{2 * yes + RANDOM.gauss(0, 2):.3f}" for yes in YES]
COST = [f"{5 * float(size) + RANDOM.gauss(0, 3):.2f}" for size in SIZE]
CHURNED = ["yes" if yes else "no" for yes in YES]
DAYS = [(date(2023, 1, 1) + timedelta(days=number)).isoformat() for number in range(COUNT)]


def table(**columns: list[str]) -> Table:
    named = {name.replace("_", " "): cells for name, cells in columns.items()}
    return Table(Source("clients.csv", 1000, "0" * 64), named, len(next(iter(named.values()))))


def plan(technique: str, asked: Asked, **columns: list[str]) -> Plan:
    return make_plan(technique, table(**columns), asked)


def churn(asked: Asked | None = None, **columns: list[str]) -> Plan:
    return plan("classification", asked or Asked("churned"), size=SIZE, churned=CHURNED, **columns)


def roles(made: Plan) -> dict[str, str]:
    return {column.name: column.role for column in made.columns}


def told(made: Plan, topic: str) -> list[str]:
    return [decision.text for decision in made.decisions if decision.topic == topic]


def warned(made: Plan) -> str:
    return " ".join(decision.text for decision in made.decisions if decision.warning)


def test_the_yes_goes_by_its_name_and_by_the_flag():
    assert churn().task["positive"] == ["yes"]
    assert churn(Asked("churned", positive="no")).task["positive"] == ["no"]
    with pytest.raises(UsageError, match="--positive maybe: churned has no such value"):
        churn(Asked("churned", positive="maybe"))


def test_several_classes_are_listed_and_two_spellings_of_one_are_pointed_out():
    labels = [("Red", "red", "blue")[number % 3] for number in range(COUNT)]
    made = plan("classification", Asked("kind"), size=SIZE, kind=labels)
    assert made.task["classes"] == ["Red", "blue", "red"]
    assert "Red and red count as different classes" in warned(made)


def test_constant_empty_and_identifying_columns_are_left_out_with_their_reason():
    made = churn(
        same=["x"] * COUNT,
        nothing=[""] * COUNT,
        name=[f"client {number}" for number in range(COUNT)],
        remark=["it came late and it was the wrong one"] * (COUNT - 1) + ["fine but for the long wait at the door"],
    )
    assert roles(made) == {
        "size": "feature",
        "churned": "target",
        "same": "drop",
        "nothing": "drop",
        "name": "id",
        "remark": "drop",
    }
    assert "remark: free text; -t nlp is made for it" in warned(made)


def test_named_columns_follow_their_flags():
    made = churn(Asked("churned", ids=("code",), drops=("sum",)), code=["7"] * COUNT, sum=SIZE)
    assert (roles(made)["code"], roles(made)["sum"]) == ("id", "drop")


def test_a_column_that_knows_the_answer_is_left_out_and_one_that_only_sounds_so_is_kept():
    noise = [f"{RANDOM.gauss(0, 1):.3f}" for _ in range(COUNT)]
    knows = ["1" if yes else "0" for yes in YES]
    made = churn(code=knows, churned_by_mail=noise)
    assert roles(made)["code"] == "drop"
    assert roles(made)["churned by mail"] == "feature"
    assert "code: leak-like: alone it ranks churned with AUC 1.000" in warned(made)


def test_rows_that_deal_yes_and_no_in_turn_make_no_column_look_like_the_answer():
    kinds = [RANDOM.choice("abc") for _ in range(COUNT)]
    made = plan("classification", Asked("churned"), kind=kinds, size=SIZE, churned=["yes", "no"] * (COUNT // 2))
    assert roles(made)["kind"] == "feature"
    assert not warned(made)


def test_decimal_commas_thousands_and_dates_of_a_country_are_read_and_told():
    days = [f"{number % 28 + 1:02d}.{number % 12 + 1:02d}.2023" for number in range(COUNT)]
    prices = [f"{number},{number % 10}" for number in range(COUNT)]
    sums = [f"{number + 1},000" for number in range(COUNT)]
    made = churn(day=days, price=prices, sum=sums)
    assert made.cells["price"][7] == "7.7"
    assert made.cells["sum"][7] == "8000"
    assert made.cells["day"][14] == "2023-03-15"
    assert told(made, "dates") == ["day is read as DD.MM.YYYY, and kept as ISO 8601"]
    assert len(told(made, "numbers")) == 2


def test_a_date_that_could_be_two_is_asked_about():
    days = [f"{number % 12 + 1:02d}/{number % 11 + 1:02d}/2023" for number in range(COUNT)]
    with pytest.raises(UsageError, match=r"could be DD/MM/YYYY or MM/DD/YYYY"):
        churn(day=days)


def test_a_date_orders_the_split_and_two_dates_are_asked_about():
    made = churn(day=DAYS)
    assert made.split == {"kind": "temporal", "column": "day", "cut": DAYS[180]}
    with pytest.raises(UsageError, match="day, due are all dates"):
        churn(day=DAYS, due=DAYS)


def test_rows_with_dates_that_cannot_order_them_are_divided_at_random_with_a_warning():
    late = ["yes" if number > 200 else "no" for number in range(COUNT)]
    made = plan("classification", Asked("churned"), size=SIZE, churned=late, day=DAYS)
    assert made.split["kind"] == "random"
    assert "the future trains the past" in warned(made)
    with pytest.raises(UsageError, match="enough of every class before and after"):
        plan("classification", Asked("churned", date="day"), size=SIZE, churned=late, day=DAYS)


def test_years_are_offered_as_the_order_and_taken_when_named():
    years = [str(1980 + number // 10) for number in range(COUNT)]
    assert "year holds years: --date year tests on the later ones" in told(churn(year=years), "split")
    made = churn(Asked("churned", date="year"), year=years)
    assert made.split["cut"] == "1998-01-01"
    assert made.cells["year"][0] == "1980-01-01"


def test_groups_stay_together_and_few_of_them_are_refused():
    made = churn(Asked("churned", group="shop"), shop=[str(number % 30) for number in range(COUNT)])
    assert made.split["kind"] == "grouped"
    assert made.split["column"] == "shop"
    for technique, asked in (("classification", Asked("churned", group="shop")), ("clustering", Asked(group="shop"))):
        with pytest.raises(UsageError, match="shop has 3 groups"):
            plan(technique, asked, size=SIZE, cost=COST, churned=CHURNED, shop=[str(n % 3) for n in range(COUNT)])


def test_an_identifier_that_comes_back_groups_the_rows_unasked():
    made = churn(client_id=[str(number // 4) for number in range(COUNT)])
    assert (made.split["kind"], made.split["column"]) == ("grouped", "client id")


def test_a_group_beside_a_date_is_tested_whole_or_left_out_with_a_warning():
    pairs = [str(number // 7) for number in range(COUNT)]
    made = churn(Asked("churned", group="home"), day=DAYS, home=pairs)
    assert made.split == {"kind": "temporal", "column": "day", "cut": DAYS[180], "group": "home"}
    assert "a home that reaches past it tests whole, 65 rows in all" in made.facts[-1]
    made = churn(Asked("churned", group="home"), day=DAYS, home=[str(number % 20) for number in range(COUNT)])
    assert "group" not in made.split
    assert "home stays out of the split" in warned(made)


def test_a_quantity_with_a_long_tail_is_learnt_as_its_logarithm():
    costs = [f"{2.718 ** (float(size) + RANDOM.gauss(0, 1)):.2f}" for size in SIZE]
    assert plan("regression", Asked("cost"), size=SIZE, cost=costs).task["log"] is True
    assert "log" not in plan("regression", Asked("cost"), size=SIZE, cost=COST).task


def test_the_forecast_to_beat_stays_a_feature_though_its_name_holds_the_targets():
    last = [f"{float(cost) + 1:.2f}" for cost in COST]
    made = plan(
        "regression", Asked("cost", baseline="last_cost".replace("_", " ")), size=SIZE, cost=COST, last_cost=last
    )
    assert made.task["baseline_column"] == "last cost"
    assert roles(made)["last cost"] == "feature"


def test_segments_are_judged_by_a_column_they_never_see():
    made = plan("clustering", Asked(validate_with="churned"), size=SIZE, cost=COST, churned=CHURNED)
    assert made.task["validate_with"] == "churned"
    assert roles(made)["churned"] == "drop"
    assert "the silhouette does" in warned(plan("clustering", Asked(), size=SIZE, cost=COST))


@pytest.mark.parametrize(
    ("technique", "asked", "message", "hint"),
    [
        ("classification", Asked("chrned"), "--target chrned: the file has no such column", "Did you mean churned?"),
        ("classification", Asked(), "needs to know which column", "--target COLUMN, one of: size"),
        ("classification", Asked("churned", drops=("churned",)), "named by two flags", "one role"),
        ("classification", Asked("empty"), "the target empty is empty in every row", "--target"),
        ("classification", Asked("same"), "'x' in every row", "--target"),
        ("classification", Asked("cost"), "a quantity, no classes", "-t regression"),
        ("classification", Asked("rare"), "too few rows of b 3", "Collect more"),
        ("classification", Asked("churned", date="size"), "is no date", "2024-03-31"),
        (
            "classification",
            Asked("churned", drops=("size", "cost", "two", "rare")),
            "no column is left",
            "before the target",
        ),
        ("regression", Asked("churned"), "holds no numbers", "-t classification"),
        ("regression", Asked("two"), "two values only", "-t classification"),
        ("regression", Asked("cost", baseline="churned"), "--baseline-col churned holds no numbers", "forecast"),
        ("clustering", Asked("churned"), "clustering has no target", "--validate-with churned"),
        ("clustering", Asked(validate_with="same"), "the same in every row", "Name a column"),
        ("clustering", Asked(drops=("cost", "two")), "1 column of numbers left", "Add amounts"),
        ("regression", Asked("cost", positive="1"), "--positive means nothing to regression", "classification"),
        ("classification", Asked("churned", horizon=3), "--horizon means nothing", "timeseries"),
        ("classification", Asked("churned", validate_with="size"), "--validate-with means nothing", "clustering"),
        ("clustering", Asked(date="size"), "--date means nothing to clustering", "leave it out"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason_and_a_way_out(
    technique: str, asked: Asked, message: str, hint: str
):
    columns = {
        "size": SIZE,
        "cost": COST,
        "churned": CHURNED,
        "empty": [""] * COUNT,
        "same": ["x"] * COUNT,
        "two": [str(number % 2) for number in range(COUNT)],
        "rare": ["a"] * (COUNT - 3) + ["b"] * 3,
    }
    with pytest.raises(UsageError) as refused:
        plan(technique, asked, **columns)
    assert message in str(refused.value)
    assert hint in refused.value.hint


@pytest.mark.parametrize("technique", ["classification", "regression", "clustering"])
def test_two_rows_are_too_few(technique: str):
    asked = {"classification": Asked("b"), "regression": Asked("a"), "clustering": Asked()}[technique]
    with pytest.raises(UsageError, match="2 rows"):
        plan(technique, asked, a=["1", "2"], b=["yes", "no"], c=["3", "4"])
