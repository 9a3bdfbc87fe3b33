"""The picture editor: names, thumbnails, browsing, dropping and masks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.editors.context import EditorContext
from app.editors.picture import PictureEditor
from app.editors.picture_files import list_files, name_in
from app.editors.thumbnails import Thumbnails, read_small
from graph_engine.hints import ImageFile, LatentFile
from tests.app.editors.conftest import Heard, MakeSpec, Stage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "inputs"
    (folder / "people").mkdir(parents=True)
    for name in ("peaks.png", "people/face.jpg"):
        image = QImage(60, 40, QImage.Format.Format_RGB32)
        image.fill(QColor("#804020"))
        assert image.save(str(folder / name))
    (folder / "notes.txt").write_text("no picture")
    (folder / "one.safetensors").write_bytes(b"")
    return folder


@pytest.fixture
def editor(
    stage: Stage, make_spec: MakeSpec, context: EditorContext, inputs: Path, heard: Heard
) -> PictureEditor:
    full = replace(context, picture_folders=(inputs,))
    made = stage.put(make_spec("str", "", ImageFile()), "peaks.png", full)
    assert isinstance(made, PictureEditor)
    heard.to(made)
    return made


def choose(editor: PictureEditor, text: str) -> None:
    QTest.mouseClick(editor, LEFT)
    popup = editor.popup
    assert popup is not None
    row = [row.text for row in popup.model.rows].index(text)
    at = popup.list.visualRect(popup.model.index(row)).center()
    QTest.mouseClick(popup.list.viewport(), LEFT, pos=at)


def test_files_are_named_below_their_folder(inputs: Path, tmp_path: Path) -> None:
    assert {name_in(file, (inputs,)) for file in list_files((inputs,))} == {
        "peaks.png",
        "people/face.jpg",
    }
    elsewhere = tmp_path / "else.png"
    assert name_in(elsewhere, (inputs,)) == str(elsewhere)


def test_a_picture_is_chosen(editor: PictureEditor, heard: Heard) -> None:
    choose(editor, "people/face.jpg")
    assert (editor.value, heard.ends) == ("people/face.jpg", ["finished"])
    assert editor.file is not None


def test_latents_have_a_list_of_their_own(
    stage: Stage, make_spec: MakeSpec, context: EditorContext, inputs: Path
) -> None:
    full = replace(context, picture_folders=(inputs,))
    editor = stage.put(make_spec("str", "", LatentFile()), "", full)
    assert isinstance(editor, PictureEditor)
    assert [row.text for row in editor.rows()] == ["one.safetensors", "Browse…"]


def test_browsing(editor: PictureEditor, tmp_path: Path, heard: Heard) -> None:
    asked: list[str] = []

    def ask(parent: QWidget, start: Path, endings: str) -> str:
        asked.append(endings)
        return str(tmp_path / "inputs" / "people" / "face.jpg")

    editor.ask_for_file = ask
    choose(editor, "Browse…")
    assert "*.png" in asked[0]
    assert editor.value == "people/face.jpg"


def test_a_dropped_picture_is_taken_and_other_files_are_not(
    editor: PictureEditor, inputs: Path
) -> None:
    for name, taken in (("notes.txt", False), ("people/face.jpg", True)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(inputs / name))])
        enter = QDragEnterEvent(
            QPoint(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
        )
        enter.ignore()
        QApplication.sendEvent(editor, enter)
        assert enter.isAccepted() == taken
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(editor, drop)
    assert editor.value == "people/face.jpg"


def test_thumbnails_come_later(context: EditorContext, inputs: Path) -> None:
    owner = QWidget()
    thumbnails = Thumbnails(16, owner)
    came: list[bool] = []
    thumbnails.loaded.connect(lambda: came.append(True))
    file, broken = inputs / "peaks.png", inputs / "notes.txt"
    assert thumbnails.get(file) is None
    assert thumbnails.get(broken) is None
    thumbnails.wait()
    QApplication.processEvents()
    pixmap = thumbnails.get(file)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (48, 32)
    assert thumbnails.get(broken) is None
    assert len(came) == 2
    target = QImage(20, 20, QImage.Format.Format_RGB32)
    painter = QPainter(target)
    thumbnails.paint(painter, target.rect().toRectF(), file, context.theme)
    painter.end()
    assert target.pixelColor(10, 10) == QColor("#804020")
    owner.deleteLater()


def test_a_widget_may_go_before_its_thumbnails_come(inputs: Path) -> None:
    owner = QWidget()
    thumbnails = Thumbnails(16, owner)
    for number in range(20):
        thumbnails.get(inputs / f"{number}.png")
    thumbnails.get(inputs / "peaks.png")
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    thumbnails.wait()
    QApplication.processEvents()
    assert not isValid(owner)


def test_a_small_picture_is_not_enlarged(inputs: Path) -> None:
    assert read_small(inputs / "peaks.png", 400).size().toTuple() == (60, 40)
    assert read_small(inputs / "gone.png", 400).isNull()


def test_a_mask_is_painted_over_a_picture(editor: PictureEditor, inputs: Path) -> None:
    choose(editor, "Paint a mask…")
    painter = editor.painter
    assert painter is not None
    canvas = painter.canvas
    QTest.mouseClick(canvas, LEFT, pos=canvas.to_widget(QPointF(30, 20)).toPoint())
    QTest.keyClick(painter, Qt.Key.Key_Return)
    written = inputs / editor.value
    assert written.name.startswith("peaks.mask-")
    stored = QImage(str(written))
    assert stored.pixelColor(30, 20) == QColor(0x80, 0x40, 0x20, 0)
    assert stored.pixelColor(1, 1) == QColor(0x80, 0x40, 0x20, 255)


def test_painting_goes_on_while_another_window_has_the_focus(
    editor: PictureEditor, heard: Heard
) -> None:
    editor.setFocus()
    choose(editor, "Paint a mask…")
    painter = editor.painter
    assert painter is not None
    assert QTest.qWaitForWindowActive(painter)
    QApplication.processEvents()
    assert heard.ends == []
    painter.reject()
    assert heard.ends == ["cancelled"]
