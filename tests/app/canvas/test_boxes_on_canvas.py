"""Frames and notes: painted from what the file says, whatever it says."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsScene

from app.canvas.frame_item import FrameItem
from app.canvas.note_item import NoteItem
from app.look.theme import Theme

Json = Any


@pytest.fixture
def theme(application: QApplication) -> Theme:
    return Theme.load("dark")


def painted(item: QGraphicsItem, zoom: float = 1.0) -> QImage:
    scene = QGraphicsScene()
    scene.addItem(item)
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#1B1C1F"))
    painter = QPainter(image)
    scene.render(painter, QRectF(0, 0, 300 * zoom, 200 * zoom), QRectF(0, 0, 300, 200))
    painter.end()
    scene.removeItem(item)
    return image


def frame(theme: Theme, **more: Json) -> FrameItem:
    return FrameItem({"title": "Guide", "at": [20, 30], "size": [200, 120], **more}, theme)


def note(theme: Theme, text: Json, **more: Json) -> NoteItem:
    return NoteItem({"text": text, "at": [20, 30], "size": [200, 120], **more}, theme)


def test_a_frame_is_held_by_its_title_bar_only(theme: Theme) -> None:
    item = frame(theme)
    assert item.sceneBody() == QRectF(20, 30, 200, 120)
    assert item.contains(item.title_rect.center())
    assert not item.contains(item.sceneBody().center() - item.pos())
    assert item.grip.bottomRight() == QRectF(0, 0, 200, 120).bottomRight()


def test_colours_titles_and_sizes_show(theme: Theme) -> None:
    plain = painted(frame(theme))
    for more in ({"colour": "Control"}, {"title": "Other"}, {"size": [180, 120]}):
        assert painted(frame(theme, **more)) != plain
    assert painted(frame(theme, colour="no such colour")) == plain
    light = frame(theme)
    light.set_theme(Theme.load("light"))
    assert painted(light) != plain


def test_the_smaller_frame_lies_over_the_larger(theme: Theme) -> None:
    outer = frame(theme, size=[2000, 1500])
    assert frame(theme).zValue() > outer.zValue()


def test_a_note_shows_its_markdown_and_takes_html_literally(theme: Theme) -> None:
    plain = painted(note(theme, "Try this"))
    assert painted(note(theme, "**Try** this")) != plain
    assert painted(note(theme, "# Try this")) != plain
    picture = painted(note(theme, "<img src='file:///etc/hostname'>"))
    assert picture != painted(note(theme, "x"))


def test_a_note_is_laid_out_anew_only_when_it_changes(theme: Theme) -> None:
    item = note(theme, "some words that are long enough to break at the end of a line")
    before = painted(item)
    assert painted(item) == before
    item.show_rect(QRectF(20, 30, 110, 120))
    narrow = painted(item)
    assert narrow != before
    item.show_box({"text": "other", "at": [20, 30], "size": [110, 120]})
    assert painted(item) != narrow


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.3, 0.2])
def test_boxes_paint_at_every_distance(theme: Theme, zoom: float) -> None:
    empty = QImage(300, 200, QImage.Format.Format_RGB32)
    empty.fill(QColor("#1B1C1F"))
    assert painted(frame(theme), zoom) != empty
    assert painted(note(theme, "words"), zoom) != empty


@pytest.mark.parametrize("box", [None, 3, {}, {"at": "x"}, {"at": [1]}, {"title": 5, "text": []}])
def test_what_the_file_does_not_say_usably_is_not_seen(theme: Theme, box: Json) -> None:
    assert not FrameItem(box, theme).isVisible()
    assert not NoteItem(box, theme).isVisible()
    item = frame(theme)
    item.show_box(box)
    assert not item.isVisible()
