"""The peer: the starter workflow's picture with the stock StableDiffusionPipeline, as a script."""

import sys

import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline

model, output = sys.argv[1:]
pipeline = StableDiffusionPipeline.from_pretrained(  # type: ignore[no-untyped-call]
    model, safety_checker=None, dtype=torch.float32
)
pipeline.scheduler = DPMSolverMultistepScheduler.from_config(  # type: ignore[no-untyped-call]
    pipeline.scheduler.config, use_karras_sigmas=True
)
pipeline(
    "a red circle on a blue background",
    width=128,
    height=128,
    num_inference_steps=20,
    guidance_scale=5.0,
    generator=torch.Generator().manual_seed(7),
).images[0].save(output)
