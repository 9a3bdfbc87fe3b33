"""Makes docs/pictures.png, the README's picture, with Weft: one picture for each of some prompts."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from graph_engine import Builder, Session
from nodes import (
    DecodeLatent,
    EmptyLatent,
    EncodeText,
    ImageBatch,
    ImageGrid,
    LoadCheckpoint,
    Sample,
    SaveImage,
)
from nodes.values import Image

PICTURE = Path(__file__).parents[1] / "docs" / "pictures.png"
PROMPTS = {
    "a red circle on a blue background": 7,
    "a yellow star on a black background": 7,
    "three red hearts on a pink background": 7,
    "a large green square on a white background": 7,
    "a pink heart on a purple background": 7,
    "hills with a tree, sunny day": 7,
    "the sea with a boat at sunset": 7,
    "mountains with a house at night": 7,
}


def main() -> None:
    """Run the workflow and put its picture into the documentation."""
    with tempfile.TemporaryDirectory() as folder, Session(output=folder) as session:
        result = session.run(build(session).build())
        if result.error is not None:
            raise SystemExit(result.error.message)
        shutil.copyfile(result.outputs["save"]["images"][0], PICTURE)
    print(PICTURE)


def build(session: Session) -> Builder:
    """The workflow: a branch for each prompt, laid out in one grid."""
    builder = Builder(session.catalog, "Pictures of the README")
    checkpoint = builder.add(LoadCheckpoint(model="tiny-sd15"))
    latent = builder.add(EmptyLatent(width=128, height=128))
    pictures: Image | None = None
    for text, seed in PROMPTS.items():
        prompt = builder.add(EncodeText(text_encoder=checkpoint.text_encoder, text=text))
        sampled = builder.add(
            Sample(
                unet=checkpoint.unet,
                positive=prompt.conditioning,
                latent=latent.latent,
                seed=seed,
                steps=20,
                guidance=5.0,
            )
        )
        picture = builder.add(DecodeLatent(vae=checkpoint.vae, latent=sampled.latent)).image
        if pictures is not None:
            picture = builder.add(ImageBatch(first=pictures, second=picture)).image
        pictures = picture
    assert pictures is not None
    grid = builder.add(ImageGrid(first=pictures, columns=4))
    builder.add(SaveImage(image=grid.image, name="pictures"), id="save")
    return builder


if __name__ == "__main__":
    main()
