"""GalleryHead: the buttons in the header of the gallery, and its search field."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from app.docks.filter_field import FilterField
from app.docks.signs import IconButton
from app.gallery.query import Scope
from app.look.segments import Segments
from app.look.words import tr

SCOPES: tuple[Scope, ...] = ("all", "starred", "workflow")
NARROW = 520
NARROWEST = 340
FIELD_WIDTH = 220


class GalleryHead:
    """The widgets, from left to right; the field is there while the magnifier is pressed."""

    def __init__(self, target: QWidget) -> None:
        self.field = HeaderField(tr("Find pictures"), target)
        self.scopes = Segments((tr("All"), tr("Starred"), tr("This workflow")), what=tr("Show"))
        self.search_button = _toggle("search", tr("Find pictures (Ctrl+F)"))
        self.compare_button = IconButton("compare", tr("Compare two pictures (C)"))
        self.details_button = _toggle("info", tr("How it was made (I)"))
        self.buttons: tuple[QWidget, ...] = (
            self.field,
            self.scopes,
            self.search_button,
            self.compare_button,
            self.details_button,
        )
        self.field.hide()

    @property
    def scope(self) -> Scope:
        """Which pictures are to be shown."""
        return SCOPES[self.scopes.at]

    def show_field(self, shown: bool) -> None:
        """Show the search field, with the cursor in it, or end the search."""
        self.field.setVisible(shown)
        if shown:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.field.line.text():
            self.field.line.clear()

    def edit_search(self) -> None:
        """Put the cursor into the search field."""
        self.search_button.setChecked(True)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.line.selectAll()

    def fit(self, width: int) -> None:
        """In a narrow dock the search field takes the room of the choices; in a tiny one, nothing."""
        self.scopes.setVisible(width >= (NARROWEST if self.field.isHidden() else NARROW))


class HeaderField(FilterField):
    """The search, as low as the header of a dock; a filter that can't be read is said in it."""

    def sizeHint(self) -> QSize:
        return QSize(FIELD_WIDTH, super().sizeHint().height() - 2)

    def show_problem(self, problem: str) -> None:
        """Say what is wrong with the text; how to search if nothing is."""
        self.line.setToolTip(problem or _how_to_search())
        self.line.setAccessibleDescription(problem)


def _how_to_search() -> str:
    return tr(
        "Words, and filters such as model:sdxl node:Refine after:2026-11 rating:>=4 tag:cover"
        " is:starred -blurry"
    )


def _toggle(icon: str, tip: str) -> IconButton:
    button = IconButton(icon, tip)
    button.setCheckable(True)
    return button
