"""Model rows: the models that a param can name, grouped by family, as rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from app.editors.context import ModelEntry
from app.editors.rows import Row, filtered
from app.look.words import tr

PORTS: Final = {
    "checkpoint": "UNet",
    "unet": "UNet",
    "lora": "UNet",
    "text_encoder": "TextEncoder",
    "embedding": "TextEncoder",
    "vae": "VAE",
    "controlnet": "ControlNet",
}
"""The port type whose shape stands before a model of a kind."""

_KILO = 1000.0


def model_rows(
    models: Iterable[ModelEntry], kind: str, reason: Callable[[ModelEntry], str]
) -> list[Row]:
    """The models of a kind under their families, those that fit first, then all others.

    What can't be chosen has the reason for it.
    """
    models = sorted(models, key=lambda model: model.name.casefold())
    fitting = [model for model in models if model.kind == kind]
    families = sorted({model.family for model in fitting}, key=lambda name: (not name, name))
    groups = []
    for family in families:
        rows = [_row(model, reason(model)) for model in fitting if model.family == family]
        groups.append((family, sorted(rows, key=lambda row: bool(row.reason))))
    groups.sort(key=lambda group: all(row.reason for row in group[1]))
    listed: list[Row] = []
    for family, rows in groups:
        if len(groups) > 1:
            listed.append(Row(family_name(family), heading=True))
        listed += rows
    others = [_row(model, kind_name(model.kind)) for model in models if model.kind != kind]
    if others:
        listed += [Row(tr("Other kinds"), heading=True), *others]
    return listed


def find_models(rows: Sequence[Row], query: str) -> list[Row]:
    """The rows that a query leaves; other kinds show only when they are asked for.

    A name that is not in the list can be given as it is: a path, or a model of the hub.
    """
    others = next((at for at, row in enumerate(rows) if row.text == tr("Other kinds")), len(rows))
    if not query.strip():
        return list(rows[:others] or rows)
    found = filtered(rows, query)
    if not any(row.value == query for row in rows):
        found.append(Row(tr('Use "{name}"', name=query.strip()), query.strip()))
    return found


def size_text(size: int) -> str:
    """A file's size in words; empty if it isn't known."""
    if size <= 0:
        return ""
    if size < _KILO**2:
        return f"{max(1, round(size / _KILO))} kB"
    if size < _KILO**3:
        return f"{size / _KILO**2:.0f} MB"
    return f"{size / _KILO**3:.1f} GB"


def family_badge(family: str) -> str:
    """A family as its badge has it."""
    badges = {"sd1": "SD 1.5", "sd2": "SD 2", "sdxl": "SDXL", "sdxl_refiner": "SDXL-R"}
    return badges.get(family, family)


def family_name(family: str) -> str:
    """A family in words."""
    names = {
        "sd1": "Stable Diffusion 1.5",
        "sd2": "Stable Diffusion 2",
        "sdxl": "SDXL",
        "sdxl_refiner": tr("SDXL refiner"),
    }
    return names.get(family, family) or tr("Any family")


def kind_name(kind: str) -> str:
    """Why a model of another kind can't be chosen: what it is."""
    names = {
        "checkpoint": tr("a checkpoint"),
        "unet": tr("a U-Net"),
        "text_encoder": tr("a text encoder"),
        "vae": tr("a VAE"),
        "controlnet": tr("a ControlNet"),
        "lora": tr("a LoRA"),
        "embedding": tr("an embedding"),
    }
    return names.get(kind, tr("another kind"))


def _row(model: ModelEntry, reason: str) -> Row:
    size = size_text(model.size)
    loaded = tr("loaded") if model.loaded else ""
    return Row(
        text=model.name,
        value=model.name,
        badge=family_badge(model.family),
        detail=", ".join(part for part in (size, loaded) if part),
        kind=PORTS.get(model.kind, "any"),
        filled=model.loaded,
        reason=reason,
        thumbnail=model.thumbnail,
    )
