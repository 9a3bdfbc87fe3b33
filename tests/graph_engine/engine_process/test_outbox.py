"""Outbox: the newest of pictures and progress, everything else in its order, nobody waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from graph_engine.events import (
    Event,
    NodeFinished,
    NodePicture,
    NodePreview,
    NodeProgress,
    NodeStarted,
)
from graph_engine.hosts.engine_process import outbox, shared_files
from graph_engine.hosts.engine_process.frames import FrameReader, encode_frame
from graph_engine.hosts.engine_process.kinds import TOLD
from graph_engine.hosts.engine_process.messages import News
from graph_engine.hosts.engine_process.outbox import MOST_PER_SECOND, Outbox
from graph_engine.hosts.engine_process.shared_files import SharedFiles, take_file
from graph_engine.hosts.engine_process.wire import read_message


@dataclass
class Post:
    """An outbox whose time and whose writing the test decides about."""

    files: SharedFiles
    now: float = 0.0
    written: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.box = Outbox(self.written.append, self.files, clock=lambda: self.now)

    def sent(self) -> list[Any]:
        """What is written by now: events, their files, and frames as data."""
        while self.box.write_next():
            pass
        frames = FrameReader().feed(b"".join(self.written))
        self.written.clear()
        return [_content(frame) for frame in frames]

    def wait(self, seconds: float) -> None:
        self.now += seconds


def _content(frame: Any) -> Any:
    if frame["kind"] != "News":
        return frame
    _, message = read_message(frame, TOLD)
    assert isinstance(message, News)
    return (message.event, message.file) if message.file else message.event


@pytest.fixture
def post() -> Iterator[Post]:
    files = SharedFiles()
    yield Post(files)
    files.remove()
    assert not files.folder.exists()


def preview(step: int, size: int = 3, node: str = "a") -> NodePreview:
    return NodePreview(node, step, 9, bytes(size))


def picture(index: int, size: int) -> NodePicture:
    return NodePicture("a", index, 9, size, 1, 1, bytes(range(251)) * (size // 251 + 1))


def test_news_come_in_their_order(post: Post) -> None:
    events: list[Event] = [
        NodeStarted("a", "A"),
        NodeProgress("a", 1, 2),
        preview(1),
        picture(0, 4),
        NodeFinished("a", "ran", 0.5, {"unet_evaluations": 4}),
    ]
    for event in events:
        post.box.tell(3, event)
    assert post.sent() == events


def test_only_the_newest_of_what_waits_is_sent(post: Post) -> None:
    for step in range(5):
        post.box.tell(1, NodeProgress("a", step, 9))
        post.box.tell(1, preview(step))
        post.box.tell(1, preview(step, node="b"))
        post.box.tell(2, preview(step))
    assert post.sent() == [NodeProgress("a", 4, 9), preview(4), preview(4, node="b"), preview(4)]


def test_previews_are_at_most_so_many_a_second(post: Post) -> None:
    seen: list[Any] = []
    for step in range(1000):
        post.box.tell(1, preview(step))
        seen += post.sent()
        post.wait(0.001)
    assert MOST_PER_SECOND <= len(seen) <= MOST_PER_SECOND + 1
    assert seen == sorted(seen, key=lambda event: event.step)


def test_the_last_one_is_seen_before_its_node_is_done(post: Post) -> None:
    post.box.tell(1, preview(1))
    assert post.sent() == [preview(1)]
    post.box.tell(1, preview(2))
    assert post.sent() == []
    post.box.tell(1, NodeFinished("a", "ran"))
    assert post.sent() == [preview(2), NodeFinished("a", "ran")]


def test_a_preview_that_is_not_due_holds_up_nobody(post: Post) -> None:
    for step in (1, 2):
        post.box.tell(1, preview(step))
        post.sent()
    post.box.put(7, encode_frame({"kind": "Planned"}))
    assert post.sent() == [{"kind": "Planned"}]
    post.wait(1.0)
    assert post.sent() == [preview(2)]


def test_large_pictures_go_by_a_file(post: Post) -> None:
    large = picture(0, 100_000)
    post.box.tell(1, large)
    post.box.tell(1, preview(1, 100_000))
    (shown, file), (thumbnail, other) = post.sent()
    assert (shown.width, shown.pixels, thumbnail.picture) == (100_000, b"", b"")
    assert take_file(post.files.folder, file) == large.pixels
    assert take_file(post.files.folder, other) == bytes(100_000)
    assert list(post.files.folder.iterdir()) == []


def test_the_oldest_pictures_go_when_nobody_reads(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_BYTES_WAITING", 25_000)
    post.box.tell(1, NodeStarted("a", "A"))
    for index in range(9):
        post.box.tell(1, picture(index, 10_000))
    started, *pictures = post.sent()
    assert started == NodeStarted("a", "A")
    assert [event.index for event in pictures] == [7, 8]
    post.box.tell(1, picture(0, 50_000))
    assert [event.index for event in post.sent()] == [0]


def test_pictures_without_room_are_left_out(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shared_files, "MOST_BYTES", 150_000)
    for index in range(2):
        post.box.tell(1, picture(index, 100_000))
    post.box.tell(1, NodeFinished("a", "ran"))
    shown, finished = post.sent()
    assert shown[0].index == 0
    assert finished == NodeFinished("a", "ran")
    assert "does not take the files" in caplog.text
    caplog.clear()


def test_what_can_not_be_written_harms_no_other(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.box.tell(1, NodeFinished("a", "ran", counts={(): 1}))  # type: ignore[dict-item]
    post.box.tell(1, NodeFinished("b", "ran"))
    assert post.sent() == [NodeFinished("b", "ran")]
    assert "left out" in caplog.text
    caplog.clear()


# --- Shared files ---


@pytest.mark.parametrize("name", ["", ".raw", "../1.raw", "/etc/passwd", "1", "1.raw/../2.raw"])
def test_only_shared_files_are_taken(post: Post, name: str) -> None:
    post.files.put(b"a")
    with pytest.raises((ValueError, OSError)):
        take_file(post.files.folder, name)
    assert len(list(post.files.folder.iterdir())) == 1


def test_nothing_is_put_after_the_end(post: Post) -> None:
    post.files.put(b"a")
    post.files.remove()
    with pytest.raises(OSError, match="does not take"):
        post.files.put(b"a")


def test_only_engine_folders_are_removed(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    shared_files.remove_folder(tmp_path / "pictures")
    assert (tmp_path / "pictures").exists()
