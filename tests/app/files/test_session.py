"""Session: what is open and not saved outlives quitting, crashes and `kill -9`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.document.document import Document
from app.document.session import LeftTab, Session
from graph_engine.catalog import Catalog
from graph_engine.edits import AddNode
from graph_engine.graph import GraphNode
from graph_engine.shipped import templates
from graph_engine.workflow_io import load_workflow, parse_workflow

STARTER = templates()["text_to_image"]


@pytest.fixture
def document(application: QApplication, catalog: Catalog) -> Document:
    return Document(load_workflow(STARTER), catalog, STARTER)


def add_node(document: Document, name: str = "more") -> None:
    document.apply(AddNode(name, GraphNode("EmptyLatent")), "Add")


def left_by(session: Session, root: Path) -> list[LeftTab]:
    session.close()
    return Session(root).left()


def test_a_saved_tab_comes_back_from_its_file(document: Document, tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.show([document], document)
    assert left_by(session, tmp_path) == [LeftTab(STARTER, None, active=True)]


def test_what_is_not_saved_comes_back_with_its_changes(
    document: Document, catalog: Catalog, tmp_path: Path
) -> None:
    never_saved = Document(document.workflow, catalog)
    session = Session(tmp_path)
    session.show([document, never_saved], never_saved)
    add_node(document)
    first, second = left_by(session, tmp_path)
    assert first.path == STARTER
    assert first.text is not None
    assert parse_workflow(first.text) == document.workflow
    assert second.path is None
    assert second.active
    assert second.text is not None
    assert parse_workflow(second.text) == never_saved.workflow
    assert (first.changed, second.changed) == (True, False)


def test_left_tabs_stay_until_they_are_written_again(document: Document, tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.show([document], document)
    add_node(document)
    session.close()
    dying = Session(tmp_path)
    (tab,) = dying.left()
    # This one dies before it has written anything: nothing is lost.
    del dying
    next_one = Session(tmp_path)
    assert next_one.left() == [tab]
    next_one.show([document], document)
    next_one.write()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_running_studio_keeps_its_tabs_to_itself(document: Document, tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.show([document], document)
    session.write()
    assert Session(tmp_path).left() == []
    session.close()


def test_a_damaged_session_is_passed_over(document: Document, tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.show([document], document)
    session.write()
    (folder,) = tmp_path.iterdir()
    (folder / "tabs.json").write_text('{"tabs": [{"path"')
    assert left_by(session, tmp_path) == [LeftTab(STARTER, None, active=True)]
    broken = tmp_path / "0-1"
    broken.mkdir()
    (broken / "tabs.json").write_text("no JSON")
    assert all(tab.path == STARTER for tab in Session(tmp_path).left())


STUDIO = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.document.document import Document
from app.document.session import Session
from graph_engine.catalog import Catalog
from graph_engine.edits import AddNode
from graph_engine.graph import GraphNode

application = QApplication([])
session = Session(Path(sys.argv[1]))
document = Document.__new__(Document)
Document.__init__(document, __import__("graph_engine").Workflow(), Catalog(()))
session.show([document], document)

def edit():
    number = len(document.graph.nodes)
    document.apply(AddNode(f"node_{number}", GraphNode("Anything")), "Add")
    print(number, flush=True)

timer = QTimer()
timer.timeout.connect(edit)
timer.start(50)
application.exec()
"""


def test_a_kill_loses_at_most_two_seconds_of_work(tmp_path: Path) -> None:
    studio = subprocess.Popen(
        [sys.executable, "-c", STUDIO, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[3],
    )
    assert studio.stdout is not None
    done: list[tuple[float, int]] = []
    try:
        while len(done) < 60:
            number = int(studio.stdout.readline())
            done.append((time.monotonic(), number))
    finally:
        studio.send_signal(signal.SIGKILL)
        studio.communicate()
    killed = time.monotonic()
    (tab,) = Session(tmp_path).left()
    assert tab.text is not None
    kept = len(parse_workflow(tab.text).graph.nodes)
    due = [number for at, number in done if at < killed - 2]
    assert kept >= max(due) + 1
