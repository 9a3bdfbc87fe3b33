"""GalleryDetails: how the selected picture was made, and what the user thinks of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.docks.signs import IconButton
from app.docks.text_fields import TitleField
from app.gallery.picture import HIGHEST_RATING, Picture, clean_tag
from app.gallery.words import facts_text, settings_rows
from app.look.fonts import set_font
from app.look.segments import Segments
from app.look.words import listed, tr, tr_count
from graph_engine.picture_settings import PictureSettings

WIDTH = 288
_MOST_SHOWN = 2000
_MOST_TAGS = 60


class GalleryDetails(QScrollArea):
    """Emits what its buttons ask for by name, and changes of star, rating and tags."""

    asked = Signal(str)
    starred = Signal(bool)
    rated = Signal(int)
    tagged = Signal(list, list)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tags: tuple[str, ...] = ()
        self.star = IconButton("star", tr("Star"))
        self.star.setCheckable(True)
        names = ("–", *map(str, range(1, HIGHEST_RATING + 1)))
        self.rating = Segments(names, what=tr("Rating"))
        self.tags = TitleField(tr("Tags"))
        self.tags.setPlaceholderText(tr("Tags, with commas between"))
        self.title, self.facts = _label("heading", "body"), _label("caption", "caption")
        self.prompt, self.negative = _label("prose", "body"), _label("prose", "body")
        self.negative_title = _label("caption", "caption")
        self.negative_title.setText(tr("negative"))
        self.rows = QGridLayout()
        self.open_button = QPushButton(tr("Open workflow"))
        self.use_button = QPushButton(tr("Use settings"))
        self.copy_button = QPushButton(tr("Copy settings"))
        self._parts = QWidget()
        self._lay_out()
        self.setWidget(self._parts)
        self.star.clicked.connect(self.starred)
        self.rating.chosen.connect(self.rated)
        self.tags.renamed.connect(self._tags_edited)
        self.open_button.clicked.connect(lambda: self.asked.emit("open"))
        self.use_button.clicked.connect(lambda: self.asked.emit("use_settings"))
        self.copy_button.clicked.connect(lambda: self.asked.emit("copy_settings"))
        self.show_pictures(())

    def show_pictures(self, chosen: Sequence[Picture]) -> None:
        """Show what these have in common; how one was made follows by `show_settings`."""
        one = chosen[0] if len(chosen) == 1 else None
        for widget in (self.star, self.rating, self.tags):
            widget.setEnabled(bool(chosen))
        self.star.setChecked(bool(chosen) and all(picture.starred for picture in chosen))
        self.star.set_icon("starf" if self.star.isChecked() else "star")
        ratings = {picture.rating for picture in chosen}
        self.rating.show_choice(ratings.pop() if len(ratings) == 1 else 0)
        shared = [set(picture.tag_list) for picture in chosen]
        first = chosen[0].tag_list if chosen else ()
        self._tags = tuple(tag for tag in first if all(tag in tags for tags in shared))
        self.tags.show_text(", ".join(self._tags))
        if one is None:
            number = len(chosen)
            several = tr_count(number, "{number} picture", "{number} pictures")
            self.title.setText(
                several if chosen else tr("Select a picture to see how it was made.")
            )
            self.facts.clear()
        else:
            self.title.setText(one.workflow or one.file.name)
            self.facts.setText("\n".join(filter(None, (_origin(one), facts_text(one)))))
        self.facts.setVisible(one is not None)
        self.show_settings(PictureSettings())

    def show_settings(self, settings: PictureSettings) -> None:
        """Show how the one selected picture was made."""
        tells = settings != PictureSettings()
        self.prompt.setText(settings.prompt[:_MOST_SHOWN])
        self.negative.setText(settings.negative[:_MOST_SHOWN])
        self.prompt.setVisible(bool(settings.prompt))
        for label in (self.negative, self.negative_title):
            label.setVisible(bool(settings.negative))
        self._show_rows(settings_rows(settings))
        self.open_button.setVisible(settings.can_open)
        self.use_button.setVisible(tells)
        self.copy_button.setVisible(tells)

    def show_known_tags(self, tags: Sequence[str]) -> None:
        """Name the tags that are in use, so that the same words are taken again."""
        used = tr("In use: {tags}", tags=listed(tags[:_MOST_TAGS])) if tags else ""
        self.tags.setToolTip(used)
        self.tags.setAccessibleDescription(used)

    def edit_tags(self) -> None:
        """Put the cursor into the tags."""
        self.tags.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tags.selectAll()
        self.ensureWidgetVisible(self.tags)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _tags_edited(self, text: str) -> None:
        wanted = [tag for part in text.split(",") if (tag := clean_tag(part))]
        added = [tag for tag in wanted if tag not in self._tags]
        removed = [tag for tag in self._tags if tag not in wanted]
        if added or removed:
            self.tagged.emit(added, removed)

    def _show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        while (item := self.rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, (name, value) in enumerate(rows):
            label, told = _label("caption", "caption"), _label("prose", "body")
            label.setText(name)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            told.setText(value)
            told.setAccessibleName(f"{name} {value}".strip())
            top = Qt.AlignmentFlag.AlignTop
            self.rows.addWidget(label, at, 0, top)
            self.rows.addWidget(told, at, 1, top)
            if name == "seed":
                copy = IconButton("copy", tr("Copy the seed"), side=20)
                copy.clicked.connect(lambda: self.asked.emit("copy_seed"))
                self.rows.addWidget(copy, at, 2, top)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._parts)
        column.setContentsMargins(12, 6, 12, 10)
        column.setSpacing(4)
        marks = QHBoxLayout()
        marks.setSpacing(6)
        marks.addWidget(self.star)
        marks.addWidget(self.rating)
        marks.addStretch(1)
        column.addLayout(marks)
        column.addWidget(self.tags)
        set_font(self.tags, "body")
        for label in (self.title, self.facts, self.prompt, self.negative_title, self.negative):
            column.addWidget(label)
        self.rows.setColumnMinimumWidth(0, 68)
        self.rows.setColumnStretch(1, 1)
        self.rows.setVerticalSpacing(2)
        column.addLayout(self.rows)
        column.addSpacing(4)
        for row in ((self.open_button,), (self.use_button, self.copy_button)):
            buttons = QHBoxLayout()
            buttons.setSpacing(6)
            for button in row:
                set_font(button, "body")
                buttons.addWidget(button)
            buttons.addStretch(1)
            column.addLayout(buttons)
        column.addStretch(1)


def _origin(picture: Picture) -> str:
    """The file's name, and the program if it was another one."""
    name = picture.file.name if picture.workflow else ""
    foreign = picture.program not in ("", "Weft")
    made_by = tr("Made by {program}", program=picture.program) if foreign else ""
    return "\n".join(filter(None, (name, made_by)))


def _label(name: str, role: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    set_font(label, role)
    return label
