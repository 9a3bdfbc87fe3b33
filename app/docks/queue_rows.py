"""Queue rows: how a job is painted, and where its handle and button are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from app.docks.queue_model import JOB_ROLE, QueueModel
from app.docks.queue_words import right_text, second_line
from app.docks.row_paint import paint_row
from app.docks.shelf import Index
from app.editors.thumbnails import Thumbnails
from app.jobs.job import Job
from app.look.icons import paint_icon
from app.look.theme import Theme, current_theme, font, load_tokens, text_scale
from app.look.words import tr

INSET, SIDE = 12.0, 34
TEXT_AT, TEXT_BESIDE_PICTURE_AT = 35.0, 55.0
BAR, PAD = 4.0, 8.0
BUTTON, BUTTON_RIGHT, RIGHT = 24.0, 7.0, 35.0
LEAST_LETTERS = 20
_GLYPHS = {
    "waiting": ("grip", "text.tertiary"),
    "offered": ("warn", "state.warning"),
    "done": ("done", "state.cached"),
    "failed": ("errorf", "state.failed"),
    "stopped": ("stop", "state.muted"),
}
PICTURES = (".png", ".jpg", ".jpeg", ".webp")


@dataclass(frozen=True)
class QueueRowParts:
    """Where the parts of a row lie."""

    sign: QRectF
    title: QRectF
    line: QRectF
    bar: QRectF
    right: QRectF
    button: QRectF


class QueueRows(QStyledItemDelegate):
    """Paints the rows; `preview` gives the live picture of the job that runs."""

    def __init__(
        self, view: QAbstractItemView, model: QueueModel, preview: Callable[[], QPixmap | None]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = model
        self._heights: dict[tuple[int, bool], QSize] = {}
        self._preview = preview
        self.thumbnails = Thumbnails(SIDE, self)
        self.thumbnails.loaded.connect(view.viewport().update)
        self.pressed_button = -1
        self.drop_before = -1
        """Before which row a dragged job would fall; -1 while none is dragged."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # Asked for each row of a long history whenever a job begins or ends.
        key = (text_scale(), self._jobs.jobs[index.row()].state == "running")
        if key not in self._heights:
            lines = _line_height("title") + _line_height("small")
            self._heights[key] = QSize(
                60, round(lines + (2 * PAD + BAR + 1 if key[1] else 1.2 * PAD))
            )
        return self._heights[key]

    def parts(self, job: Job, row: QRect) -> QueueRowParts:
        """Lay a row out."""
        box = QRectF(row)
        button = QRectF(box.right() - BUTTON_RIGHT - BUTTON, 0, BUTTON, BUTTON)
        button.moveCenter(QPointF(button.center().x(), box.center().y()))
        words = right_text(job)
        metrics = QFontMetricsF(font("body"))
        width = metrics.horizontalAdvance(words) + 2 if words else 0.0
        right = QRectF(box.right() - RIGHT - width, box.top(), width, box.height())
        has_picture = shows_picture(job)
        left = box.left() + (TEXT_BESIDE_PICTURE_AT if has_picture else TEXT_AT)
        least = metrics.averageCharWidth() * LEAST_LETTERS
        if job.is_over and right.left() - left < least:
            right.setWidth(0)
            right.moveLeft(box.right() - RIGHT)
        end = right.left() - (12 if right.width() else 4)
        title_height, line_height = _line_height("title"), _line_height("small")
        is_running = job.state == "running"
        tall = title_height + line_height + (BAR + 4 if is_running else 0)
        top = box.center().y() - tall / 2
        title = QRectF(left, top, max(0.0, end - left), title_height)
        line = QRectF(left, top + title_height, title.width(), line_height)
        bar = QRectF(left, line.bottom() + 3, title.width() if is_running else 0, BAR)
        side = SIDE if has_picture else 14
        middle = QPointF(box.left() + INSET + (SIDE / 2 if has_picture else 7), box.center().y())
        sign = QRectF(0, 0, side, side)
        sign.moveCenter(middle)
        return QueueRowParts(sign, title, line, bar, right, button)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, job, row = current_theme(), index.data(JOB_ROLE), option.rect
        assert isinstance(job, Job)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = paint_row(painter, QRectF(row), option)
        if surface == "bg.panel" and job.state == "running":
            surface = "bg.raised"
            painter.fillRect(row, theme.colour(surface))
        parts = self.parts(job, row)
        self._paint_sign(painter, theme, job, parts.sign, surface)
        faint = job.state in ("done", "stopped")
        weight = QFont.Weight.Normal if faint else QFont.Weight.Medium
        _paint_line(painter, theme, parts.title, job.title, "text.primary", "body", weight)
        words = second_line(job)
        _paint_line(painter, theme, parts.line, words, "text.secondary", "small")
        _paint_bar(painter, theme, parts.bar, job.fraction)
        _paint_right(painter, theme, parts.right, right_text(job))
        lit = bool(
            option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
        )
        if lit or not job.is_over:
            self._paint_button(painter, theme, parts.button, job, index.row(), surface)
        self._paint_drop(painter, theme, QRectF(row), index.row())
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Say what the button below the mouse does, or what does not fit into the row."""
        job = index.data(JOB_ROLE)
        if isinstance(job, Job) and self.parts(job, option.rect).button.contains(event.pos()):
            QToolTip.showText(event.globalPos(), button_tip(job), view)
            return True
        return super().helpEvent(event, view, option, index)

    def _paint_sign(
        self, painter: QPainter, theme: Theme, job: Job, box: QRectF, surface: str
    ) -> None:
        if job.state == "running":
            _paint_picture(painter, theme, box, self._preview())
        elif shows_picture(job):
            self.thumbnails.paint(painter, box, first_picture(job), theme)
        else:
            icon, colour = _GLYPHS[job.state]
            paint_icon(painter, icon, theme.colour(colour), theme.colour(surface), box)

    def _paint_button(
        self, painter: QPainter, theme: Theme, box: QRectF, job: Job, row: int, surface: str
    ) -> None:
        at = QPointF(self._view.viewport().mapFromGlobal(self._view.cursor().pos()))
        hovered = self._view.viewport().underMouse() and box.contains(at)
        ground = surface
        if hovered or self.pressed_button == row:
            ground = "bg.pressed" if self.pressed_button == row else "bg.raised"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(box, 5, 5)
        ink = "text.disabled" if job.is_stopping else "text.secondary"
        target = QRectF(0, 0, 14, 14)
        target.moveCenter(box.center())
        paint_icon(painter, button_icon(job), theme.colour(ink), theme.colour(ground), target)

    def _paint_drop(self, painter: QPainter, theme: Theme, row: QRectF, number: int) -> None:
        last = self._view.model().rowCount() - 1
        if self.drop_before == number:
            painter.fillRect(
                QRectF(row.left(), row.top(), row.width(), 2), theme.colour("user.base")
            )
        elif number == last and self.drop_before == last + 1:
            line = QRectF(row.left(), row.bottom() - 2, row.width(), 2)
            painter.fillRect(line, theme.colour("user.base"))


def shows_picture(job: Job) -> bool:
    """Whether a row has a picture at its left, not a sign."""
    return job.state == "running" or (job.state == "done" and first_picture(job) != Path())


def first_picture(job: Job) -> Path:
    """The first picture that a job wrote; an empty path if it wrote none."""
    found = (name for name in job.files if name.lower().endswith(PICTURES))
    return Path(next(found, ""))


def button_icon(job: Job) -> str:
    """The icon of what the button of a row does: end or take out what is to come, or repeat."""
    return "x" if job.state in ("waiting", "running") else "reset"


def button_tip(job: Job) -> str:
    """What the button of a row does."""
    tips = {"running": tr("Stop after this step"), "waiting": tr("Cancel")}
    return tips.get(job.state, tr("Run again"))


def _line_height(role: str) -> float:
    return QFontMetricsF(font("body" if role == "title" else role)).height()


def _paint_line(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    text: str,
    ink: str,
    role: str,
    weight: int = QFont.Weight.Normal,
) -> None:
    used = font(role, weight)
    shown = QFontMetricsF(used).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(used)
    painter.setPen(theme.colour(ink))
    painter.drawText(box.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_right(painter: QPainter, theme: Theme, box: QRectF, text: str) -> None:
    if box.width():
        painter.setFont(font("body"))
        painter.setPen(theme.colour("text.secondary"))
        sides = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box, sides, text)


def _paint_bar(painter: QPainter, theme: Theme, box: QRectF, fraction: float) -> None:
    if not box.width():
        return
    painter.setPen(Qt.PenStyle.NoPen)
    outline = QPainterPath()
    outline.addRoundedRect(box, BAR / 2, BAR / 2)
    painter.fillPath(outline, theme.colour("engine.track"))
    done = QRectF(box.left(), box.top(), box.width() * min(1.0, fraction), box.height())
    painter.save()
    painter.setClipPath(outline)
    painter.fillRect(done, theme.colour("state.running"))
    painter.restore()


def _paint_picture(painter: QPainter, theme: Theme, box: QRectF, pixmap: QPixmap | None) -> None:
    radius = float(load_tokens()["radius"]["badge"])
    outline = QPainterPath()
    outline.addRoundedRect(box, radius, radius)
    painter.fillPath(outline, theme.colour("bg.picture"))
    if pixmap is None or pixmap.isNull():
        target = QRectF(0, 0, 16, 16)
        target.moveCenter(box.center())
        colour = theme.colour("state.running")
        paint_icon(painter, "play", colour, theme.colour("bg.picture"), target)
        return
    painter.save()
    painter.setClipPath(outline)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    short = min(pixmap.width(), pixmap.height())
    source = QRectF((pixmap.width() - short) / 2, (pixmap.height() - short) / 2, short, short)
    painter.drawPixmap(box, pixmap, source)
    painter.restore()
