"""`weft diff`: exit codes as diff(1) has them, text to read, JSON to work with."""

from __future__ import annotations

import copy
import struct
import zlib
from pathlib import Path

import pytest

from .conftest import WORKFLOW, Weft, write_workflow


@pytest.fixture
def other(weft: Weft) -> Path:
    data = copy.deepcopy(WORKFLOW)
    nodes = data["nodes"]
    assert isinstance(nodes, dict)
    nodes["number"]["params"] = {"value": 5}
    nodes["total"] = nodes.pop("sum")
    nodes["show"]["inputs"]["value"] = "total.value"
    return write_workflow(data, "other.weft.json")


def test_the_same_and_not_the_same(weft: Weft, workflow: Path, other: Path) -> None:
    answer = weft("diff", workflow, workflow)
    assert (answer.code, answer.out) == (0, "The two are the same.\n")
    answer = weft("diff", workflow, other)
    assert answer.code == 1
    assert answer.out.splitlines() == [
        "~ number (demo.Number)",
        "    value: 3 → 5",
        "~ sum → total (demo.Add)",
        "Nodes: 1 renamed, 1 changed.",
    ]


def test_json(weft: Weft, workflow: Path, other: Path) -> None:
    data = weft("diff", workflow, other, "--json").data
    assert data["status"] == "different"
    assert data["nodes"]["renamed"] == {"sum": "total"}
    assert data["nodes"]["changed"]["number"]["params"] == {"value": {"before": 3, "after": 5}}
    assert weft("diff", workflow, workflow, "--json").data["status"] == "same"


def test_places_count_unless_they_are_told_not_to(weft: Weft, workflow: Path) -> None:
    moved = write_workflow(
        {**WORKFLOW, "layout": {"nodes": {"sum": {"at": [1, 2]}}}}, "m.weft.json"
    )
    answer = weft("diff", workflow, moved)
    assert (answer.code, "1 node elsewhere" in answer.out) == (1, True)
    assert weft("diff", workflow, moved, "--ignore-layout").code == 0
    assert weft("diff", workflow, moved, "--json").data["nodes"]["moved"] == ["sum"]


def test_a_picture_that_carries_a_workflow(weft: Weft, workflow: Path, other: Path) -> None:
    picture = Path("picture.png")
    picture.write_bytes(png_with(workflow.read_text(encoding="utf-8")))
    assert weft("diff", workflow, picture).code == 0
    assert "value: 3 → 5" in weft("diff", picture, other).out


def png_with(text: str) -> bytes:
    """A PNG without a picture, but with the text chunk that holds a workflow."""
    chunks = [(b"tEXt", b"weft\0" + text.encode("latin-1")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def test_what_can_not_be_compared(weft: Weft, workflow: Path) -> None:
    answer = weft("diff", workflow, "dem.weft.json")
    assert (answer.code, "There is no such file" in answer.err) == (2, True)
    assert weft("diff", workflow).code == 2
    assert weft("diff", workflow, "nowhere.png", "--json").data["status"] == "failed"
