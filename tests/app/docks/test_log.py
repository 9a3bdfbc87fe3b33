"""The dock Log: lines with their time, in any pieces, bounded, copied whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.docks.log import LogDock
from app.docks.log_lines import MOST_CHARACTERS, MOST_LINES, LogLines
from app.look.style import apply_style
from app.look.theme import Theme


@pytest.fixture
def dock(application: QApplication) -> Iterator[LogDock]:
    apply_style(application, Theme.load("dark"), 100)
    made = LogDock()
    made.resize(420, 120)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_lines_come_in_any_pieces() -> None:
    log = LogLines(clock=lambda: 0.0)
    new = [
        line.text
        for piece in ("one\ntw", "o\n\n", " 10%\r 90%\r\nrest")
        for line in log.write(piece)
    ]
    assert new == ["one", "two", " 90%"]
    assert [line.text for line in log.write("\n")] == ["rest"]


def test_the_log_is_bounded() -> None:
    log = LogLines()
    for number in range(MOST_LINES + 5):
        list(log.write(f"{number}\n"))
    assert (len(log.lines), log.lines[0].text) == (MOST_LINES, "5")
    list(log.write("x" * 100_000))
    assert len(log.lines[-1].text) == MOST_CHARACTERS + 1
    assert [line.text for line in log.write("after\n")] == ["after"]


def test_what_engine_and_studio_say_is_shown_and_copied(dock: LogDock) -> None:
    assert dock.nothing.isVisible()
    dock.say("The queue is paused.")
    dock.write("weft: a pack can't be loaded\n")
    assert dock.view.isVisible()
    first, second = dock.view.toPlainText().splitlines()
    assert first.endswith("  The queue is paused.")
    assert second.endswith("  weft: a pack can't be loaded")
    said: list[str] = []
    dock.said.connect(said.append)
    dock.copy_button.click()
    copied = QApplication.clipboard().text()
    assert "studio: The queue is paused.\n" in copied
    assert "engine: weft: a pack can't be loaded\n" in copied
    assert said
    dock.clear_button.click()
    assert dock.nothing.isVisible()


def test_the_end_stays_in_view_unless_somebody_reads(dock: LogDock) -> None:
    for number in range(100):
        dock.write(f"line {number}\n")
    bar = dock.view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    bar.setValue(3)
    dock.write("one more\n")
    assert bar.value() == 3


def test_the_lines_follow_the_theme(dock: LogDock, application: QApplication) -> None:
    dock.write("a line\n")
    before = dock.view.toPlainText()
    apply_style(application, Theme.load("light"), 100)
    QApplication.processEvents()
    assert dock.view.toPlainText() == before
    last = dock.view.document().lastBlock().begin().fragment().charFormat()
    assert last.foreground().color() == Theme.load("light").colour("text.tertiary")


def test_escape_leaves(dock: LogDock) -> None:
    left: list[None] = []
    dock.left.connect(lambda: left.append(None))
    dock.say("Something.")
    QTest.keyClick(dock.view, Qt.Key.Key_Escape)
    assert left == [None]
