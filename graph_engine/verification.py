"""Verification: makes a saved picture again from the workflow inside it, and compares."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from graph_engine.errors import InputError
from graph_engine.events import Event
from graph_engine.made_with import RUN_KEY
from graph_engine.pixels_apart import PixelsApart, pixels_apart, read_pixels
from graph_engine.run_result import RunResult
from graph_engine.session import Session
from graph_engine.subgraphs.expansion import expand
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import PICTURES, load_workflow

Json = Any
VerificationStatus = Literal["same", "alike", "different", "failed", "cancelled"]
LOSSY = {".jpg", ".jpeg", ".webp"}
ALIKE_PSNR = 35.0
"""From how many decibels on a picture that was saved with losses counts as made again."""
_DIGEST_SHOWN = 12
_UNRECORDED = "It tells nothing of the device, libraries and files that it was made with."
_UNEXPLAINED = (
    "Versions, files and class of device are those that it was saved with: its pixels were"
    " changed afterwards, or another processor rounds differently."
)


@dataclass(frozen=True)
class Changed:
    """Something that may decide the pixels and is not what it was; empty for what is not known."""

    what: str
    before: str
    now: str

    def sentence(self) -> str:
        """Both in words."""
        texts = (self.before, self.now)
        before, now = (text[:_DIGEST_SHOWN] if "file" in self.what else text for text in texts)
        return f"{self.what}: {before} when it was saved, {now} now"


@dataclass(frozen=True)
class Verification:
    """What came of making a picture again.

    "same": the pixels are equal. "alike": it was saved with losses, and the new one is within
    `ALIKE_PSNR`. `apart` is None where nothing was made or only pictures of another size.
    `changed` tells what differs from when it was saved, whether or not that shows.
    """

    picture: Path
    status: VerificationStatus
    apart: PixelsApart | None
    lossy: bool
    changed: tuple[Changed, ...]
    recorded: bool
    run: RunResult

    def sentence(self) -> str:
        """What came of it, in words."""
        if self.status == "cancelled":
            return "stopped before it could be compared."
        if self.status == "failed":
            return "it could not be made again."
        if self.apart is None:
            return "different: no picture of its size was made."
        if self.apart.psnr is None:
            return "the same, pixel for pixel."
        how = (
            f"{self.apart.pixels:,} of {self.apart.of:,} pixels differ,"
            f" by at most {self.apart.largest} of 255 (PSNR {self.apart.psnr:.1f} dB)"
        )
        limit = f"; it was saved with losses, and from {ALIKE_PSNR:g} dB on it counts as made again"
        return f"{self.status}: {how}{limit if self.lossy else ''}."

    def details(self) -> Iterator[str]:
        """What has changed since, or what else may explain that the pixels differ."""
        for one in self.changed:
            yield one.sentence()
        if self.status == "different" and not self.changed:
            yield _UNEXPLAINED if self.recorded else _UNRECORDED

    def as_data(self) -> dict[str, Json]:
        """The verification as the command line's JSON shows it."""
        data: dict[str, Json] = {
            "status": self.status,
            "picture": str(self.picture),
            "apart": self.apart.as_data() if self.apart is not None else None,
            "lossy": self.lossy,
            "changed": [vars(one) for one in self.changed],
            "recorded": self.recorded,
            "seconds": round(self.run.seconds, 4),
        }
        if self.lossy:
            data["tolerance"] = {"psnr": ALIKE_PSNR}
        if self.run.error is not None:
            data["error"] = self.run.error.as_data()
        return data


def verify(
    picture: Path,
    make_session: Callable[[Path], Session],
    *,
    on_event: Callable[[Event], None] = lambda event: None,
    stop: threading.Event | None = None,
) -> Verification:
    """Run the workflow inside a picture anew and tell whether the pixels come out the same.

    `make_session` gets the folder that it is to write to, and must keep no results, because what
    is known already proves nothing. Raises InputError for a file that can't be read or that
    carries no workflow which can run.
    """
    if picture.suffix.lower() not in PICTURES:
        raise InputError(
            f'"{picture}" is no picture that Weft saves.', hint="Give a PNG, JPEG or WebP file."
        )
    workflow, saved = load_workflow(picture), read_pixels(picture)
    with tempfile.TemporaryDirectory(prefix="weft-verify-") as folder:
        with make_session(Path(folder)) as session:
            targets = _targets(workflow)
            result = session.run(workflow, targets, on_event=on_event, stop=stop)
            changed = tuple(_changed(workflow, session, targets))
        found = [pixels_apart(saved, read_pixels(file)) for file in _pictures(result)]
    nearest = min(filter(None, found), key=lambda apart: apart.mean, default=None)
    lossy = picture.suffix.lower() in LOSSY
    return Verification(
        picture=picture,
        status=_status(result, nearest, lossy),
        apart=nearest,
        lossy=lossy,
        changed=changed,
        recorded=bool(_recorded(workflow.made_with)),
        run=result,
    )


def _targets(workflow: Workflow) -> tuple[str, ...]:
    """The node that saved the picture, as far as it is recorded and still there."""
    node = _recorded(workflow.made_with).get("node")
    return (str(node),) if node in expand(workflow).graph.nodes else ()


def _recorded(made_with: Mapping[str, Json]) -> Mapping[str, Json]:
    """What was recorded of the run; empty if nothing was."""
    run = made_with.get(RUN_KEY)
    return run if isinstance(run, Mapping) else {}


def _pictures(result: RunResult) -> Iterator[Path]:
    """The picture files that the run's nodes with effects wrote."""
    made = (one for outputs in result.outputs.values() for one in outputs.values())
    for files in made:
        for file in files if isinstance(files, list) else [files]:
            if isinstance(file, str) and Path(file).suffix.lower() in PICTURES:
                yield Path(file)


def _status(result: RunResult, nearest: PixelsApart | None, lossy: bool) -> VerificationStatus:
    if result.status == "cancelled":
        return "cancelled"
    if nearest is None:
        return "failed" if result.status == "failed" else "different"
    if nearest.psnr is None:
        return "same"
    return "alike" if lossy and nearest.psnr >= ALIKE_PSNR else "different"


def _changed(workflow: Workflow, session: Session, targets: Iterable[str]) -> Iterator[Changed]:
    """What `made_with` tells of then beside what holds now."""
    before = dict(_flat(workflow.made_with))
    for what, now in _flat(session.made_with(workflow, targets)):
        if before.get(what, now) != now:
            yield Changed(what, before[what], now)


def _flat(made_with: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Each recorded fact under a name that a person understands."""
    run = _recorded(made_with)
    named = {"Weft": made_with.get("weft"), "device": run.get("device"), "dtype": run.get("dtype")}
    groups = {
        "node {}": made_with.get("nodes"),
        "{}": run.get("libraries"),
        "the file of {}": run.get("files"),
    }
    for what, value in named.items():
        if isinstance(value, str):
            yield what, value
    for form, group in groups.items():
        for name, value in group.items() if isinstance(group, Mapping) else ():
            yield form.format(name), str(value)
