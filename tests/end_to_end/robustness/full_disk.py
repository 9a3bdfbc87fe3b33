"""What is written when the disk is full; a process of its own, `python full_disk.py SUBJECT FOLDER`.

The folder is a disk of its own that is small, or files can't grow while it counts as full. Prints
what was said as JSON; whatever is damaged raises.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

from graph_engine.session import Session
from graph_engine.workflow_io import load_workflow, parse_workflow
from tests.end_to_end.robustness.conftest import check_picture, wait_until, walk_text
from tests.end_to_end.robustness.step_nodes import end_of

LONG = "a description that takes room " * 20_000


class Disk:
    """The disk of a folder, which can be filled and freed again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"
        self._is_own = folder.stat().st_dev != folder.parent.stat().st_dev

    def fill(self) -> None:
        """From now on nothing more can be written."""
        if not self._is_own:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
            return
        with self._filler.open("wb", buffering=0) as stream:
            try:
                while True:
                    stream.write(bytes(4096))
            except OSError:
                return

    def free(self) -> None:
        """Things can be written again."""
        if self._is_own:
            self._filler.unlink()
        else:
            limits = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    def leftovers(self) -> list[str]:
        """What half-written files there are."""
        return [str(file) for file in self.folder.rglob("*.partial*")]


def workflow(disk: Disk) -> list[str]:
    """A document is saved: the file before stays, and the document is still changed."""
    from app.document.document import Document
    from app.document.saving import save_document
    from graph_engine.catalog import Catalog
    from graph_engine.edits import Describe
    from graph_engine.errors import WorkflowFileError

    file = disk.folder / "work.weft.json"
    document = Document(parse_workflow(walk_text(0.3, 3, 0.0)), Catalog.load([]))
    save_document(document, file)
    before = file.read_bytes()
    document.apply(Describe("Work", LONG), "Describe")
    disk.fill()
    try:
        save_document(document, file)
        raise AssertionError("it was saved")
    except WorkflowFileError as error:
        said = [error.message]
    assert file.read_bytes() == before
    assert document.is_modified
    disk.free()
    save_document(document, file)
    assert load_workflow(file).description == LONG
    return said


def queue(disk: Disk) -> list[str]:
    """Jobs are added and end: the queue goes on, and all of it is kept when there is room again."""
    from app.jobs.queue import JobQueue
    from app.jobs.store import JobStore
    from tests.app.jobs.conftest import ScriptedEngine, add

    engine, store = ScriptedEngine(), JobStore(disk.folder / "queue")
    jobs, said = JobQueue(engine, store), list[str]()
    jobs.said.connect(said.append)
    jobs.open()
    add(jobs, "Before")
    assert store.wait()
    disk.fill()
    for name in ("First", "Second"):
        jobs.add(LONG, title=name, folder="", document="")
        assert not store.wait()
    engine.end()
    assert not store.wait()
    wait_until(lambda: said)
    disk.free()
    add(jobs, "After")
    assert store.wait()
    kept = jobs.jobs
    jobs.close()
    after = JobQueue(ScriptedEngine(), JobStore(disk.folder / "queue"))
    after.open()
    wait_until(lambda: len(after.jobs) == len(kept))
    assert {job.title: job.text for job in after.jobs} == {job.title: job.text for job in kept}
    after.close()
    return said


def gallery(disk: Disk) -> list[str]:
    """Pictures come and are starred: what was known stays, the rest is known when there is room."""
    from app.gallery.query import Search
    from app.gallery.store import GalleryStore, Listing

    pictures = disk.folder.parent / "pictures"
    pictures.mkdir()
    store, said, shown = GalleryStore(disk.folder / "gallery"), list[str](), list[Listing]()
    store.said.connect(said.append)
    store.listed.connect(shown.append)
    store.open()
    store.watch(pictures)
    _save_picture(pictures / "before.png", {})
    store.notice([pictures / "before.png"])
    wait_until(lambda: shown and len(shown[-1].pictures) == 1)
    for number in range(40):
        _save_picture(pictures / f"{number}.png", {"parameters": f"{number} {LONG[:2000]}"})
    disk.fill()
    for number in range(40):
        store.notice([pictures / f"{number}.png"])
    store.star([shown[-1].pictures[0].path], starred=True)
    assert store.wait()
    wait_until(lambda: said)
    disk.free()
    store.close()
    again = GalleryStore(disk.folder / "gallery")
    again.listed.connect(shown.append)
    again.open()
    again.search(Search())
    wait_until(lambda: len(shown[-1].pictures) == 41)
    again.close()
    # Where only files can't grow, the database and the file of marks name different reasons.
    assert all(one.startswith("The gallery's index can't be written") for one in said)
    return said[:1]


