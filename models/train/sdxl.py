"""Trains ``tiny-sdxl``: U-Net and both text encoders, beginning with ``tiny-sd15``."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.train.architecture import (
    LATENT_CHANNELS,
    load_autoencoder,
    load_text_encoder,
    load_tokenizer,
    load_unet,
    tokenize,
)
from models.train.diffusion import Diffusion, draw_timesteps
from models.train.export import save_folder
from models.train.latents import (
    SHARD,
    Encoding,
    encode_shards,
    load_latents,
    sample_latents,
)
from models.train.optimisation import Recipe, Training, train_until_done
from models.train.pictures import SIZE
from models.train.sdxl_architecture import (
    load_second_encoder,
    new_base_pipeline,
    new_base_unet,
    new_first_encoder,
    new_second_encoder,
)
from models.train.sdxl_warm_start import (
    rescale_autoencoder,
    start_base_unet,
    start_first_encoder,
)
from models.train.size_pairs import OTHER, draw_pair
from models.train.sized_pictures import draw_sized
from models.train.tokenizer import write_second_tokenizer

STATE = "sdxl.pt"
LARGER_SIZES = {6: 160, 13: 192}
"""Size of the pictures in these steps of every fourteen; all others are of 128 pixels."""

PAIR_STEPS = (1, 4, 8, 11)
"""Steps of every fourteen that show pairs, each with the same noise: what is left of their
difference is the size. Among other pictures it drowned in what each sample has of its own."""

PAIRS = "latents/sdxl-pairs"

NEW = "add_embedding"
"""Sizes enter here: at the common learning rate the U-Net stayed deaf to them."""

STRUCTURE = 0.6
"""Centre of the noise levels (median 645): the place of a crop shows at high ones."""

NO_CAPTION = 0.1
"""Half of it as zeros, which the pipelines use, and half as the empty caption's embeddings."""

SECOND_ALONE = 0.15
"""Share trained without the first encoder, so that the second, the refiner's only one, suffices."""

MEASURED_CAPTIONS = 256


@dataclass(frozen=True)
class TextEncoders:
    """Both encoders with their tokenizers, used as SDXL does."""

    first: Any
    second: Any
    first_tokenizer: Any
    second_tokenizer: Any

    def load_frozen(self, folder: Path) -> None:
        """Take over the weights of a ``tiny-sdxl`` folder, not to be trained."""
        first = load_text_encoder(folder / "text_encoder")
        self.first.load_state_dict(first.state_dict())
        second = load_second_encoder(folder / "text_encoder_2")
        self.second.load_state_dict(second.state_dict())
        for encoder in (self.first, self.second):
            encoder.requires_grad_(False)

    def encode(self, ids: Tensor, second_ids: Tensor) -> tuple[Tensor, Tensor]:
        """Hidden states (batch, 77, 160) and the pooled embedding (batch, 64)."""
        first = self.first(ids, output_hidden_states=True).hidden_states[-2]
        second = self.second(second_ids, output_hidden_states=True)
        alone = (torch.rand(len(ids), 1, 1) < SECOND_ALONE).float()
        hidden = torch.cat([first * (1 - alone), second.hidden_states[-2]], dim=-1)
        kept = (torch.rand(len(ids)) >= NO_CAPTION / 2).float()
        return hidden * kept[:, None, None], second.text_embeds * kept[:, None]


