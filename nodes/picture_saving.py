"""Picture saving: what a saved picture is told of its making."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nodes.generation_settings import settings_text
from nodes.picture_files import Embedded, fits_jpeg

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.picture_formats import PictureFormat
    from nodes.values import FloatArray


def embedded_texts(
    context: Context, pixels: FloatArray, format: PictureFormat, *, embed: bool
) -> Embedded:
    """The workflow and the settings of a run, or nothing; warns of what does not fit a JPEG."""
    if not embed:
        return Embedded()
    height, width = pixels.shape[1:3]
    texts = Embedded(context.workflow_text(), settings_text(context.upstream(), width, height))
    if format == "jpeg" and not fits_jpeg(texts):
        context.warn(
            "The workflow is too long for a JPEG, which has 64 KiB for it, and was left out;"
            " PNG and WebP have room."
        )
        texts = replace(texts, workflow="")
        return texts if fits_jpeg(texts) else Embedded()
    return texts
