"""Words: what the gallery says of a picture."""

from __future__ import annotations

import html

from PySide6.QtCore import QDateTime, QLocale

from app.docks.models import size_text
from app.editors.seed import seed_text
from app.gallery.picture import HIGHEST_RATING, Picture
from app.look.words import listed, tr
from graph_engine.picture_settings import PictureSettings

_TIP_PROMPT = 280


def caption_of(picture: Picture) -> str:
    """What stands under a picture: its seed, or its name where it has none."""
    return seed_text(int(picture.seed)) if picture.seed.isdecimal() else picture.file.stem


def rating_text(rating: int) -> str:
    """A rating, such as "4/5"; empty without one."""
    return f"{rating}/{HIGHEST_RATING}" if rating else ""


def date_text(made: float) -> str:
    """A time in the user's language, such as "21 Nov 2026 23:40"."""
    moment = QDateTime.fromMSecsSinceEpoch(round(made * 1000))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def facts_text(picture: Picture) -> str:
    """Size, length and date of the file."""
    size = f"{picture.width} × {picture.height}"
    return listed((size, size_text(picture.bytes), date_text(picture.made)))


def spoken(picture: Picture) -> str:
    """A picture in one sentence, for screen readers."""
    parts = [caption_of(picture), picture.workflow, picture.prompt]
    if picture.rating:
        parts.append(tr("rated {rating} of 5", rating=picture.rating))
    if picture.starred:
        parts.append(tr("starred"))
    return listed([part for part in (*parts, *picture.tag_list, facts_text(picture)) if part])


def tip_of(picture: Picture) -> str:
    """The tooltip of a picture."""
    prompt = picture.prompt[:_TIP_PROMPT] + ("…" if len(picture.prompt) > _TIP_PROMPT else "")
    seed = f"seed {caption_of(picture)}" if picture.seed else ""
    made_by = picture.program if picture.program != "Weft" else ""
    lines = [
        f"<b>{html.escape(picture.workflow or picture.file.name)}</b>",
        html.escape(prompt),
        html.escape(listed(filter(None, (seed, *picture.tag_list, made_by)))),
        html.escape(facts_text(picture)),
    ]
    rows = "".join(f"<div>{line}</div>" for line in lines if line)
    return f"<div style='width: 260px'>{rows}</div>"


def settings_rows(settings: PictureSettings) -> list[tuple[str, str]]:
    """The settings with their names as params have them, those that are told."""
    strength = settings.strength if settings.strength != 1.0 else None
    rows = [
        ("seed", "" if settings.seed is None else seed_text(settings.seed)),
        ("steps", "" if settings.steps is None else str(settings.steps)),
        ("guidance", "" if settings.guidance is None else f"{settings.guidance:g}"),
        ("sampler", settings.sampler),
        ("schedule", settings.schedule),
        ("strength", "" if strength is None else f"{strength:g}"),
        ("model", settings.model),
        *(("", model) for model in settings.models[1:]),
    ]
    return [(name, value) for name, value in rows if value]


def settings_as_text(settings: PictureSettings, picture: Picture) -> str:
    """The settings as text that A1111 and many other programs read."""
    lines = [settings.prompt] if settings.prompt else []
    if settings.negative:
        lines.append(f"Negative prompt: {settings.negative}")
    numbers = {
        "Steps": settings.steps,
        "Sampler": settings.sampler,
        "Schedule type": settings.schedule,
        "CFG scale": settings.guidance,
        "Seed": settings.seed,
        "Size": f"{picture.width}x{picture.height}",
        "Model": settings.model,
        "Denoising strength": settings.strength,
    }
    told = [
        f"{name}: {_plain(value)}" for name, value in numbers.items() if value not in ("", None)
    ]
    return "\n".join([*lines, ", ".join(told)])


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
