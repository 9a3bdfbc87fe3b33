"""The models that are trained on top of another one: what each is made from and how."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from models.train.controlnet import LATENTS as CONTROLNET_LATENTS
from models.train.controlnet import draw_controlled, export_controlnet, train_controlnet
from models.train.embedding import LATENTS as EMBEDDING_LATENTS
from models.train.embedding import TOKEN, export_embedding, train_embedding
from models.train.inpaint import LATENTS as INPAINT_LATENTS
from models.train.inpaint import export_inpaint, train_inpaint
from models.train.latents import Example
from models.train.lora import LATENTS as LORA_LATENTS
from models.train.lora import export_lora, train_lora
from models.train.masked_pictures import draw_masked
from models.train.new_looks import draw_brown, draw_hollow
from models.train.optimisation import Recipe
from models.train.refiner import LATENTS as REFINER_LATENTS
from models.train.refiner import export_refiner, train_refiner
from models.train.scored_pictures import draw_scored

Train = Callable[[Path, Path, Recipe, bool, int, int], None]
"""With the folder for states, the base's folder, recipe, resume, rank and number of processes."""

Export = Callable[[Path, Path, Path], None]
"""With the folder for states, the base's folder and the target."""


@dataclass(frozen=True)
class Derived:
    """How to make one model.

    Attributes:
        latents: Folder of its training pictures, below the one for states.
        draw: Those pictures, of a seed and an index.
        samples: Default length of the schedule.
        target: What is written, below ``models``.
    """

    latents: str
    draw: Callable[[int, int], Example]
    train: Train
    export: Export
    samples: int
    batch: int
    learning_rate: float
    shards: int
    target: str
    base: str = "tiny-sd15"


DERIVED = {
    "refiner": Derived(
        REFINER_LATENTS,
        draw_scored,
        train_refiner,
        export_refiner,
        samples=40_000,
        batch=32,
        learning_rate=4e-4,
        shards=4,
        target="tiny-sdxl-refiner",
        base="tiny-sdxl",
    ),
    "controlnet": Derived(
        CONTROLNET_LATENTS,
        draw_controlled,
        train_controlnet,
        export_controlnet,
        samples=40_000,
        batch=24,
        learning_rate=5e-4,
        shards=6,
        target="tiny-controlnet",
    ),
    "inpaint": Derived(
        INPAINT_LATENTS,
        draw_masked,
        train_inpaint,
        export_inpaint,
        samples=45_000,
        batch=32,
        learning_rate=5e-4,
        shards=6,
        target="tiny-inpaint",
    ),
    "lora": Derived(
        LORA_LATENTS,
        draw_hollow,
        train_lora,
        export_lora,
        samples=20_000,
        batch=12,
        learning_rate=2e-3,
        shards=2,
        target="loras/hollow.safetensors",
    ),
    "embedding": Derived(
        EMBEDDING_LATENTS,
        partial(draw_brown, TOKEN),
        train_embedding,
        export_embedding,
        samples=6_000,
        batch=8,
        learning_rate=5e-3,
        shards=1,
        target="embeddings/brown.safetensors",
    ),
}
