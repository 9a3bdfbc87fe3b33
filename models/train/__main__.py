"""The command line of the training: every stage, resumable, from a seed."""

import argparse
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import torch

from models.train.denoiser import LATENTS, train_denoiser
from models.train.derived import DERIVED, Derived
from models.train.export import export
from models.train.latent_preview import write_preview
from models.train.latents import Encoding, draw_plain, encode_shards
from models.train.optimisation import Recipe
from models.train.processes import run_in_processes
from models.train.sdxl import encode_sized, export_sdxl, train_sdxl
from models.train.tokenizer import train_tokenizer
from models.train.vae import Recipe as VaeRecipe
from models.train.vae import train_autoencoder, train_decoder

MODELS = Path(__file__).resolve().parents[1]

BASE_STAGES = ("tokenizer", "vae", "decoder", "latents", "unet", "export")
"""What makes ``tiny-sd15`` from nothing, in this order."""

Stage = Callable[[argparse.Namespace], None]


def main(argv: Sequence[str] | None = None) -> None:
    """Run one stage, or all that make ``tiny-sd15`` in order."""
    arguments = _parser().parse_args(argv)
    # Threads that spin while they wait take the cores from the other process.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    torch.set_num_threads(arguments.processes)
    for stage in BASE_STAGES if arguments.stage == "all" else (arguments.stage,):
        print(f"stage {stage}", flush=True)
        STAGES[stage](arguments)


def _recipe(
    arguments: argparse.Namespace, samples: int, learning_rate: float, batch: int = 48
) -> Recipe:
    return Recipe(
        arguments.samples or samples,
        arguments.seed,
        arguments.batch or batch,
        arguments.learning_rate or learning_rate,
    )


def _tokenizer(arguments: argparse.Namespace) -> None:
    train_tokenizer(arguments.out, arguments.seed)


def _vae(arguments: argparse.Namespace) -> None:
    recipe = VaeRecipe(arguments.vae_steps, arguments.seed)
    train_autoencoder(arguments.out, recipe, arguments.resume)


def _decoder(arguments: argparse.Namespace) -> None:
    recipe = VaeRecipe(arguments.decoder_steps, arguments.seed, 1e-3)
    train_decoder(arguments.out, recipe, arguments.resume)


def _latents(arguments: argparse.Namespace) -> None:
    out = arguments.out
    encoding = Encoding(out / LATENTS, arguments.shards or 36, out / "vae")
    draw = partial(draw_plain, arguments.seed + 3)
    run_in_processes(arguments.processes, partial(encode_shards, encoding, draw))


def _unet(arguments: argparse.Namespace) -> None:
    recipe = _recipe(arguments, samples=1_500_000, learning_rate=5e-4)
    work = partial(train_denoiser, arguments.out, recipe, arguments.resume, arguments.warm_start)
    run_in_processes(arguments.processes, work)


def _export(arguments: argparse.Namespace) -> None:
    export(arguments.out, arguments.target or arguments.out / "tiny-sd15")


def _sdxl(arguments: argparse.Namespace) -> None:
    out, base = arguments.out, arguments.base or MODELS / "tiny-sd15"
    encode = partial(encode_sized, out, base, arguments.seed, arguments.shards or 12)
    run_in_processes(arguments.processes, encode)
    recipe = _recipe(arguments, samples=60_000, learning_rate=5e-4)
    run_in_processes(
        arguments.processes,
        partial(train_sdxl, out, base, recipe, arguments.resume, arguments.warm_start),
    )
    export_sdxl(out, base, arguments.target or out / "tiny-sdxl", arguments.warm_start)


def _preview(arguments: argparse.Namespace) -> None:
    target = arguments.target or MODELS / "tiny-sd15"
    explained = write_preview(target, arguments.seed + 50).explained
    print(f"{target.name}: {explained:.1%} of the variance of held-out colours")


def _derive(derived: Derived, arguments: argparse.Namespace) -> None:
    out, base = arguments.out, arguments.base or MODELS / derived.base
    shards = arguments.shards or derived.shards
    encoding = Encoding(out / derived.latents, shards, base / "vae")
    draw = partial(derived.draw, arguments.seed + 30)
    run_in_processes(arguments.processes, partial(encode_shards, encoding, draw))
    recipe = _recipe(arguments, derived.samples, derived.learning_rate, derived.batch)
    train = partial(derived.train, out, base, recipe, arguments.resume)
    run_in_processes(arguments.processes, train)
    derived.export(out, base, arguments.target or out / derived.target)


STAGES: dict[str, Stage] = {
    "tokenizer": _tokenizer,
    "vae": _vae,
    "decoder": _decoder,
    "latents": _latents,
    "unet": _unet,
    "export": _export,
    "preview": _preview,
    "sdxl": _sdxl,
    **{name: partial(_derive, derived) for name, derived in DERIVED.items()},
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models.train", description=__doc__)
    add = parser.add_argument
    add("stage", choices=(*STAGES, "all"))
    add("--out", type=Path, required=True, help="folder for checkpoints, latents and weights")
    add("--base", type=Path, help="model folder to build on; by default the embedded one")
    add("--seed", type=int, default=0)
    add("--resume", action="store_true", help="go on from the stage's checkpoint in --out")
    add("--processes", type=int, default=2, help="processes of one thread each")
    add("--vae-steps", type=int, default=12_000)
    add("--decoder-steps", type=int, default=8_000)
    add("--shards", type=int, help="latent shards of 2048 pictures")
    add("--samples", type=int, help="length of the schedule of a denoiser's training")
    add("--batch", type=int, help="samples per step and process")
    add("--learning-rate", type=float, help="at the schedule's highest")
    add("--warm-start", type=Path, help="folder of the same model to go on from (unet, sdxl)")
    add("--target", type=Path, help="folder that is written; by default in --out")
    return parser


if __name__ == "__main__":
    main()