def _save_picture(file: Path, texts: Mapping[str, str]) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, value in texts.items():
        info.add_text(key, value)
    Image.new("RGB", (8, 8), "red").save(file, pnginfo=info)


def cache(disk: Disk) -> list[str]:
    """A run can't keep its results: it ends well, and no later run is served a wrong one."""
    said: list[str] = []
    logged = logging.Handler(logging.WARNING)
    logged.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(logged)

    def run(start: float, *, full: bool = False) -> str:
        with Session(cache=disk.folder / "cache") as session:
            if full:
                disk.fill()
            done = session.run(parse_workflow(walk_text(start, 20, 0.0)), ["walk", "draw"])
            if full:
                disk.free()
            assert done.status == "ok", done.error
            assert done.values["walk"]["end"] == end_of(start, 20)
            return done.nodes["draw"].status

    run(0.3)
    run(0.4, full=True)
    assert run(0.3) == "cached"
    assert run(0.4) == "ran"
    assert run(0.4) == "cached"
    steps, results = said
    assert steps.startswith("Steps are not kept")
    return [results]


def picture(disk: Disk) -> list[str]:
    """A picture can't be saved: the run says so, and leaves no half of one."""
    with Session(cache=disk.folder.parent / "cache", output=disk.folder / "output") as session:
        made = parse_workflow(walk_text(0.3, 3, 0.0))
        session.run(made)
        disk.fill()
        other = parse_workflow(walk_text(0.4, 3, 0.0))
        failed = session.run(other)
        assert failed.status == "failed"
        assert failed.error is not None
        disk.free()
        names = [file.name for file in (disk.folder / "output").iterdir()]
        assert names == ["walk_0001.png"], names
        done = session.run(other)
        check_picture(Path(done.outputs["save"]["images"][0]), 0.4, 3)
    return [failed.error.message]


def tabs(disk: Disk) -> list[str]:
    """What is not saved is kept for the next start: the tabs before stay, it is tried again."""
    from app.document.document import Document
    from app.document.session import Session as TabSession
    from graph_engine.catalog import Catalog
    from graph_engine.edits import Describe

    session = TabSession(disk.folder / "sessions")
    document = Document(parse_workflow(walk_text(0.3, 3, 0.0, "First")), Catalog.load([]))
    session.show([document], document)
    session.write()
    document.apply(Describe("Work", LONG), "Describe")
    disk.fill()
    session.write()
    kept = [json.loads(file.read_text()) for file in disk.folder.rglob("*.weft.json")]
    assert [one["name"] for one in kept] == ["First"]
    disk.free()
    session.write()
    session.close()
    (left,) = TabSession(disk.folder / "sessions").left()
    assert left.text is not None
    assert parse_workflow(left.text).description == LONG
    return [""]


SUBJECTS: Mapping[str, Callable[[Disk], list[str]]] = {
    "workflow": workflow,
    "queue": queue,
    "gallery": gallery,
    "cache": cache,
    "picture": picture,
    "tabs": tabs,
}


def main(subject: str, folder: Path) -> None:
    """Do what is told."""
    from PySide6.QtWidgets import QApplication

    application = QApplication(["full_disk"])
    disk = Disk(folder)
    said = SUBJECTS[subject](disk)
    application.processEvents()
    assert not disk.leftovers(), disk.leftovers()
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
