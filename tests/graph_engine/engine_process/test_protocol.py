"""The protocol: frames in any pieces, messages with every field checked."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine.check import Problem
from graph_engine.events import (
    Event,
    NodeFailed,
    NodeFinished,
    NodePicture,
    NodePreview,
    NodeProgress,
    RunStarted,
)
from graph_engine.hosts.engine_process import frames
from graph_engine.hosts.engine_process.frames import FrameError, FrameReader, encode_frame
from graph_engine.hosts.engine_process.kinds import ANSWERS, ASKS, TOLD
from graph_engine.hosts.engine_process.messages import (
    Check,
    Checked,
    Describe,
    Failed,
    Fits,
    JobEnded,
    MakePlan,
    Models,
    News,
    RunJob,
    StopJob,
)
from graph_engine.hosts.engine_process.wire import MessageError, message_data, read_message
from graph_engine.model_files import FoundModel

MODEL = FoundModel(
    name="a",
    kind="checkpoint",
    family="sd1",
    prediction_type="epsilon",
    task="text",
    layout="file",
    path="/a",
    bytes=3,
    parts=("unet", "vae"),
    problem="",
    hint="",
    thumbnail="",
)


def length_of_frame(length: int) -> bytes:
    return struct.pack(">I", length)


# --- Frames ---


@given(
    st.lists(st.dictionaries(st.text(), st.integers() | st.text()), max_size=5),
    st.lists(st.integers(1, 40), min_size=1),
)
def test_frames_come_in_any_pieces(messages: list[dict[str, Any]], sizes: list[int]) -> None:
    stream = b"".join(map(encode_frame, messages))
    reader, at = FrameReader(), 0
    found: list[dict[str, Any] | FrameError] = []
    while at < len(stream):
        size = sizes[at % len(sizes)]
        found += reader.feed(stream[at : at + size])
        at += size
    assert found == messages


@pytest.mark.parametrize("text", [b"", b"{", b"3", b"[]", b"\xff\xfe", b"[" * 10_000])
def test_a_frame_that_is_no_json_object_harms_no_other(text: bytes) -> None:
    stream = length_of_frame(len(text)) + text + encode_frame({"a": 1})
    wrong, right = FrameReader().feed(stream)
    assert isinstance(wrong, FrameError)
    assert right == {"a": 1}


def test_a_frame_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MAX_BYTES", 100)
    reader = FrameReader()
    found: list[dict[str, Any] | FrameError] = []
    stream = length_of_frame(1000) + b"x" * 1000 + encode_frame({"a": 1})
    for at in range(0, len(stream), 64):
        found += reader.feed(stream[at : at + 64])
    assert isinstance(found[0], FrameError)
    assert found[1:] == [{"a": 1}]
    with pytest.raises(FrameError, match="larger than"):
        encode_frame({"a": "x" * 100})


def test_long_messages_are_packed() -> None:
    data = {"text": "a workflow of a thousand nodes " * 10_000}
    frame = encode_frame(data)
    assert len(frame) < 20_000
    assert list(FrameReader().feed(frame)) == [data]


@pytest.mark.parametrize(
    "body", [zlib.compress(b" " * 2000), zlib.compress(b"{}")[:-3], b"\x78 no zlib", b"\x78"]
)
def test_a_packed_message_is_bounded_and_whole(
    body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "MAX_BYTES", 1000)
    (found,) = FrameReader().feed(length_of_frame(len(body)) + body)
    assert isinstance(found, FrameError)


def test_what_is_no_json_is_written_as_text() -> None:
    @dataclass
    class Odd:
        def __str__(self) -> str:
            return "odd"

    (data,) = FrameReader().feed(encode_frame({"value": Odd()}))
    assert data == {"value": "odd"}


# --- Messages ---


@pytest.mark.parametrize(
    "ask",
    [
        Describe(),
        Check("a", 1, "{}", "/folder"),
        MakePlan("a", 2, "{}", "", ("x", "y")),
        Fits("{}", "", "a", "b", True),
        RunJob("j", "{}", "/folder", ("a",), False),
        StopJob("j"),
    ],
)
def test_asks_are_read_back(ask: Any) -> None:
    assert read_message(json.loads(json.dumps(message_data(7, ask))), ASKS) == (7, ask)


@pytest.mark.parametrize(
    "answer",
    [
        Failed("no", "because"),
        Checked("a", 1, (Problem("wrong", "n", severity="warning"),), {"n": {"out": {"x": 1}}}),
        Models((MODEL,), ("/a", "/b"), ()),
        JobEnded("j", "failed", 0.5, 3, {"a": {"images": ["b"]}}, {}, {}, (Problem("wrong"),)),
    ],
)
def test_answers_are_read_back(answer: Any) -> None:
    assert read_message(json.loads(json.dumps(message_data(7, answer))), ANSWERS) == (7, answer)


@pytest.mark.parametrize(
    "event",
    [
        RunStarted(("a",), ("b", "c")),
        NodeProgress("a", 1, 2),
        NodePreview("a", 1, 2, bytes(range(256))),
        NodePicture("a", 0, 1, 2, 1, 3, b"abcdef"),
        NodeFinished("a", "resumed", 1.5, {"resumed_at_step": 3}),
        NodeFailed("a", {"message": "no"}),
    ],
)
def test_news_are_read_back(event: Event) -> None:
    news = News(event, "1.raw")
    assert read_message(json.loads(json.dumps(message_data(7, news))), TOLD) == (7, news)


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"kind": "Nothing", "body": {}},
        {"kind": "Problem", "body": {"message": "a"}},
        {"kind": [], "body": {}},
        {"kind": "NodeProgress", "body": {"node": "a", "done": "1", "total": 2}},
        {"kind": "NodePreview", "body": {"node": "a", "step": 1, "total": 2, "picture": "?"}},
        {"kind": "NodePreview", "body": {"node": "a", "step": 1, "total": 2, "picture": [1]}},
    ],
)
def test_what_is_no_news_is_refused(event: Any) -> None:
    with pytest.raises(MessageError):
        read_message({"number": 1, "kind": "News", "body": {"event": event}}, TOLD)


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ({}, 0),
        ({"number": "1", "kind": "Describe", "body": {}}, 0),
        ({"number": -1, "kind": "Describe", "body": {}}, 0),
        ({"number": True, "kind": "Describe", "body": {}}, 0),
        ({"number": 1, "kind": "Nothing", "body": {}}, 1),
        ({"number": 1, "kind": [], "body": {}}, 1),
        ({"number": 1, "kind": "Describe"}, 1),
        ({"number": 1, "kind": "Describe", "body": {"more": 1}}, 1),
        ({"number": 1, "kind": "Hello", "body": {}}, 1),
        ({"number": 1, "kind": "Check", "body": {"document": "a"}}, 1),
        ({"number": 1, "kind": "Check", "body": {"document": 1, "revision": 1, "text": ""}}, 1),
        ({"number": 1, "kind": "Check", "body": {"document": "", "revision": 1.0, "text": ""}}, 1),
        (
            {
                "number": 1,
                "kind": "MakePlan",
                "body": {"document": "", "revision": 1, "text": "", "targets": "ab"},
            },
            1,
        ),
    ],
)
def test_what_is_no_ask_is_refused(data: Any, number: int) -> None:
    with pytest.raises(MessageError) as refused:
        read_message(data, ASKS)
    assert refused.value.number == number
