"""JSON recovery: good JSON reads as ever, broken JSON as far as it goes, each flaw with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine.json_recovery import MAX_FLAWS, recover_json
from tests.graph_engine.texts import JSON, workflow_texts


@given(workflow_texts())
def test_good_json_reads_as_ever(text: str) -> None:
    assert recover_json(text) == (json.loads(text.removeprefix("\ufeff")), ())


@given(workflow_texts(), st.data())
def test_text_cut_off_anywhere_gives_what_was_whole_by_then(text: str, data: st.DataObject) -> None:
    whole = json.loads(text.removeprefix("\ufeff"))
    length = data.draw(st.integers(0, len(text.rstrip()) - 1))
    part, flaws = recover_json(text[:length])
    assert len(flaws) == 1
    assert "breaks off" in flaws[0].message
    assert part is None or is_part(part, whole)


def is_part(part: Any, whole: Any) -> bool:
    """Whether the part holds only what the whole holds, in the same order."""
    if isinstance(part, dict):
        return list(part) == list(whole)[: len(part)] and all(
            is_part(value, whole[key]) for key, value in part.items()
        )
    if isinstance(part, list):
        return all(is_part(one, other) for one, other in zip(part, whole, strict=False))
    return json.dumps(part) == json.dumps(whole)


@given(st.text(max_size=40) | st.text(alphabet='{}[],:"\\ \n1a/*#', max_size=30))
def test_any_text_is_read_without_a_traceback(text: str) -> None:
    data, flaws = recover_json(text)
    json.dumps(data, allow_nan=False)
    assert flaws or json.loads(text.removeprefix("\ufeff")) == data


@given(JSON, st.integers(0, 200), st.text(alphabet='{}[],:"\\ \n1a/*#', max_size=2))
def test_text_put_in_anywhere_is_read_without_a_traceback(data: Any, at: int, odd: str) -> None:
    text = json.dumps(data)
    found, _ = recover_json(text[:at] + odd + text[at:])
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "data", "flaws"),
    [
        ("", None, ["1:1 the text breaks off here."]),
        ('{"a": [1, {"b": 2', {"a": [1, {}]}, ["1:17 the text breaks off here."]),
        ('{"a": 1,\n "b": "c', {"a": 1}, ["2:7 the text breaks off: these quotes are never closed."]),
        ('{"a": [1,], "b": 2,\n}', {"a": [1], "b": 2},
         ["1:9 there is a comma too many.", "1:19 there is a comma too many."]),
        ('{"a": 1 "b": [1 2]}', {"a": 1, "b": [1, 2]},
         ["1:9 a comma is missing here.", "1:17 a comma is missing here."]),
        ('{"a": 1, // one\n/* two\n*/ "b": 2} # three', {"a": 1, "b": 2},
         ["1:10 JSON has no comments; it is left out.",
          "2:1 JSON has no comments; it is left out.",
          "3:12 JSON has no comments; it is left out."]),
        ("{'a': 'it\\'s'}", {"a": "it's"},
         ["1:2 text must stand in double quotes, not in single ones.",
          "1:7 text must stand in double quotes, not in single ones."]),
        ('{"a": "C:\\Users\\x"}', {"a": "C:\\Users\\x"},
         ["1:10 this backslash begins nothing that JSON knows.",
          "1:16 this backslash begins nothing that JSON knows."]),
        ('{"a": "x\ty"}', {"a": "x\ty"}, ["1:9 a control character (U+0009) stands here."]),
        ('{"a": 1, "a": 2}', {"a": 2},
         ['1:10 "a" stands here a second time; the last value counts.']),
        ("{a: 1}", {"a": 1}, ["1:2 a name must stand in double quotes."]),
        ('{"a": True}', {"a": True}, ['1:7 JSON does not know "True".']),
        ('{"a": NaN, "b": .5}', {"a": None, "b": 0.5},
         ['1:7 "NaN" is not a JSON number.', '1:17 ".5" is not a JSON number.']),
        ('{"a": 1} and more', {"a": 1},
         ["1:10 something follows after the end of the JSON; it is left out."]),
        ('{"a" 1}', {}, ["1:6 a \":\" is expected here, not '1'."]),
        ('{"a": 1, "b": @}', {"a": 1}, ["1:15 a value is expected here, not '@'."]),
        ("\x89PNG", None, ["1:1 a value is expected here, not '\\x89'."]),
    ],
)  # fmt: skip
def test_each_flaw_has_its_place(text: str, data: Any, flaws: list[str]) -> None:
    found, noted = recover_json(text)
    assert found == data
    assert [f"{flaw.line}:{flaw.column} {flaw.message}" for flaw in noted] == flaws


def test_deep_and_many_flaws_end_somewhere() -> None:
    data, flaws = recover_json("[" * 100_000)
    assert (data is not None, flaws[0].message) == (
        True,
        "this is nested too deeply for a workflow.",
    )
    data, flaws = recover_json("[" + "1," * 100 + ",".join(["NaN"] * 1000) + "]")
    assert (len(data), len(flaws)) == (1100, MAX_FLAWS)
