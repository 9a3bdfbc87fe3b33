"""The crash guard: errors in slots, handlers and painting are shown once and end nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QPushButton,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.dialogs.crash_guard import Crash, CrashGuard, install_crash_guard
from app.dialogs.crash_report import CrashDialog

LEFT = Qt.MouseButton.LeftButton


class Broken(QWidget):
    """Whatever happens to it goes wrong, if it is told to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setGeometry(0, 0, 80, 40)
        self.wrong = ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.drawLine(0, 0, 5, 5)
        if self.wrong == "paint":
            raise RuntimeError("no paint left")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        raise KeyError("key")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.User:
            raise ValueError("filtered")
        return False


class BrokenItem(QGraphicsItem):
    def __init__(self, broken: Broken) -> None:
        super().__init__()
        self.broken = broken

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return QRectF(0, 0, 10, 10)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        if self.broken.wrong == "item":
            raise LookupError("no node")


def run_events() -> None:
    """Let Qt run, as a started application does: in an event loop, not called step by step."""
    loop = QEventLoop()
    QTimer.singleShot(5, loop.quit)
    loop.exec()


@pytest.fixture
def crashes() -> Iterator[list[Crash]]:
    told: list[Crash] = []
    guard: CrashGuard = install_crash_guard(told.append)
    yield told
    guard.remove()


def in_a_slot(broken: Broken) -> None:
    button = QPushButton(broken)
    button.clicked.connect(lambda: int("no number"))
    QTest.mouseClick(button, LEFT)


def in_a_key_handler(broken: Broken) -> None:
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    QApplication.postEvent(broken, press)


def in_a_filter(broken: Broken) -> None:
    other = QWidget(broken)
    other.installEventFilter(broken)
    QApplication.postEvent(other, QEvent(QEvent.Type.User))


def in_painting(broken: Broken) -> None:
    broken.wrong = "paint"
    broken.update()


def in_a_timer(broken: Broken) -> None:
    QTimer.singleShot(0, lambda: 1 // 0)


def in_an_item(broken: Broken) -> None:
    scene = QGraphicsScene(broken)
    broken.wrong = "item"
    scene.addItem(BrokenItem(broken))
    view = QGraphicsView(scene, broken)
    view.show()


def in_a_thread(broken: Broken) -> None:
    nothing: dict[str, int] = {}
    thread = threading.Thread(target=lambda: nothing["x"])
    thread.start()
    thread.join()


@pytest.mark.parametrize(
    "go_wrong",
    [in_a_slot, in_a_key_handler, in_a_filter, in_painting, in_a_timer, in_an_item, in_a_thread],
)
def test_an_error_is_shown_once_and_ends_nothing(
    host: QWidget,
    application: QApplication,
    crashes: list[Crash],
    go_wrong: Callable[[Broken], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = Broken(host)
    broken.show()
    application.processEvents()
    for _ in range(2):
        go_wrong(broken)
        run_events()
    assert len(crashes) == 1
    assert crashes[0].sentence.startswith("Weft could not finish what it was doing (")
    assert go_wrong.__name__ in crashes[0].details or "in " in crashes[0].details
    assert "Traceback" in capsys.readouterr().err
    broken.wrong = ""
    # A painter that went wrong was let go, so that the window can still be painted.
    assert not host.grab().isNull()
    assert host.isVisible()


def test_different_errors_are_shown_each(
    host: QWidget, application: QApplication, crashes: list[Crash]
) -> None:
    broken = Broken(host)
    for go_wrong in (in_a_slot, in_a_key_handler, in_a_slot):
        go_wrong(broken)
        run_events()
    kinds = [crash.sentence.split("(")[1].split(":")[0] for crash in crashes]
    assert kinds == ["ValueError", "KeyError"]


def test_the_report_can_be_copied_and_the_document_saved(host: QWidget) -> None:
    dialog = CrashDialog(host, Crash("Weft could not finish.", "Traceback …\nKeyError: 'x'"))
    wanted: list[bool] = []
    dialog.save_wanted.connect(lambda: wanted.append(True))
    dialog.show()
    assert not dialog.isModal()
    assert not dialog.details.isVisible()
    QTest.mouseClick(dialog.fold, LEFT)
    assert dialog.details.isVisible()
    QTest.mouseClick(dialog.copy, LEFT)
    copied = QGuiApplication.clipboard().text()
    assert "PySide6" in copied
    assert copied.endswith("KeyError: 'x'")
    QTest.mouseClick(dialog.save, LEFT)
    assert wanted == [True]
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert host.isVisible()
