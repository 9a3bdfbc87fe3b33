"""Makes workflows/pictures, the small pictures of the shipped workflows, by running them.

All of them, or those that are named: python -m scripts.template_pictures text_to_image
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image

from graph_engine import Session, load_workflow
from graph_engine.shipped import templates

FOLDER = Path(__file__).parents[1] / "workflows" / "pictures"
SIDE = 160
QUALITY = 82


def main() -> None:
    """Run the workflows and write the last picture of each, small."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Session(output=folder) as session:
        wanted = sys.argv[1:] or list(templates())
        for name in wanted:
            path = templates()[name]
            result = session.run(load_workflow(path))
            if result.error is not None:
                raise SystemExit(f"{name}: {result.error.message}")
            files = [file for made in result.outputs.values() for file in made["images"]]
            write_small(Path(files[-1]), FOLDER / f"{name}.webp")
            print(name)


def write_small(source: Path, target: Path) -> None:
    """Write a picture cut to a square, as a WebP."""
    with Image.open(source) as picture:
        side = min(picture.size)
        left, top = (picture.width - side) // 2, (picture.height - side) // 2
        square = picture.convert("RGB").crop((left, top, left + side, top + side))
        small = square.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        small.save(target, "WEBP", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
