"""Fonts: what is on the screen follows the user's text scale at once, but for the canvas."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look.fonts import set_font
from app.look.style import apply_style
from app.look.theme import Theme, current_theme, font, text_scale


@pytest.fixture
def dress(application: QApplication) -> Iterator[QApplication]:
    apply_style(application, Theme.load("dark"), 100)
    yield application
    apply_style(application, Theme.load("dark"), 100)


def test_widgets_on_the_screen_follow(dress: QApplication) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    heading, button, plain = QLabel("heading"), QPushButton("button"), QLabel("plain")
    # The style sheet makes it bold, and gives back the old font when it is set anew.
    heading.setObjectName("formSection")
    set_font(heading, "dialogTitle", 600)
    set_font(button, "caption")
    for widget in (heading, button, plain):
        column.addWidget(widget)
    window.show()
    before = [widget.font().pointSizeF() for widget in (heading, button, plain)]
    apply_style(dress, Theme.load("light"), 150)
    dress.processEvents()
    after = [widget.font().pointSizeF() for widget in (heading, button, plain)]
    assert after == pytest.approx([size * 1.5 for size in before])
    assert text_scale() == 150
    assert current_theme().name == "light"
    window.close()


def test_the_canvas_keeps_its_sizes(dress: QApplication) -> None:
    before = font("nodeTitle").pointSizeF(), font("body").pointSizeF()
    apply_style(dress, Theme.load("dark"), 80)
    assert font("nodeTitle").pointSizeF() == before[0]
    assert font("body").pointSizeF() == pytest.approx(before[1] * 0.8)
    apply_style(dress, Theme.load("light"))
    assert text_scale() == 80, "another theme leaves it"
