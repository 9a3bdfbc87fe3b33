"""Guide workflows: what the user guide's pictures show on the canvas, as files have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Any
COLUMN, ROW = 1240.0, 520.0

STARTER: Mapping[str, Json] = {
    "checkpoint": {"type": "LoadCheckpoint", "params": {"model": "tiny-sd15"}},
    "prompt": {
        "type": "EncodeText",
        "params": {"text": "hills with a tree at (sunset:1.2), low sun"},
        "inputs": {"text_encoder": "checkpoint.text_encoder"},
    },
    "latent": {"type": "EmptyLatent", "params": {"width": 128, "height": 128}},
    "sampler": {
        "type": "Sample",
        "params": {"seed": 7, "steps": 20, "guidance": 5.0},
        "inputs": {
            "unet": "checkpoint.unet",
            "positive": "prompt.conditioning",
            "latent": "latent.latent",
        },
    },
    "decode": {
        "type": "DecodeLatent",
        "inputs": {"vae": "checkpoint.vae", "latent": "sampler.latent"},
    },
    "save": {"type": "SaveImage", "inputs": {"image": "decode.image"}},
}
STARTER_AT: Mapping[str, tuple[float, float]] = {
    "checkpoint": (0, 40),
    "prompt": (248, 104),
    "latent": (248, 280),
    "sampler": (496, 40),
    "decode": (712, 40),
    "save": (928, 40),
}
TWO_FAMILIES: Mapping[str, Json] = {
    "checkpoint": {"type": "LoadCheckpoint", "params": {"model": "tiny-sdxl"}},
    "controlnet": {"type": "LoadControlNet", "params": {"model": "tiny-controlnet"}},
    "latent": {"type": "EmptyLatent", "params": {"width": 128, "height": 128}},
    "control": {"type": "ApplyControlNet", "inputs": {"controlnet": "controlnet.controlnet"}},
    "sampler": {
        "type": "Sample",
        "inputs": {"unet": "checkpoint.unet", "latent": "latent.latent"},
    },
}
TWO_FAMILIES_AT: Mapping[str, tuple[float, float]] = {
    "checkpoint": (0, 0),
    "controlnet": (0, 176),
    "latent": (248, 320),
    "control": (248, 152),
    "sampler": (520, 0),
}
UNWIRED: Mapping[str, Json] = {
    "checkpoint": STARTER["checkpoint"],
    "prompt": {"type": "EncodeText", "params": {"text": "hills with a tree"}},
    "negative": {"type": "EncodeText", "params": {"text": "blurry"}},
    "latent": STARTER["latent"],
}
UNWIRED_AT: Mapping[str, tuple[float, float]] = {
    "checkpoint": (0, 40),
    "latent": (0, 216),
    "prompt": (440, 40),
    "negative": (440, 216),
}
PROBLEMS: Mapping[str, Json] = {
    "checkpoint": {"type": "LoadCheckpoint", "params": {"model": "tiny-sdxl"}},
    "lora": {
        "type": "LoadLoRA",
        "params": {"model": "hollow"},
        "inputs": {"unet": "checkpoint.unet", "text_encoder": "checkpoint.text_encoder"},
    },
    "prompt": STARTER["prompt"],
    "sampler": {
        "type": "Sample",
        "params": {"guidance": "strong"},
        "inputs": {"unet": "checkpoint.unet", "positive": "prompt.conditioning"},
    },
    "glow": {"type": "mypack.Glow", "params": {"radius": 12}},
}
PICTURE = {"type": "LoadImage", "params": {"image": "landscape.png"}}
_BLUR = {"type": "BlurImage", "params": {"radius": 6.0}, "inputs": {"image": "picture.image"}}
STATES: Mapping[str, Json] = {
    "picture": PICTURE,
    "selected": _BLUR,
    "collapsed": _BLUR,
    "muted": {**_BLUR, "state": "muted"},
    "bypassed": {**_BLUR, "state": "bypassed"},
    "unlinked": {"type": "BlurImage", "params": {"radius": 6.0}},
    "glow": {"type": "mypack.Glow", "params": {"radius": 12}, "inputs": {"image": "picture.image"}},
}
STATES_AT: Mapping[str, tuple[float, float]] = {
    "picture": (0, 0),
    "selected": (280, 0),
    "collapsed": (504, 0),
    "muted": (728, 0),
    "bypassed": (280, 176),
    "unlinked": (504, 176),
    "glow": (728, 176),
}
TITLES = {
    "selected": "Selected",
    "collapsed": "Collapsed",
    "muted": "Muted",
    "bypassed": "Bypassed",
    "unlinked": "Not linked",
    "glow": "Not installed",
}


def layout(at: Mapping[str, tuple[float, float]], **more: Json) -> Json:
    """A layout with nodes at these places, frames, notes and dots."""
    return {"nodes": {name: {"at": list(place)} for name, place in at.items()}, **more}


def many(count: int) -> tuple[dict[str, Json], Json]:
    """The starter workflow again and again, side by side, and its layout."""
    nodes: dict[str, Json] = {}
    at: dict[str, tuple[float, float]] = {}
    for number in range(count):
        for name, node in STARTER.items():
            links = {port: link.split(".") for port, link in node.get("inputs", {}).items()}
            inputs = {port: f"{source}_{number}.{out}" for port, (source, out) in links.items()}
            nodes[f"{name}_{number}"] = {**node, "inputs": inputs}
            x, y = STARTER_AT[name]
            at[f"{name}_{number}"] = (x + COLUMN * (number // 14), y + ROW * (number % 14))
    return nodes, layout(at)
