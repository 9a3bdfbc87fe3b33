"""Workflow files: nothing is lost, no byte changes unasked, and bad input gets one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine import Link, Workflow, format_workflow, load_workflow, parse_workflow
from graph_engine import save_workflow as save
from graph_engine.edits import Describe, SetState
from graph_engine.errors import WorkflowFileError
from graph_engine.migrations import migrate
from graph_engine.workflow import VERSION
from tests.graph_engine.graphs import CATALOG, node, workflow_of, workflows
from tests.graph_engine.texts import JSON, workflow_data, workflow_texts

SMALL = """{
  "format": "weft", "version": 1, "name": "Grüße 🙂",
  "nodes": {
    "a": {"type": "Const", "params": {"value": -1.5e3, "on": true, "no": null}},
    "b": {"type": "Add", "inputs": {"first": "a.value"}, "state": "muted", "x": [1, "\\u00e9"]}
  },
  "layout": {"nodes": {"a": {"at": [0, 0]}}, "frames": [], "notes": []}
}
"""


@given(workflow_texts())
def test_load_and_save_changes_no_byte(text: str) -> None:
    assert format_workflow(parse_workflow(text)) == text


def test_a_file_survives_byte_by_byte(tmp_path: Path) -> None:
    for number, text in enumerate([SMALL, "\ufeff" + SMALL, SMALL.replace("\n", "\r\n")]):
        path = tmp_path / f"{number}.weft.json"
        path.write_bytes(text.encode())
        save(load_workflow(path), path)
        assert path.read_bytes() == text.encode()
        assert [file.name for file in tmp_path.glob("*.partial")] == []


@given(workflow_texts())
def test_what_is_written_reads_back_the_same(text: str) -> None:
    workflow = parse_workflow(text)
    changed, _ = Describe(f"{workflow.name}!", "new").apply(workflow, CATALOG)
    again = parse_workflow(format_workflow(changed))
    assert again == changed
    assert json.loads(format_workflow(again)) == json.loads(format_workflow(changed))


@given(workflows(states=True))
def test_a_workflow_made_in_memory_reads_back(workflow: Workflow) -> None:
    text = format_workflow(workflow)
    assert parse_workflow(text) == workflow
    assert format_workflow(parse_workflow(text)) == text


@given(workflow_data)
def test_unknown_keys_survive_an_edit(data: dict[str, Any]) -> None:
    workflow = parse_workflow(json.dumps(data))
    if not workflow.graph.nodes:
        return
    name = next(iter(workflow.graph.nodes))
    changed, _ = SetState(name, "muted").apply(workflow, CATALOG)
    after = json.loads(format_workflow(changed))
    for key, value in data.items():
        if key not in ("nodes", "layout", "subgraphs", "name", "description", "made_with"):
            assert after[key] == value
    for subgraph_id, subgraph in data.get("subgraphs", {}).items():
        written = after["subgraphs"][subgraph_id]
        for key in subgraph.keys() - {"nodes", "layout"}:
            assert written.get(key, type(subgraph[key])()) == subgraph[key]
    for key, value in data.get("layout", {}).items():
        assert after["layout"].get(key, {}) == value
    for key, value in data["nodes"][name].items():
        assert key == "state" or after["nodes"][name].get(key, {}) == value


def test_only_what_says_something_is_written() -> None:
    workflow = workflow_of("Tiny", a=node("Const"), b=node("Add", {"first": "a.value"}, second=1))
    assert json.loads(format_workflow(workflow)) == {
        "format": "weft",
        "version": 1,
        "name": "Tiny",
        "nodes": {
            "a": {"type": "Const"},
            "b": {"type": "Add", "params": {"second": 1}, "inputs": {"first": "a.value"}},
        },
        "layout": {"nodes": {}, "frames": [], "notes": []},
    }
    assert format_workflow(workflow).endswith("}\n")


def test_text_that_utf8_can_not_hold_is_escaped(tmp_path: Path) -> None:
    workflow = parse_workflow(SMALL.replace("Grüße", "\\ud83d"))
    changed, _ = Describe("half a smiley \ud83d").apply(workflow, CATALOG)
    save(changed, tmp_path / "w.weft.json")
    assert load_workflow(tmp_path / "w.weft.json").name == "half a smiley \ud83d"


def test_the_folder_of_the_file_is_kept_but_not_compared(tmp_path: Path) -> None:
    (tmp_path / "w.weft.json").write_text(SMALL, encoding="utf-8")
    workflow = load_workflow(tmp_path / "w.weft.json")
    assert workflow.folder == tmp_path
    assert workflow == parse_workflow(SMALL)


# --- Migrations ---


def test_an_old_file_is_brought_forward() -> None:
    old = {"format": "weft", "version": 0, "title": "Old", "nodes": {}, "extra": 1}

    def rename_title(data: dict[str, Any]) -> dict[str, Any]:
        return {"name" if key == "title" else key: value for key, value in data.items()}

    workflow = parse_workflow(json.dumps(old), {0: rename_title})
    assert (workflow.name, workflow.extra) == ("Old", {"extra": 1})
    assert json.loads(format_workflow(workflow))["version"] == VERSION
    assert parse_workflow(format_workflow(workflow)) == workflow


def test_migrations_run_one_after_the_other_and_leave_their_input() -> None:
    data = {"version": 1, "steps": []}
    steps = {
        number: lambda old, number=number: {**old, "steps": [*old["steps"], number]}
        for number in (1, 2, 3)
    }
    assert migrate(data, steps, 4) == {"version": 4, "steps": [1, 2, 3]}
    assert data == {"version": 1, "steps": []}


@pytest.mark.parametrize(
    ("version", "message"),
    [
        (2, "The file has format version 2; this Weft reads up to version 1."),
        (0, "The file has format version 0, which was never published"),
        (-1, '"version" must be a whole number, such as 1, not -1.'),
        ("1", "must be a whole number, such as 1, not '1'."),
        (True, "must be a whole number"),
        (1.0, "must be a whole number"),
        (None, "must be a whole number"),
    ],
)
def test_versions_that_can_not_be_read(version: Any, message: str) -> None:
    text = json.dumps({"format": "weft", "version": version, "nodes": {}})
    assert message in refusal(text).message


def test_a_future_file_says_how_to_open_it() -> None:
    text = json.dumps({"format": "weft", "version": 99, "nodes": "who knows"})
    assert "Update Weft" in refusal(text).hint


# --- Bad input ---


def refusal(text: str) -> WorkflowFileError:
    with pytest.raises(WorkflowFileError) as caught:
        parse_workflow(text)
    assert caught.value.message.endswith(".")
    return caught.value


def test_a_file_cut_off_anywhere_gets_a_sentence(tmp_path: Path) -> None:
    whole = SMALL.encode()
    path = tmp_path / "w.weft.json"
    for length in range(len(whole.rstrip())):
        path.write_bytes(whole[:length])
        with pytest.raises(WorkflowFileError) as caught:
            load_workflow(path)
        message = caught.value.message
        assert str(path) in message
        assert "empty" in message or "breaks off" in message or "not text in UTF-8" in message


@given(st.binary(max_size=60))
def test_arbitrary_bytes_get_a_sentence(tmp_path_factory: Any, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "noise.weft.json"
    path.write_bytes(data)
    with pytest.raises(WorkflowFileError):
        load_workflow(path)


@given(st.data())
def test_one_changed_byte_never_gives_a_traceback(data: st.DataObject) -> None:
    raw = bytearray(SMALL.encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        text = raw.decode()
        workflow = parse_workflow(text)
    except (UnicodeDecodeError, WorkflowFileError):
        return
    assert format_workflow(workflow) == text


@given(st.data())
def test_any_value_in_any_place_never_gives_a_traceback(data: st.DataObject) -> None:
    """Put arbitrary JSON in the place of some value of a good file."""
    content = json.loads(SMALL)
    place: Any = content
    while True:
        key = data.draw(
            st.sampled_from(sorted(place) if isinstance(place, dict) else [*range(len(place))])
        )
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(JSON)
    try:
        workflow = parse_workflow(json.dumps(content))
    except WorkflowFileError:
        return
    changed, _ = Describe("x").apply(workflow, CATALOG)
    assert parse_workflow(format_workflow(changed)) == changed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The file is empty."),
        (" \n\t", "The file is empty."),
        ("\ufeff", "The file is empty."),
        ("hello there", "This is not JSON: Expecting value at line 1, column 1."),
        ("{'format': 'weft'}", "This is not JSON: Expecting property name"),
        ('{"format": "weft"} more', "This is not JSON: Extra data at line 1, column 20."),
        ("[]", "A workflow is a JSON object, not a list."),
        ('"weft"', "A workflow is a JSON object, not text."),
        ("12", "A workflow is a JSON object, not a number."),
        ("null", "A workflow is a JSON object, not nothing."),
        ("true", "A workflow is a JSON object, not true or false."),
        ("{}", 'This is JSON but not a workflow: it has no "format": "weft".'),
        ('{"a": 1}', 'This is JSON but not a workflow: it has no "format": "weft".'),
        ('{"format": "comfy"}', '"format" must be "weft", not "comfy".'),
        ('{"last_node_id": 3, "nodes": []}', "This looks like a ComfyUI workflow"),
        ('{"3": {"class_type": "KSampler"}}', "This looks like a ComfyUI workflow"),
        ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
        ('{"a":' * 990 + "1" + "}" * 990, "nested too deeply"),
        ('{"format": NaN}', "NaN is not a JSON number"),
        ('{"format": -Infinity}', "-Infinity is not a JSON number"),
        ('{"format": 1e999}', "1e999 is too large a number"),
        ('{"format": ' + "9" * 5000 + "}", "This is not JSON that Weft can read"),
        ('{"format": "weft", "format": "weft"}', '"format" is given twice'),
    ],
)
def test_text_that_is_no_workflow(text: str, message: str) -> None:
    assert message in refusal(text).message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nodes": None}, '"nodes" must be an object, not nothing'),
        ({"nodes": []}, '"nodes" must be an object, not a list'),
        ({"name": 3}, '"name" must be text, not a number'),
        ({"description": []}, '"description" must be text, not a list'),
        ({"made_with": "x"}, '"made_with" must be an object, not text'),
        ({"layout": []}, '"layout" must be an object, not a list'),
        ({"layout": None}, '"layout" must be an object, not nothing'),
        ({"layout": {"nodes": []}}, '"layout.nodes" must be an object, not a list'),
        ({"layout": {"frames": {}}}, '"layout.frames" must be a list, not an object'),
        ({"layout": {"notes": "hi"}}, '"layout.notes" must be a list, not text'),
        ({"nodes": {"a": []}}, 'the node "a" must be an object, not a list'),
        ({"nodes": {"a": {}}}, 'the node "a" must have a "type" that is text'),
        ({"nodes": {"a": {"type": 1}}}, 'the node "a" must have a "type" that is text'),
        ({"nodes": {"a b": {"type": "x"}}}, 'the node id "a b" may hold only'),
        ({"nodes": {"": {"type": "x"}}}, 'the node id "" may hold only'),
        ({"nodes": {"a\n": {"type": "x"}}}, "may hold only letters"),
        (
            {"nodes": {"a": {"type": "x", "state": "off"}}},
            'the "state" of the node "a" must be one of active, muted, bypassed',
        ),
        ({"nodes": {"a": {"type": "x", "state": []}}}, 'the "state" of the node "a"'),
        ({"nodes": {"a": {"type": "x", "params": []}}}, 'the "params" of the node "a" must be an'),
        ({"nodes": {"a": {"type": "x", "inputs": 1}}}, 'the "inputs" of the node "a" must be an'),
        (
            {"nodes": {"a": {"type": "x", "inputs": {"p": "b"}}}},
            'the input "p" of the node "a" must be a link such as "sampler.latent", not "b"',
        ),
        ({"nodes": {"a": {"type": "x", "inputs": {"p": ["b", 0]}}}}, 'not ["b", 0]'),
        ({"nodes": {"a": {"type": "x", "inputs": {"p": {}}}}}, "not {}"),
        ({"nodes": {"a": {"type": "x", "inputs": {"p": None}}}}, "not null"),
        ({"nodes": {"a": {"type": "x", "inputs": {"p": ".b"}}}}, 'not ".b"'),
        ({"nodes": {"a": {"type": "x", "inputs": {"p": "b."}}}}, 'not "b."'),
        ({"nodes": {"a": {"type": "x", "inputs": {"p": "b c.d"}}}}, 'not "b c.d"'),
    ],
)
def test_the_wrong_shape_is_named_with_its_place(change: dict[str, Any], message: str) -> None:
    data = {"format": "weft", "version": 1, "nodes": {}, **change}
    error = refusal(json.dumps(data))
    assert error.message.startswith("The file has the wrong shape: ")
    assert message in error.message


def test_all_that_is_wrong_is_told_at_once() -> None:
    nodes = {"a": [], "b": {"type": "x", "state": "off", "inputs": {"p": 3, "q": 4}}}
    message = refusal(
        json.dumps({"format": "weft", "version": 1, "name": 0, "nodes": nodes})
    ).message
    for part in ('"name"', 'node "a"', '"state"', 'input "p"', 'input "q"'):
        assert part in message


def test_a_duplicate_link_is_refused() -> None:
    text = SMALL.replace('"first": "a.value"', '"first": "a.value", "first": "b.value"')
    error = refusal(text)
    assert error.message == 'nodes.b.inputs: "first" is given twice ("a.value", "b.value").'
    assert "an input takes one link" in error.hint


def test_a_link_may_name_a_port_with_dots() -> None:
    assert Link.parse("a.b.c") == Link("a", "b.c")


def load_refusal(path: Path) -> WorkflowFileError:
    with pytest.raises(WorkflowFileError) as caught:
        load_workflow(path)
    assert str(path) in caught.value.message
    return caught.value


def test_a_folder_is_no_workflow(tmp_path: Path) -> None:
    assert "This is a folder; a workflow is a file." in load_refusal(tmp_path).message


def test_a_missing_file_gets_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "portrait.weft.json").write_text(SMALL, encoding="utf-8")
    error = load_refusal(tmp_path / "potrait.weft.json")
    assert "There is no such file." in error.message
    assert error.hint == 'Did you mean "portrait.weft.json"?'
    error = load_refusal(tmp_path / "nowhere" / "x.weft.json")
    assert error.hint == f'There is no folder "{tmp_path / "nowhere"}" either.'


@pytest.mark.parametrize("name", ["x" * 5000, "file.txt/inside", "\0"])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("")
    load_refusal(tmp_path / name)


def test_a_binary_file_is_no_workflow(tmp_path: Path) -> None:
    path = tmp_path / "model.weft.json"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert "not text in UTF-8 (byte 0), so it is no workflow." in load_refusal(path).message


def test_a_file_without_end_is_not_read_whole() -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("this system has no endless file")
    assert "too large for a workflow" in load_refusal(endless).message


# --- Saving ---

FULL_DISK = """
import resource, sys
from graph_engine import load_workflow, save_workflow
from graph_engine.edits import Describe
from graph_engine import Catalog
workflow = load_workflow(sys.argv[1])
workflow, _ = Describe("x" * 100_000).apply(workflow, Catalog(()))
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    save_workflow(workflow, sys.argv[1])
except OSError as error:
    print(type(error).__name__, error.errno)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "w.weft.json"
    path.write_text(SMALL, encoding="utf-8")
    outcome = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=True
    )
    assert outcome.stdout.startswith("OSError"), outcome
    assert path.read_text(encoding="utf-8") == SMALL
    assert os.listdir(tmp_path) == ["w.weft.json"]  # noqa: PTH208 - every name, hidden ones too


def test_saving_makes_the_folder_and_replaces_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "w.weft.json"
    save(parse_workflow(SMALL), path)
    save(workflow_of("Other"), path)
    assert load_workflow(path).name == "Other"
    assert [file.name for file in path.parent.iterdir()] == ["w.weft.json"]


def test_saving_through_a_link_keeps_the_link_and_the_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real.weft.json", tmp_path / "link.weft.json"
    save(parse_workflow(SMALL), real)
    real.chmod(0o640)
    link.symlink_to(real)
    save(Workflow(name="new"), link)
    assert link.is_symlink()
    assert load_workflow(real).name == "new"
    assert real.stat().st_mode & 0o777 == 0o640
