"""Small reference pictures of all charts: ``python -m tests.charts.reference_pictures [NAME ...]`` draws them again."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from matplotlib.testing.compare import compare_images
from PIL import Image, ImageFilter

from tests.charts.drawn_texts import draw_once

FOLDER = Path(__file__).parent / "reference"
BLUR = 3
"""Points of blur before two pictures are compared: versions place letters and lines a little differently."""
TOLERANCE = 9.0
"""Root mean square of the difference, of 255. See docs/discussion/design.md for how it was chosen."""


def half_size(png: bytes) -> bytes:
    """The picture with half as many points each way, which is what is kept and compared: letters blur into each other,
    so that the way a version draws them counts little."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    store = io.BytesIO()
    picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX).save(store, "png", optimize=True)
    return store.getvalue()


def difference(one: Path, other: Path, folder: Path) -> str | None:
    """What Matplotlib says of two pictures that differ by more than the tolerance; nothing of two that do not."""
    blurred = [folder / f"blurred {number} {path.name}" for number, path in enumerate((one, other))]
    for path, copy in zip((one, other), blurred, strict=True):
        Image.open(path).convert("RGB").filter(ImageFilter.GaussianBlur(BLUR)).save(copy)
    return compare_images(str(blurred[0]), str(blurred[1]), tol=TOLERANCE)


def main(asked: list[str]) -> None:
    """Draw the samples with these names, or all, and remove pictures of charts that are gone."""
    from tests.charts.samples import SAMPLES

    unknown = sorted(set(asked) - set(SAMPLES))
    if unknown:
        sys.exit(f"no sample of {', '.join(unknown)}; there are {', '.join(SAMPLES)}")
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        if old.stem not in SAMPLES:
            old.unlink()
    for name in asked or SAMPLES:
        (FOLDER / f"{name}.png").write_bytes(half_size(draw_once(SAMPLES[name](None)).png))
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