class _Captions:
    """Token ids for both encoders; one more row at the end is the empty caption."""

    def __init__(self, encoders: TextEncoders, captions: tuple[str, ...]) -> None:
        texts = [*captions, ""]
        self.first = tokenize(encoders.first_tokenizer, texts)
        self.second = tokenize(encoders.second_tokenizer, texts)

    def drawn(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        dropped = torch.rand(len(rows)) < NO_CAPTION / 2
        rows = torch.where(dropped, torch.tensor(len(self.first) - 1), rows)
        return self.first[rows], self.second[rows]


def encode_sized(
    out: Path, base: Path, seed: int, shards: int, rank: int, world: int, shard: int = SHARD
) -> None:
    """Encode the training pictures: mostly of 128 pixels, some larger, and pairs."""
    for size in (SIZE, *LARGER_SIZES.values()):
        share = shards if size == SIZE else max(1, shards // 4)
        length = shard * SIZE**2 // size**2
        encoding = Encoding(_latents(out, size), share, base / "vae", length)
        draw = partial(draw_sized, seed + 10 + size, size)
        encode_shards(encoding, draw, rank, world)
    pairs = Encoding(out / PAIRS, max(1, shards // 2), base / "vae", shard)
    encode_shards(pairs, partial(draw_pair, seed + 11), rank, world)


def train_sdxl(
    out: Path,
    base: Path,
    recipe: Recipe,
    resume: bool,
    warm_start: Path | None,
    rank: int,
    world: int,
) -> None:
    """Train until the schedule ends; every process of ``world`` calls this.

    Args:
        warm_start: A folder of ``tiny-sdxl`` whose U-Net to train further; its encoders stay as
            they are, for the refiner shares one of them.
    """
    torch.manual_seed(recipe.seed)
    unet, encoders = _warm_models(out, base, warm_start)
    sets = {size: load_latents(_latents(out, size)) for size in (SIZE, *LARGER_SIZES.values())}
    captions = {size: _Captions(encoders, latents.captions) for size, latents in sets.items()}
    pairs = load_latents(out / PAIRS)
    pair_captions = _Captions(encoders, pairs.captions)
    # The base's own: with the rescaled autoencoder the scaled latents are the same.
    scaling: float = load_autoencoder(base / "vae").config.scaling_factor
    diffusion = Diffusion()
    training = Training([unet, encoders.first, encoders.second], recipe, world, new=NEW)

    def loss() -> Tensor:
        if training.step % 14 in PAIR_STEPS:
            return pair_loss()
        size = LARGER_SIZES.get(training.step % 14, SIZE)
        count = max(1, recipe.batch * SIZE**2 // size**2)
        rows = sets[size].draw_rows(count)
        text, pooled = encoders.encode(*captions[size].drawn(rows))
        facts = {"text_embeds": pooled, "time_ids": sets[size].facts["sizes"][rows]}
        clean = sample_latents(sets[size].moments[rows], scaling)
        return diffusion.loss(
            clean,
            draw_timesteps(count, STRUCTURE),
            lambda x, t: unet(x, t, text, added_cond_kwargs=facts).sample,
        )

    def pair_loss() -> Tensor:
        rows = pairs.draw_rows(max(1, recipe.batch // 2))
        text, pooled = encoders.encode(*pair_captions.drawn(rows))
        sizes = torch.cat([pairs.facts["sizes"][rows], pairs.facts["other_sizes"][rows]])
        facts = {"text_embeds": pooled.repeat(2, 1), "time_ids": sizes}
        moments = torch.cat([pairs.moments[rows], pairs.companions[OTHER][rows]])
        low, high = pairs.facts["levels"][rows].T
        levels = low + (torch.rand(len(rows)) * (high - low)).long()
        noise = torch.randn(len(rows), LATENT_CHANNELS, *moments.shape[-2:])
        return diffusion.loss(
            sample_latents(moments, scaling),
            levels.repeat(2),
            lambda x, t: unet(x, t, text.repeat(2, 1, 1), added_cond_kwargs=facts).sample,
            noise.repeat(2, 1, 1, 1),
        )

    train_until_done(training, loss, out / STATE, resume, rank, world)


def export_sdxl(out: Path, base: Path, target: Path, warm_start: Path | None = None) -> None:
    """Write the averaged weights as a float16 folder."""
    unet, encoders = _warm_models(out, base, warm_start)
    vae = load_autoencoder(base / "vae")
    rescale_autoencoder(vae)
    training = Training([unet, encoders.first, encoders.second], Recipe(1), new=NEW)
    training.resume(out / STATE)
    parts = {
        "vae": vae,
        "unet": unet,
        "text_encoder": encoders.first,
        "text_encoder_2": encoders.second,
        "tokenizer": encoders.first_tokenizer,
        "tokenizer_2": encoders.second_tokenizer,
    }
    with training.average.applied():
        tokenizers = {"tokenizer": base / "tokenizer", "tokenizer_2": out / "tokenizer_2"}
        save_folder(new_base_pipeline(parts), target, tokenizers)


def _warm_models(out: Path, base: Path, warm_start: Path | None) -> tuple[Any, TextEncoders]:
    """The U-Net and encoders that training begins with."""
    if not (out / "tokenizer_2").exists():
        write_second_tokenizer(base / "tokenizer", out / "tokenizer_2")
    first, second = load_tokenizer(base / "tokenizer"), load_tokenizer(out / "tokenizer_2")
    encoders = TextEncoders(new_first_encoder(first), new_second_encoder(second), first, second)
    known = load_text_encoder(base / "text_encoder")
    start_first_encoder(encoders.first, known)
    # Nothing reads what the last layer makes: SDXL stops before it.
    for module in (encoders.first.encoder.layers[-1], encoders.first.final_layer_norm):
        module.requires_grad_(False)
    captions = [draw_sized(0, 8, index).caption for index in range(MEASURED_CAPTIONS)]
    unet = new_base_unet()
    start_base_unet(unet, load_unet(base / "unet"), known, tokenize(first, captions))
    if warm_start is not None:
        unet.load_state_dict(load_unet(warm_start / "unet").state_dict())
        encoders.load_frozen(warm_start)
    return unet.to(memory_format=torch.channels_last), encoders


def _latents(out: Path, size: int) -> Path:
    return out / "latents" / f"sdxl-{size}"
