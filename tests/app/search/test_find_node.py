"""Find a node: by its title, id, type and values; walking shows, Enter jumps, Esc leaves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.search.find_node import FindNode
from graph_engine.catalog import Catalog
from graph_engine.graph import Graph, GraphNode
from graph_engine.workflow import Workflow

NODES = {
    "checkpoint": GraphNode("LoadCheckpoint", {"model": "tiny-sd15"}),
    "prompt": GraphNode("EncodeText", {"text": "a red circle " * 12 + "over the harbour"}),
    "negative": GraphNode("EncodeText", {"text": "blurry"}),
    "sampler": GraphNode("Sample", {"seed": 8214077}),
    "glow": GraphNode("mypack.Glow"),
}
TITLES = {"sampler": "First pass", "prompt": "Prompt", "negative": "Negative", "glow": "Glow"}


class Found:
    """A search over these nodes, and what it has emitted."""

    def __init__(self, host: QWidget, catalog: Catalog) -> None:
        self.search = FindNode(host, Workflow(Graph(NODES)), catalog, TITLES)
        self.walked: list[str] = []
        self.jumped: list[str] = []
        self.left: list[bool] = []
        self.search.walked.connect(self.walked.append)
        self.search.jumped.connect(self.jumped.append)
        self.search.left.connect(lambda: self.left.append(True))
        self.search.open_at(QPoint(300, 20))

    def names(self) -> list[object]:
        return [row.data for row in self.search.results.rows]


@pytest.fixture
def find(host: QWidget, catalog: Catalog) -> Found:
    return Found(host, catalog)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("first", "sampler"),
        ("sampler", "sampler"),
        ("load check", "checkpoint"),
        ("8214", "sampler"),
        ("harbour", "prompt"),
        ("tiny", "checkpoint"),
        ("glow", "glow"),
    ],
)
def test_a_node_is_found_by_all_that_names_it(find: Found, query: str, first: str) -> None:
    QTest.keyClicks(find.search.field.line, query)
    assert find.names()[0] == first
    assert find.walked[-1] == first


def test_a_value_is_shown_where_it_was_found(find: Found) -> None:
    QTest.keyClicks(find.search.field.line, "harbour")
    (row,) = find.search.results.rows
    assert row.note.startswith("text: … ")
    assert row.note.endswith("over the harbour")
    assert len(row.note) < 60


def test_enter_jumps_and_arrows_walk(find: Found) -> None:
    line = find.search.field.line
    assert find.walked == [], "nothing moves before something was asked for"
    QTest.keyClicks(line, "encode")
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert find.walked[-3:] == ["prompt", "negative", "prompt"]
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert find.jumped == ["prompt"]
    assert find.left == []


def test_esc_leaves(find: Found) -> None:
    QTest.keyClicks(find.search.field.line, "glow")
    QTest.keyClick(find.search.field.line, Qt.Key.Key_Escape)
    assert find.left == [True]
    assert find.jumped == []
