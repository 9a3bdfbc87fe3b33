"""Picture metadata: the workflow that a saved picture carries, read without decoding the picture.

A PNG carries it in the text chunk `weft`; JPEG and WebP carry it in EXIF, in the description
(tag 0x010E) after the prefix `weft:`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from graph_engine.errors import WorkflowFileError
from graph_engine.picture_texts import EXIF_SETTINGS_TAG, exif_key, read_texts

WORKFLOW_KEY = "weft"
SETTINGS_KEY = "parameters"
EXIF_WORKFLOW_TAG = 0x010E  # ImageDescription
EXIF_WORKFLOW_PREFIX = "weft:"

_COMFYUI_PREFIXES = ("workflow:", "prompt:")
_COMFYUI_TAGS = (0x010F, 0x0110)


def read_workflow_text(path: Path) -> str:
    """The workflow inside a PNG, JPEG or WebP file, as JSON text.

    Raises WorkflowFileError for a file that is no picture, carries no workflow, or carries one of
    another program.
    """
    try:
        with path.open("rb") as stream:
            return _find_workflow(stream)
    except FileNotFoundError:
        raise WorkflowFileError("There is no such file.") from None
    except IsADirectoryError:
        raise WorkflowFileError("This is a folder; a workflow is a file.") from None
    except OSError as error:
        raise WorkflowFileError(f"The file can't be read: {error.strerror}.") from error


def _find_workflow(stream: BinaryIO) -> str:
    texts = read_texts(stream)
    if texts is None:
        raise WorkflowFileError("This is neither a workflow nor a picture in PNG, JPEG or WebP.")
    workflow = workflow_in(texts)
    if workflow is not None:
        return workflow
    if carries_comfyui(texts):
        raise WorkflowFileError(
            "The picture carries a ComfyUI workflow, which this version does not open yet."
        )
    raise WorkflowFileError(
        "The picture carries no workflow.",
        hint="SaveImage puts it in unless embed_workflow is off; many websites take it out again.",
    )


def workflow_in(texts: Mapping[str, str]) -> str | None:
    """Weft's own workflow among the texts of a picture, as JSON text."""
    if WORKFLOW_KEY in texts:
        return texts[WORKFLOW_KEY]
    text = texts.get(exif_key(EXIF_WORKFLOW_TAG), "")
    is_ours = text.startswith(EXIF_WORKFLOW_PREFIX)
    return text.removeprefix(EXIF_WORKFLOW_PREFIX) if is_ours else None


def settings_in(texts: Mapping[str, str]) -> str:
    """The readable settings among the texts of a picture, as Weft and A1111 write them."""
    return texts.get(SETTINGS_KEY) or texts.get(exif_key(EXIF_SETTINGS_TAG), "")


def carries_comfyui(texts: Mapping[str, str]) -> bool:
    """Whether a picture carries a workflow of ComfyUI, in a PNG or a WebP."""
    in_exif = (texts.get(exif_key(tag), "") for tag in _COMFYUI_TAGS)
    return (
        "prompt" in texts
        or "workflow" in texts
        or any(text.startswith(_COMFYUI_PREFIXES) for text in in_exif)
    )
