"""TemplatesDialog: the workflows that travel with Weft, with their pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.dialogs.sheet import Sheet
from app.look.icons import paint_icon
from app.look.line_breaks import break_lines
from app.look.theme import current_theme, font, text_scale
from app.look.words import tr
from app.search.fuzzy import best_match, ranked
from app.search.search_field import SearchField
from graph_engine.errors import WeftError
from graph_engine.workflow_io import load_workflow

Index = QModelIndex | QPersistentModelIndex
LEAST_CARD = 176
PAD = 10
DOC_LINES = 3
_TEMPLATE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Template:
    """One shipped workflow: its words, its file, and its picture if there is one."""

    title: str
    about: str
    path: Path
    picture: Path | None = None


def read_templates(files: Mapping[str, Path]) -> list[Template]:
    """The templates of these files by name; one that can't be read is left out."""
    found: list[Template] = []
    for name, path in files.items():
        try:
            workflow = load_workflow(path)
        except WeftError:
            continue
        picture = path.parent / "pictures" / f"{name}.webp"
        title = workflow.name or name.replace("_", " ").capitalize()
        shown = picture if picture.is_file() else None
        found.append(Template(title, workflow.description, path, shown))
    return found


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: tuple[Template, ...] = ()

    def show_templates(self, templates: Sequence[Template]) -> None:
        self.beginResetModel()
        self.shown = tuple(templates)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        template = self.shown[index.row()]
        if role == _TEMPLATE:
            return template
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{template.title}. {template.about}"
        return template.title if role == Qt.ItemDataRole.DisplayRole else None


class _CardPainter(QStyledItemDelegate):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures: dict[Path, QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        return view.gridSize() if isinstance(view, QListView) else QSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        template: Template = index.data(_TEMPLATE)
        theme = current_theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        body = QRectF(option.rect).adjusted(4.5, 4.5, -4.5, -4.5)
        edge = "user.base" if chosen else "line.strong" if hovered else "line.normal"
        painter.setPen(QPen(theme.colour(edge), 2 if chosen else 1))
        painter.setBrush(theme.colour("user.soft" if chosen else "bg.panel"))
        painter.drawRoundedRect(body, 8, 8)
        side = body.width() - 2 * PAD
        target = QRectF(body.left() + PAD, body.top() + PAD, side, side)
        self._paint_picture(painter, template, target)
        title_font, small = font("body", 600), font("caption")
        height = QFontMetricsF(title_font).height()
        words = QRectF(target.left(), target.bottom() + 8, side, height)
        painter.setFont(title_font)
        painter.setPen(theme.colour("text.primary"))
        metrics = QFontMetricsF(title_font)
        title = metrics.elidedText(template.title, Qt.TextElideMode.ElideRight, side)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(small)
        painter.setPen(theme.colour("text.secondary"))
        y = words.bottom() + 3
        step = QFontMetricsF(small).lineSpacing()
        for line in _about_lines(template.about, side):
            painter.drawText(QRectF(target.left(), y, side, step), 0, line)
            y += step
        painter.restore()

    def _paint_picture(self, painter: QPainter, template: Template, target: QRectF) -> None:
        theme = current_theme()
        path = QPainterPath()
        path.addRoundedRect(target, 5, 5)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(target, theme.colour("bg.picture"))
        if template.picture is None:
            middle = QRectF(target.center().x() - 12, target.center().y() - 12, 24, 24)
            colours = (theme.colour("text.tertiary"), theme.colour("bg.picture"))
            paint_icon(painter, "image", *colours, middle)
        else:
            if template.picture not in self._pictures:
                self._pictures[template.picture] = QPixmap(str(template.picture))
            pixmap = self._pictures[template.picture]
            painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
        painter.restore()


class _Cards(QListView):
    """Cards in columns that fill the width."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cards")
        self.setItemDelegate(_CardPainter(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Templates"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        # With room for the scroll bar whether it is there or not: it must not come and go by this.
        bar = self.verticalScrollBar().sizeHint().width()
        self.setGridSize(card_size(self.maximumViewportSize().width() - bar))
        super().resizeEvent(event)


def card_size(room: int) -> QSize:
    """How large a card is, so that as many as are readable fill a width."""
    columns = max(1, room // round(LEAST_CARD * text_scale() / 100))
    # Qt breaks a row that fills the width to its last pixel.
    width = (room - 1) // columns
    words = QFontMetricsF(font("body", 600)).height() + 3
    words += DOC_LINES * QFontMetricsF(font("caption")).lineSpacing()
    return QSize(width, round(width + words + 8 + PAD / 2))


def _about_lines(text: str, width: float) -> list[str]:
    small = font("caption")
    lines = break_lines(" ".join(text.split()), small, width, DOC_LINES)
    if len(lines) > DOC_LINES:
        last = lines[DOC_LINES - 1] + "…"
        metrics = QFontMetricsF(small)
        lines[DOC_LINES - 1] = metrics.elidedText(last, Qt.TextElideMode.ElideRight, width)
    return lines[:DOC_LINES]


class TemplatesDialog(Sheet):
    """Emits `chosen` with the file of a workflow; then it is gone."""

    chosen = Signal(Path)

    def __init__(self, parent: QWidget | None, templates: Sequence[Template]) -> None:
        super().__init__(parent, tr("New from template"))
        self._templates = tuple(templates)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.field = SearchField(tr("Find a template"))
        self.cards = _Cards()
        self._model = _Model(self.cards)
        self.cards.setModel(self._model)
        self.body.addWidget(self.field)
        self.body.addWidget(self.cards, 1)
        self.add_button(tr("Cancel"), self.close)
        self.create_button = self.add_button(tr("Create"), self._choose, primary=True)
        self.field.changed.connect(self._search)
        self.field.entered.connect(self._choose)
        self.field.stepped.connect(self._step)
        # As by a key, so that the focus is shown.
        by_key = Qt.FocusReason.ShortcutFocusReason
        self.field.tabbed.connect(lambda: self.cards.setFocus(by_key))
        self.cards.doubleClicked.connect(self._choose)
        self.cards.selectionModel().currentChanged.connect(self._describe)
        self._search("")
        self.resize_scaled(800, 640)
        self.field.line.setFocus()

    def titles(self) -> list[str]:
        """The templates that are shown, in their order."""
        return [template.title for template in self._model.shown]

    def _search(self, query: str) -> None:
        matches = [best_match(query, each.title, ((each.about, 50),)) for each in self._templates]
        self._model.show_templates([self._templates[at] for at in ranked(matches)])
        if self._model.shown:
            self.cards.setCurrentIndex(self._model.index(0))
        self._describe()

    def _step(self, by: int) -> None:
        self.cards.setFocus()
        at = self.cards.currentIndex().row() + by
        if 0 <= at < len(self._model.shown):
            self.cards.setCurrentIndex(self._model.index(at))

    def _current(self) -> Template | None:
        at = self.cards.currentIndex().row()
        return self._model.shown[at] if 0 <= at < len(self._model.shown) else None

    def _describe(self) -> None:
        template = self._current()
        self.create_button.setEnabled(template is not None)
        self.note.setText(
            template.about if template is not None else tr("No template is called so.")
        )

    def _choose(self) -> None:
        template = self._current()
        if template is not None:
            self.close()
            self.chosen.emit(template.path)
