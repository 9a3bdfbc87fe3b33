"""ModelEditor: a model's name, chosen from what was found, with its family as a badge."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from app.editors.choice import ListEditor
from app.editors.context import ModelEntry
from app.editors.field import MIDDLE
from app.editors.list_popup import ListPopup
from app.editors.model_rows import family_badge, find_models, model_rows
from app.editors.row_painter import badge_width, paint_badge
from app.editors.rows import Row
from app.look.words import tr
from graph_engine.hints import ModelFile


class ModelEditor(ListEditor):
    """Models of the param's kind, grouped by family; what can't fit is dimmed with the reason."""

    elide = MIDDLE

    def rows(self) -> list[Row]:
        hint = self.spec.hint
        kind = hint.kind if isinstance(hint, ModelFile) else "checkpoint"
        return model_rows(self.context.models, kind, self.context.reason)

    def make_popup(self) -> ListPopup:
        theme = self.context.theme
        return ListPopup(self.rows(), self.value, theme, self, find=find_models)

    @property
    def entry(self) -> ModelEntry | None:
        """The model that the value names, if it was found."""
        return next((model for model in self.context.models if model.name == self.value), None)

    @property
    def shows_name(self) -> bool:
        return False

    def shown_text(self) -> str:
        return str(self.value) if self.value else tr("Choose a model")

    def paint_value(self, painter: QPainter, room: QRectF) -> None:
        entry, badge = self.entry, ""
        missing = bool(self.value and self.context.models) and entry is None
        if entry is not None:
            badge = family_badge(entry.family)
        taken = 0.0
        if badge:
            zoom = self.look.zoom
            taken = (badge_width(badge) + 6) * zoom
            left = QPointF(room.right() - taken + 4 * zoom, room.center().y())
            if room.width() - taken > QFontMetricsF(self.look.font()).averageCharWidth() * 5:
                paint_badge(painter, left, badge, self.context.theme, zoom)
            else:
                taken = 0
        colour = "text.primary" if self.value else "text.tertiary"
        self.look.paint_text(
            painter,
            room.adjusted(0, 0, -taken, 0),
            self.shown_text(),
            right=False,
            colour="state.failed" if missing else colour,
            elide=MIDDLE,
        )
