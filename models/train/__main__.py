"""The command line of the training: every stage, resumable, from a seed."""

import argparse
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import torch

from models.train.denoiser import Recipe as DenoiserRecipe
from models.train.denoiser import train_denoiser
from models.train.export import export
from models.train.latents import encode_shards
from models.train.processes import run_in_processes
from models.train.tokenizer import train_tokenizer
from models.train.vae import Recipe as VaeRecipe
from models.train.vae import train_autoencoder, train_decoder

STAGES = ("tokenizer", "vae", "decoder", "latents", "unet", "export")


def main(argv: Sequence[str] | None = None) -> None:
    """Run one stage, or all of them in order."""
    arguments = _parser().parse_args(argv)
    # Threads that spin while they wait take the cores from the other process.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    for stage in STAGES if arguments.stage == "all" else (arguments.stage,):
        print(f"stage {stage}", flush=True)
        _run_stage(stage, arguments)


def _run_stage(stage: str, arguments: argparse.Namespace) -> None:
    out, seed, resume = arguments.out, arguments.seed, arguments.resume
    torch.set_num_threads(arguments.processes)
    if stage == "tokenizer":
        train_tokenizer(out, seed)
    elif stage == "vae":
        train_autoencoder(out, VaeRecipe(arguments.vae_steps, seed), resume)
    elif stage == "decoder":
        train_decoder(out, VaeRecipe(arguments.decoder_steps, seed, 1e-3), resume)
    elif stage == "latents":
        work = partial(encode_shards, out, seed + 3, arguments.shards)
        run_in_processes(arguments.processes, work)
    elif stage == "unet":
        recipe = DenoiserRecipe(arguments.samples, seed, arguments.batch, arguments.learning_rate)
        train = partial(train_denoiser, out, recipe, resume, arguments.warm_start)
        run_in_processes(arguments.processes, train)
    else:
        export(out, arguments.target or out / "tiny-sd15")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models.train", description=__doc__)
    add = parser.add_argument
    add("stage", choices=(*STAGES, "all"))
    add("--out", type=Path, required=True, help="folder for checkpoints, latents and weights")
    add("--seed", type=int, default=0)
    add("--resume", action="store_true", help="go on from the stage's checkpoint in --out")
    add("--processes", type=int, default=2, help="processes of one thread each")
    add("--vae-steps", type=int, default=12_000)
    add("--decoder-steps", type=int, default=8_000)
    add("--shards", type=int, default=12, help="latent shards of 6144 pictures")
    add("--samples", type=int, default=1_500_000, help="length of the U-Net's schedule")
    add("--batch", type=int, default=48, help="U-Net samples per step and process")
    add("--learning-rate", type=float, default=5e-4, help="of the U-Net and text encoder")
    add("--warm-start", type=Path, help="model folder whose U-Net and text encoder to go on from")
    add("--target", type=Path, help="folder that 'export' writes; by default OUT/tiny-sd15")
    return parser


if __name__ == "__main__":
    main()
