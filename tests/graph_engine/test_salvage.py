"""Salvage: any file opens as far as it can, everything wrong is named, and a save loses nothing."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine import Link, format_workflow, load_workflow, parse_workflow, save_workflow
from graph_engine.edits import (
    AddNode,
    Batch,
    Describe,
    MoveNodes,
    PutLink,
    PutParam,
    RenameNode,
    SetState,
)
from graph_engine.errors import WorkflowFileError
from graph_engine.fragment import copy_fragment, paste_edits
from graph_engine.salvage import Opened, open_workflow, salvage
from graph_engine.shipped import templates
from tests.graph_engine.graphs import CATALOG, node
from tests.graph_engine.texts import JSON, workflow_texts

SHIPPED = [path.read_text(encoding="utf-8") for path in templates().values()]
FOLDED = """{"format": "weft", "version": 1, "name": "F", "nodes": {
  "one": {"type": "subgraph:s", "params": {"value": 2}}}, "subgraphs": {"s": {"name": "S",
  "inputs": {"value": ["const.value"]}, "outputs": {"value": "sum.value"}, "nodes": {
  "const": {"type": "Const"}, "sum": {"type": "Add", "inputs": {"first": "const.value"}}},
  "layout": {"nodes": {}, "frames": [], "notes": []}}}}"""
_ODD = st.one_of(JSON, st.sampled_from([{"a": []}, [[]], {"type": "Const", "inputs": {"x": 1}}]))


@given(workflow_texts())
def test_a_good_file_opens_as_ever(text: str) -> None:
    assert salvage(text) == Opened(parse_workflow(text))
    assert format_workflow(salvage(text).workflow) == text


@given(st.sampled_from([*SHIPPED, FOLDED]), st.data())
def test_whatever_stands_in_whatever_place_is_kept(text: str, data: st.DataObject) -> None:
    content = json.loads(text)
    for _ in range(data.draw(st.integers(1, 4))):
        spoil(content, data)
    text = json.dumps(content)
    try:
        found = salvage(text)
    except WorkflowFileError:
        assert content.get("format") != "weft"
        return
    if found.read_only:
        assert content.get("version") != 1 or isinstance(content["version"], bool | float)
        return
    written = format_workflow(found.workflow)
    assert json.dumps(json.loads(written), sort_keys=True) == json.dumps(content, sort_keys=True)
    assert written == text
    keeps_what_it_holds(found, content)


def spoil(content: dict[str, Any], data: st.DataObject) -> None:
    """Put arbitrary JSON in the place of some value, under another key, or take a key away."""
    place: Any = content
    while True:
        keys = sorted(place) if isinstance(place, dict) else [*range(len(place))]
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.integers(0, 3)) == 0:
            break
        place = inner
    what = data.draw(st.sampled_from(["replace", "replace", "add", "drop"]))
    if what == "replace":
        place[key] = copy.deepcopy(data.draw(_ODD))
    elif what == "drop" and len(place) > 1:
        del place[key]
    elif isinstance(place, dict):
        place[data.draw(st.sampled_from(["bad id", "", "inputs", "layout"]))] = copy.deepcopy(
            data.draw(_ODD)
        )


def keeps_what_it_holds(found: Opened, content: dict[str, Any]) -> None:
    """After an edit the file is written anew, and still holds every value that it held."""
    changed, _ = Describe(f"{found.workflow.name}?", "other").apply(found.workflow, CATALOG)
    again = json.loads(format_workflow(changed))
    for key in ("nodes", "subgraphs", "layout", "made_with"):
        if key in content:
            assert filled(again[key]) == filled(content[key]), key
    for key, value in content.items():
        if key not in ("name", "description", "nodes", "subgraphs", "layout", "made_with"):
            assert again[key] == value
    if not isinstance(content.get("name", ""), str):
        assert again["unreadable"]["name"] == content["name"]
    second = salvage(json.dumps(again))
    assert not second.read_only
    assert {problem.message for problem in second.problems} <= {
        problem.message for problem in found.problems
    }


def filled(value: Any) -> Any:
    """The value without empty parts, which a file may leave out."""
    if not isinstance(value, dict):
        return value
    inner = {key: filled(part) for key, part in value.items()}
    return {key: part for key, part in inner.items() if part not in ("", [], {}, "active")}


@given(st.sampled_from([*SHIPPED[:4], FOLDED]), st.data())
def test_a_file_cut_off_anywhere_opens_up_to_there(text: str, data: st.DataObject) -> None:
    length = data.draw(st.integers(0, len(text.rstrip()) - 1))
    try:
        found = salvage(text[:length])
    except WorkflowFileError:
        assert length < text.index('"weft"') + 8
        return
    assert found.read_only
    assert "breaks off" in found.problems[0].message
    whole = parse_workflow(text).graph.nodes
    nodes = list(found.workflow.graph.nodes)
    assert nodes == list(whole)[: len(nodes)]
    assert salvage(format_workflow(found.workflow)).workflow == found.workflow


@given(st.sampled_from(SHIPPED[:4]), st.data())
def test_changed_bytes_never_raise(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    raw = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "spoilt.weft.json"
    path.write_bytes(raw)
    found = open_workflow(path)
    if found.error:
        return
    if found.read_only:
        assert found.problems
        assert found.notice
        json.loads(format_workflow(found.workflow))
    else:
        assert format_workflow(found.workflow).encode() == bytes(raw)


SPOILT = {
    "format": "weft",
    "version": 1,
    "name": 3,
    "nodes": {
        "list": [1, 2],
        "no_type": {"params": {"x": 1}},
        "two words": {"type": "Const"},
        "good": {"type": "Const"},
        "sum": {
            "type": "Add",
            "params": [1, 2],
            "state": "off",
            "inputs": {"first": "good.value", "second": ["good", 0]},
        },
    },
    "layout": {"nodes": {"good": {"at": [0, 0]}}, "frames": {"a": 1}},
}


@pytest.fixture
def spoilt() -> Opened:
    return salvage(json.dumps(SPOILT))


def test_every_piece_is_named_with_its_node(spoilt: Opened) -> None:
    told = [(problem.node, problem.port, problem.severity) for problem in spoilt.problems]
    assert sorted(told) == [
        ("", "", "error"), ("", "", "error"), ("", "", "error"), ("", "", "error"),
        ("", "", "warning"), ("sum", "", "error"), ("sum", "", "error"), ("sum", "second", "error"),
    ]  # fmt: skip
    messages = " ".join(problem.message for problem in spoilt.problems)
    for part in ('"name" must be text', '"list" must be an object', 'The node "no_type" must have',
                 'The node id "two words"', '"layout.frames" must be a list', '"state" of the node',
                 'The "params" of the node "sum"', 'The input "second"'):  # fmt: skip
        assert part in messages
    assert spoilt.problems[0].hint == "It is kept, and saved again as it is."
    assert not spoilt.read_only


def test_the_rest_works(spoilt: Opened) -> None:
    graph = spoilt.workflow.graph
    assert list(graph.nodes) == ["good", "sum"]
    assert graph.nodes["sum"].inputs == {"first": Link("good", "value")}
    assert (graph.nodes["sum"].state, graph.nodes["sum"].params) == ("active", {})
    assert spoilt.workflow.layout.nodes == {"good": {"at": [0, 0]}}


def test_what_takes_the_place_of_a_wrong_piece_does_not_lose_it(spoilt: Opened) -> None:
    edits = Batch((
        Describe("New"),
        PutLink("sum", "second", Link("good", "value")),
        PutParam("sum", "second", 5),
        SetState("sum", "muted"),
        MoveNodes({"good": (5, 5)}),
        AddNode("list", node("Const")),
    ))  # fmt: skip
    written = json.loads(format_workflow(edits.apply(spoilt.workflow, CATALOG)[0]))
    assert written["name"] == "New"
    assert written["unreadable"] == {"name": 3, "nodes": {"list": [1, 2]}}
    assert written["nodes"]["no_type"] == {"params": {"x": 1}}
    assert written["nodes"]["sum"] == {
        "type": "Add",
        "params": {"second": 5},
        "inputs": {"first": "good.value", "second": "good.value"},
        "state": "muted",
        "unreadable": {"params": [1, 2], "state": "off", "inputs": {"second": ["good", 0]}},
    }
    assert written["layout"]["frames"] == {"a": 1}


def test_wrong_pieces_go_with_their_node(spoilt: Opened) -> None:
    renamed, _ = RenameNode("sum", "total").apply(spoilt.workflow, CATALOG)
    assert json.loads(format_workflow(renamed))["nodes"]["total"]["params"] == [1, 2]
    text = copy_fragment(spoilt.workflow, ["sum"])
    with pytest.raises(WorkflowFileError):
        parse_workflow(text)
    edit, ids = paste_edits(spoilt.workflow, CATALOG, text, (0, 0))
    pasted, _ = edit.apply(spoilt.workflow, CATALOG)
    assert json.loads(format_workflow(pasted))["nodes"][ids[0]]["params"] == [1, 2]


def test_a_wrong_layout_gives_way_to_a_good_one() -> None:
    text = json.dumps({"format": "weft", "version": 1, "nodes": {"a": {"type": "Const"}}, "layout": [7]})  # fmt: skip
    found = salvage(text).workflow
    assert format_workflow(found) == text
    moved, inverse = MoveNodes({"a": (1, 2)}).apply(found, CATALOG)
    written = json.loads(format_workflow(moved))
    assert written["layout"]["nodes"] == {"a": {"at": [1, 2]}}
    assert written["unreadable"] == {"layout": [7]}
    assert format_workflow(inverse.apply(moved, CATALOG)[0]) == text


def test_pieces_inside_a_subgraph_are_kept() -> None:
    content = json.loads(FOLDED)
    content["subgraphs"]["s"]["nodes"]["sum"]["inputs"]["second"] = 7
    content["subgraphs"]["s"]["outputs"]["more"] = []
    content["subgraphs"]["s"]["layout"]["notes"] = "none"
    content["subgraphs"]["bad one"] = {}
    found = salvage(json.dumps(content))
    assert len(found.problems) == 5
    changed, _ = Describe("G").apply(found.workflow, CATALOG)
    assert json.loads(format_workflow(changed)) == {
        **content, "name": "G", "layout": {"nodes": {}, "frames": [], "notes": []},
    }  # fmt: skip


def test_a_newer_file_opens_read_only() -> None:
    content = {**json.loads(SHIPPED[0]), "version": 2, "swatches": ["new"]}
    found = salvage(json.dumps(content))
    assert found.read_only
    assert "another version of Weft" in found.notice
    assert "format version 2; this Weft reads up to version 1" in found.problems[0].message
    assert found.workflow.graph == parse_workflow(SHIPPED[0]).graph
    assert found.workflow.extra == {"swatches": ["new"]}
    odd = copy.deepcopy(content)
    odd["nodes"] = {"kind": "all different now"}
    assert salvage(json.dumps(odd)).read_only


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("\n  \"version\": 1,", "\n  // mine\n  \"version\": 1,"), "Line 3, column 3: JSON has no comments"),
        (('"version": 1,', '"version": 1,,'), "Line 3, column 16: a name in double quotes"),
        (('"nodes": {', '"nodes": {"a": {"type": "x", "type": "y"},'), 'Line 6, column 32: "type" stands here a second time'),
        (('"format": "weft"', '"format": "weft", "x": NaN'), '"NaN" is not a JSON number'),
    ],
)  # fmt: skip
def test_slips_in_the_json_are_named_with_their_place(
    change: tuple[str, str], message: str
) -> None:
    found = salvage(SHIPPED[0].replace(*change))
    assert found.read_only
    assert "damaged" in found.notice
    assert message in found.problems[0].message


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "w.weft.json"
    text = '{"format": "weft", "version": 1,\n "name": "Gr\u00fc\u00dfe", "nodes": {"a": {"type": "Const"}}}'
    path.write_bytes(text.encode("latin-1"))
    found = open_workflow(path)
    assert found.problems[0].message == "Line 2, column 13: the byte 0xfc here is not UTF-8."
    assert (found.read_only, list(found.workflow.graph.nodes)) == (True, ["a"])
    path.write_bytes(text.encode("utf-16"))
    found = open_workflow(path)
    assert "UTF-16" in found.problems[0].message
    assert (found.read_only, found.workflow.name) == (True, "Grüße")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"hello", "breaks off"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not text in UTF-8 (byte 0)"),
        (b'{"3": {"class_type": "KSampler"}}', "ComfyUI"),
        (b'{"last_node_id": 3, "nodes": [', "breaks off"),
        (b'{"a": 1}', "not a workflow"),
        (b"[]", "not a list"),
    ],
)
def test_what_is_no_workflow_gets_a_sentence(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "w.weft.json"
    path.write_bytes(data)
    found = open_workflow(path)
    assert message in found.error
    assert str(path) in found.error
    assert not found.workflow.graph.nodes


def test_a_missing_file_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    assert "There is no such file." in open_workflow(tmp_path / "x.weft.json").error
    assert "This is a folder" in open_workflow(tmp_path).error
    assert open_workflow("\0").error


def test_a_workflow_inside_a_picture_is_read_only(tmp_path: Path) -> None:
    """Saving it over the picture would lose the picture."""
    path = tmp_path / "p.png"
    data = b"weft\0" + json.dumps(SPOILT).encode()
    chunk = len(data).to_bytes(4, "big") + b"tEXt" + data + bytes(4)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + bytes(4) + b"IEND" + bytes(4))
    found = open_workflow(path)
    assert (found.read_only, "inside a picture" in found.notice) == (True, True)
    assert list(found.workflow.graph.nodes) == ["good", "sum"]
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "carries no workflow" in open_workflow(path).error


def test_an_opened_file_saves_byte_by_byte(tmp_path: Path) -> None:
    path = tmp_path / "w.weft.json"
    path.write_text(json.dumps(SPOILT, indent=7), encoding="utf-8")
    before = path.read_bytes()
    found = open_workflow(path)
    assert found.workflow.folder == tmp_path
    save_workflow(found.workflow, path)
    assert path.read_bytes() == before
    with pytest.raises(WorkflowFileError):
        load_workflow(path)
