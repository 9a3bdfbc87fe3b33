"""Sweeps and verifications as the studio asks for them: planned, run, drawn and made again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from graph_engine.events import CellFinished, CellStarted
from graph_engine.hosts.engine_process.messages import News, StopJob
from graph_engine.hosts.engine_process.sweep_messages import (
    VERIFICATION,
    DoneCell,
    DrawSheet,
    PlanSweep,
    RunSweep,
    SheetDrawn,
    SweepPlanned,
    VerifyPicture,
)

from .engine import Engine

TEXT = json.dumps(
    {
        "format": "weft",
        "version": 1,
        "name": "Dots",
        "nodes": {
            "dot": {
                "type": "PaintMask",
                "params": {"width": 24, "height": 16, "strokes": "paint 5 12,8"},
            },
            "shown": {"type": "ImageFromMask", "inputs": {"mask": "dot.mask"}},
            "blur": {"type": "BlurImage", "inputs": {"image": "shown.image"}},
            "save": {"type": "SaveImage", "params": {"name": "dot"},
                     "inputs": {"image": "blur.image"}},
        },
    }
)  # fmt: skip
AXES = ("dot.width=24,32", "blur.radius=0,1,2")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def sweeping(folder: Path, packs: Path) -> Iterator[Engine]:
    running = Engine("--output", str(folder))
    running.next()
    yield running
    assert running.close() == 0


def run(engine: Engine, **more: Any) -> tuple[Any, list[CellStarted], list[CellFinished]]:
    engine.ask(1, RunSweep("job", TEXT, **{"axes": AXES, **more}))
    ended, events = engine.ended(1)
    begun = [event for event in events if isinstance(event, CellStarted)]
    return ended, begun, [event for event in events if isinstance(event, CellFinished)]


def plan(engine: Engine, axes: tuple[str, ...] = AXES) -> SweepPlanned:
    engine.ask(2, PlanSweep("page", TEXT, axes))
    answer, _ = engine.answer(2)
    assert isinstance(answer, SweepPlanned)
    return answer


def size_of(file: Path | str) -> tuple[int, int]:
    with Image.open(file) as opened:
        return opened.size


def pixels_of(file: Path | str) -> bytes:
    with Image.open(file) as opened:
        return opened.tobytes()


def test_a_sweep_is_planned_run_and_known_then(sweeping: Engine, folder: Path) -> None:
    before = plan(sweeping)
    assert [cell.at for cell in before.cells] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
    assert not any(cell.is_known for cell in before.cells)
    sheet = folder / "sheet.png"
    ended, begun, finished = run(sweeping, sheet=str(sheet))
    assert ended.status == "ok", ended.error
    assert [(event.number, event.total) for event in begun] == [(n, 6) for n in range(1, 7)]
    assert [event.cell for event in finished] == [cell.at for cell in before.cells]
    files = [Path(file) for event in finished for file in event.files]
    assert [size_of(file)[0] for file in files] == [24, 24, 24, 32, 32, 32]
    assert ended.outputs["save"]["images"] == [str(file) for file in files]
    assert ended.outputs["contact_sheet"]["images"] == [str(sheet)]
    assert size_of(sheet)[0] > 3 * 32
    assert ended.outputs["cells"]["by_place"]["1,2"]["files"] == [str(files[5])]
    assert all(cell.is_known for cell in plan(sweeping).cells)


def test_cells_that_are_done_are_not_run_again(sweeping: Engine, folder: Path) -> None:
    _, _, first = run(sweeping, axes=("blur.radius=0,1",))
    done = tuple(DoneCell(event.cell, event.files) for event in first)
    axes = ("blur.radius=0,1,2",)
    ended, _, finished = run(sweeping, axes=axes, skip=done, sheet=str(folder / "all.png"))
    assert [event.cell for event in finished] == [(2,)]
    assert len(list(folder.glob("dot_*.png"))) == 3
    whole = pixels_of(ended.outputs["contact_sheet"]["images"][0])
    cells = (*done, *(DoneCell(event.cell, event.files) for event in finished))
    sweeping.ask(3, DrawSheet(TEXT, axes, cells, str(folder / "drawn.png")))
    drawn, _ = sweeping.answer(3)
    assert drawn == SheetDrawn((str(folder / "drawn.png"),))
    assert pixels_of(folder / "drawn.png") == whole


def test_a_stopped_sweep_keeps_and_draws_what_is_done(sweeping: Engine, folder: Path) -> None:
    sheet = folder / "part.png"
    axes = ("blur.radius=0:20:0.5",)
    sweeping.ask(1, RunSweep("stopped", TEXT, axes, sheet=str(sheet)))
    message = None
    while not (isinstance(message, News) and isinstance(message.event, CellFinished)):
        message = sweeping.next()[1]
    sweeping.ask(2, StopJob("stopped"))
    ended, events = sweeping.ended(1)
    assert ended.status == "cancelled"
    finished = [event for event in events if isinstance(event, CellFinished)]
    assert len(finished) < 40
    assert sheet.exists()
    assert len(list(folder.glob("dot_*.png"))) < 41


@pytest.mark.usefixtures("packs")
def test_the_same_job_goes_on_where_it_was_ended(folder: Path) -> None:
    axes = ("blur.radius=0,1,2",)
    one = Engine("--output", str(folder))
    one.ask(1, RunSweep("again", TEXT, axes))
    first = None
    while first is None:
        message = one.next()[1]
        if isinstance(message, News) and isinstance(message.event, CellFinished):
            first = message.event
    one.process.kill()
    one.close()
    other = Engine("--output", str(folder))
    other.ask(2, RunSweep("again", TEXT, axes, sheet=str(folder / "all.png")))
    ended, events = other.ended(2)
    other.close()
    finished = [event for event in events if isinstance(event, CellFinished)]
    assert ended.status == "ok"
    assert finished[0] == CellFinished(first.cell, "ok", files=first.files)
    assert sorted(event.cell for event in finished) == [(0,), (1,), (2,)]
    begun = [event.cell for event in events if isinstance(event, CellStarted)]
    assert first.cell not in begun


@pytest.mark.parametrize(
    ("axis", "words"),
    [
        ("blur.radius=1,wide", '"blur" (BlurImage): "radius"'),
        ("blur.radios=1", 'has no param "radios"'),
        ("blurr.radius=1", 'There is no node "blurr"'),
    ],
)
def test_what_is_no_axis_is_told_before_anything_runs(
    sweeping: Engine, folder: Path, axis: str, words: str
) -> None:
    assert words in plan(sweeping, (axis,)).problem
    ended, begun, _ = run(sweeping, axes=(axis,))
    assert ended.status == "failed"
    assert words in ended.error["message"]
    assert not begun
    assert not folder.exists()


def test_a_cell_that_fails_does_not_stop_the_others(sweeping: Engine, folder: Path) -> None:
    folder.mkdir()
    (folder / "b").write_text("in the way of a folder")
    ended, _, finished = run(sweeping, axes=("save.folder=b,a",))
    assert ended.status == "failed"
    assert {event.cell: event.status for event in finished} == {(0,): "failed", (1,): "ok"}
    assert ended.error["message"]


def test_a_picture_is_made_again(sweeping: Engine) -> None:
    _, _, finished = run(sweeping, axes=("blur.radius=1",))
    (file,) = finished[0].files
    sweeping.ask(4, VerifyPicture("verify", file))
    ended, _ = sweeping.ended(4)
    found = ended.outputs[VERIFICATION]
    assert (ended.status, found["status"]) == ("ok", "same")
    assert found["sentence"] == "the same, pixel for pixel."
    with Image.open(file) as opened:
        changed, texts = opened.point(lambda value: 255 - value), dict(opened.info)
    info = PngInfo()
    info.add_text("weft", texts["weft"])
    changed.save(file, pnginfo=info)
    sweeping.ask(5, VerifyPicture("verify", file))
    ended, _ = sweeping.ended(5)
    assert ended.status == "ok"
    assert ended.outputs[VERIFICATION]["status"] == "different"
    assert "pixels differ" in ended.outputs[VERIFICATION]["sentence"]


def test_a_file_without_a_workflow_is_not_made_again(sweeping: Engine, tmp_path: Path) -> None:
    plain = tmp_path / "plain.png"
    Image.new("RGB", (4, 4)).save(plain)
    sweeping.ask(6, VerifyPicture("verify", str(plain)))
    ended, _ = sweeping.ended(6)
    assert ended.status == "failed"
    assert "plain.png" in ended.error["message"]
