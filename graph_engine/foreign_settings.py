"""Foreign settings: what pictures of A1111 and InvokeAI tell of their making.

A1111 writes one text: the prompt, `Negative prompt: …`, and a last line `Steps: 20, Sampler: …`.
InvokeAI has written three: JSON under `invokeai_metadata` (since 3), JSON under `sd-metadata`
(2), and a command line under `Dream` (1 and 2).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from graph_engine.picture_settings import (
    PictureSettings,
    as_number,
    as_object,
    as_text,
    as_whole,
    parse_loosely,
    unique,
)

Json = Any
_NEGATIVE = "Negative prompt:"
_SETTING = re.compile(r'\s*(\w[\w \-/]{0,40}):\s*("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)')
_FEWEST = 3
_LONGEST = 100_000
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_DREAM_FLAGS = {
    "-s": "steps",
    "--steps": "steps",
    "-S": "seed",
    "--seed": "seed",
    "-C": "guidance",
    "--cfg_scale": "guidance",
    "-A": "sampler",
    "--sampler": "sampler",
    "-f": "strength",
    "--strength": "strength",
}


def read_a1111(text: str) -> PictureSettings:
    """The settings of A1111's text, which Weft and many others write too."""
    lines = text[:_LONGEST].strip().split("\n")
    told = _told(lines[-1])
    if told:
        lines.pop()
    at = next((i for i, line in enumerate(lines) if line.startswith(_NEGATIVE)), len(lines))
    negative = "\n".join(lines[at:]).removeprefix(_NEGATIVE)
    loras = re.findall(r"<lora:([^:>]{1,200})", "\n".join(lines[:at]))
    return PictureSettings(
        program="A1111",
        prompt=as_text("\n".join(lines[:at])),
        negative=as_text(negative),
        seed=as_whole(told.get("Seed", "")),
        steps=as_whole(told.get("Steps", "")),
        sampler=as_text(told.get("Sampler", "")),
        schedule=as_text(told.get("Schedule type", "")),
        guidance=as_number(told.get("CFG scale", "")),
        strength=as_number(told.get("Denoising strength", "")),
        models=unique(iter((told.get("Model", ""), *loras))),
    )


def _told(line: str) -> dict[str, str]:
    """The settings of the last line; empty if it is part of a prompt."""
    found = {name.strip(): _unquoted(value) for name, value in _SETTING.findall(line)}
    return found if len(found) >= _FEWEST else {}


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        value = as_text(parse_loosely(value)) or value.strip('"')
    return value


def read_invokeai(texts: Mapping[str, str]) -> PictureSettings | None:
    """The settings of InvokeAI among the texts of a picture; None if there are none."""
    if data := as_object(parse_loosely(texts.get("invokeai_metadata", ""))):
        return _from_metadata(data)
    if data := as_object(parse_loosely(texts.get("sd-metadata", ""))):
        return _from_sd_metadata(data)
    if dream := texts.get("Dream"):
        return _from_dream(dream)
    return None


def _from_metadata(data: dict[str, Json]) -> PictureSettings:
    return PictureSettings(
        program="InvokeAI",
        prompt=as_text(data.get("positive_prompt")),
        negative=as_text(data.get("negative_prompt")),
        seed=as_whole(data.get("seed")),
        steps=as_whole(data.get("steps")),
        sampler=as_text(data.get("scheduler")),
        guidance=as_number(data.get("cfg_scale")),
        strength=as_number(data.get("strength")),
        models=unique(_metadata_models(data)),
    )


def _metadata_models(data: dict[str, Json]) -> Iterator[str]:
    yield _model_name(data.get("model"))
    for group in ("loras", "controlnets", "t2iAdapters", "ipAdapters"):
        found = data.get(group)
        for item in found if isinstance(found, list) else ():
            inner = as_object(item)
            kinds = ("model", "lora", "control_model", "t2i_adapter_model", "ip_adapter_model")
            yield from (_model_name(inner.get(kind)) for kind in kinds)


def _model_name(value: Json) -> str:
    fields = as_object(value)
    named = fields.get("name") or fields.get("model_name") or fields.get("key") or value
    return as_text(named)


def _from_sd_metadata(data: dict[str, Json]) -> PictureSettings:
    image = as_object(data.get("image"))
    prompt, negative = _split_brackets(_joined_prompt(image.get("prompt")))
    return PictureSettings(
        program="InvokeAI",
        prompt=prompt,
        negative=negative,
        seed=as_whole(image.get("seed")),
        steps=as_whole(image.get("steps")),
        sampler=as_text(image.get("sampler")),
        guidance=as_number(image.get("cfg_scale")),
        strength=as_number(image.get("strength")),
        models=unique(iter((as_text(data.get("model_weights")),))),
    )


def _joined_prompt(value: Json) -> str:
    parts = value if isinstance(value, list) else [value]
    texts = (as_text(as_object(part).get("prompt")) or as_text(part) for part in parts)
    return ", ".join(filter(None, texts))


def _split_brackets(prompt: str) -> tuple[str, str]:
    """InvokeAI 2 put what should not be seen into square brackets."""
    negative = ", ".join(part.strip() for part in _BRACKETS.findall(prompt))
    return _BRACKETS.sub("", prompt).strip(), negative


def _from_dream(dream: str) -> PictureSettings:
    try:
        words = shlex.split(dream[:_LONGEST])
    except ValueError:
        words = dream[:_LONGEST].split()
    told: dict[str, str] = {}
    prompt: list[str] = []
    waiting = iter(words)
    for word in waiting:
        short = word[:2] if word[:2] in _DREAM_FLAGS and len(word) > 2 else ""
        if word in _DREAM_FLAGS:
            told[_DREAM_FLAGS[word]] = next(waiting, "")
        elif short and short[1] != "-":
            told[_DREAM_FLAGS[short]] = word[2:]
        elif not told and not word.startswith("-"):
            prompt.append(word)
    wanted, negative = _split_brackets(" ".join(prompt))
    return PictureSettings(
        program="InvokeAI",
        prompt=as_text(wanted),
        negative=negative,
        seed=as_whole(told.get("seed")),
        steps=as_whole(told.get("steps")),
        sampler=told.get("sampler", ""),
        guidance=as_number(told.get("guidance")),
        strength=as_number(told.get("strength")),
    )
