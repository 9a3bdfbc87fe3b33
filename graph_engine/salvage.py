"""Salvage: a workflow file opened as far as it can be, with everything that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph_engine.check import Problem
from graph_engine.errors import WorkflowFileError
from graph_engine.json_reading import parse_json
from graph_engine.json_recovery import Flaw, recover_json
from graph_engine.migrations import MIGRATIONS, Migration, migrate
from graph_engine.picture_metadata import read_workflow_text
from graph_engine.set_aside import keep_pieces, set_aside
from graph_engine.workflow import FORMAT, VERSION, Workflow
from graph_engine.workflow_io import PICTURES, read_bytes, workflow_of
from graph_engine.workflow_shape import Misshape, check_format

Json = Any
_KEPT = "It is kept, and saved again as it is."
_DAMAGED = (
    "The file is damaged. What could be read of it is shown and can't be saved over it;"
    " save it under another name to go on with it."
)
_NEWER = (
    "The file is from another version of Weft. It is shown as far as this one understands it and"
    " can't be saved over it."
)
_PICTURE = "This workflow is inside a picture; save it to a file of its own to keep changes."


@dataclass(frozen=True)
class Opened:
    """What could be opened of a file.

    `problems` are what is wrong with the file itself. A `read_only` one must not be saved over the
    file, because something would be lost; `notice` says why. If nothing could be opened, `error`
    says why, and `hint` what to do.
    """

    workflow: Workflow = field(default_factory=Workflow)
    problems: tuple[Problem, ...] = ()
    read_only: bool = False
    notice: str = ""
    error: str = ""
    hint: str = ""


def open_workflow(path: str | os.PathLike[str]) -> Opened:
    """Open a workflow file, or a picture that carries one, as far as possible; never raises.

    Pieces with the wrong shape are named as problems, kept, and saved again as they are. What is
    no JSON is read up to where it makes sense, and what a newer version wrote as far as it is
    understood; both are read-only.
    """
    file = Path(path)
    try:
        if file.suffix.lower() in PICTURES:
            found = salvage(read_workflow_text(file))
            notice = found.notice or _PICTURE
            found = replace(found, read_only=True, notice=notice)
        else:
            found = _salvage_bytes(read_bytes(file))
    except WorkflowFileError as error:
        return Opened(error=f"{file}: {error.message}", hint=error.hint)
    return replace(found, workflow=replace(found.workflow, folder=file.parent))


def salvage(text: str, migrations: Mapping[int, Migration] = MIGRATIONS) -> Opened:
    """Read a workflow from JSON text as far as possible.

    Raises WorkflowFileError if there is no workflow in it at all.
    """
    data, flaws = _read_json(text.removeprefix("\ufeff"))
    check_format(data)
    problems = [Problem(str(flaw)) for flaw in flaws]
    notice = _DAMAGED if flaws else ""
    try:
        data = migrate(data, migrations)
    except WorkflowFileError as error:
        problems.append(Problem(error.message, hint=error.hint))
        notice = notice or _NEWER
    good, pieces, wrong = set_aside(data)
    # What is read only in part is not what the text says, so that it must be written anew.
    source = "" if notice else text
    workflow = keep_pieces(workflow_of({**good, "version": VERSION}, source), pieces)
    problems += _problems(workflow, wrong)
    return Opened(workflow, tuple(problems), bool(notice), notice)


def _salvage_bytes(data: bytes) -> Opened:
    try:
        return salvage(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        where = error
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if wide else "utf-8", "replace")
    try:
        found = salvage(text)
    except WorkflowFileError:
        raise WorkflowFileError(
            f"The file is not text in UTF-8 (byte {where.start}), so it is no workflow."
        ) from where
    before = data[: where.start].decode("utf-8")
    line_start = before.rfind("\n") + 1
    message = (
        "the file is written in UTF-16, and a workflow is in UTF-8."
        if wide
        else f"the byte 0x{data[where.start]:02x} here is not UTF-8."
    )
    flaw = Flaw(before.count("\n") + 1, len(before) - line_start + 1, message)
    problems = (Problem(str(flaw)), *found.problems)
    workflow = replace(found.workflow, source="")
    return Opened(workflow, problems, read_only=True, notice=_DAMAGED)


def _read_json(text: str) -> tuple[Json, tuple[Flaw, ...]]:
    """The data of the text, whole or as much as can be had; raises WorkflowFileError if none is."""
    try:
        return parse_json(text), ()
    except WorkflowFileError as error:
        data, flaws = recover_json(text)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise
        return data, flaws or (Flaw(1, 1, error.message),)


def _problems(workflow: Workflow, wrong: Iterable[Misshape]) -> Iterable[Problem]:
    for misshape in wrong:
        place, node, port = misshape.path, "", ""
        if place[0] == "nodes" and len(place) > 2 and place[1] in workflow.graph.nodes:
            node, port = place[1], place[3] if len(place) > 3 else ""
        message = misshape.message[0].upper() + misshape.message[1:] + "."
        in_layout = "layout" in (place[0], *place[2:3])
        yield Problem(
            message,
            node=node,
            type=workflow.graph.nodes[node].type if node else "",
            port=port,
            hint=_KEPT,
            severity="warning" if in_layout else "error",
        )
