"""PictureEditor: a picture or another file, chosen from the input folders, browsed or dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.editors.choice import ListEditor
from app.editors.context import EditorContext
from app.editors.field import MIDDLE
from app.editors.picture_files import LATENTS, PICTURES, file_of, list_files, name_in
from app.editors.rows import Row
from app.editors.thumbnails import Thumbnails
from app.look.file_dialog import ask_to_open
from app.look.words import tr
from graph_engine.hints import LatentFile
from graph_engine.spec import InputSpec

if TYPE_CHECKING:
    from app.editors.mask_painter.painter import MaskPainter

_BROWSE, _PAINT = object(), object()
AskForFile = Callable[[QWidget, Path, str], str]


class PictureEditor(ListEditor):
    """The field shows the file's thumbnail and name; a file can be dropped on it."""

    elide = MIDDLE

    def __init__(
        self,
        spec: InputSpec,
        value: Any,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, value, context, parent)
        self.endings = LATENTS if isinstance(spec.hint, LatentFile) else PICTURES
        self.ask_for_file: AskForFile = _ask_for_file
        self.painter: MaskPainter | None = None
        self._dropping = False
        self._thumbnails = Thumbnails(32, self)
        self._thumbnails.loaded.connect(self.update)
        self.setAcceptDrops(True)

    def rows(self) -> list[Row]:
        folders = self.context.picture_folders
        pictures = self.endings is PICTURES
        rows = [
            Row(
                name_in(file, folders), name_in(file, folders), thumbnail=file if pictures else None
            )
            for file in list_files(folders, self.endings)
        ]
        paint = [Row(tr("Paint a mask…"), _PAINT)] if pictures and self.file else []
        return [*rows, *paint, Row(tr("Browse…"), _BROWSE)]

    @property
    def file(self) -> Path | None:
        """The file that the value names, if it is there."""
        return file_of(self.value or "", self.context.picture_folders)

    @property
    def shows_name(self) -> bool:
        return False

    def shown_text(self) -> str:
        return Path(self.value).name if self.value else tr("Choose a file")

    def _chosen(self, value: Any) -> None:
        if value not in (_BROWSE, _PAINT):
            super()._chosen(value)
        elif self.popup is not None:
            # A window of its own opens once the list has let go of mouse and keys.
            self._picked = True
            self.popup.closed.connect(self.browse if value is _BROWSE else self.paint_mask)

    def browse(self) -> None:
        """Ask for a file anywhere."""
        start = self.file or next(iter(self.context.picture_folders), Path())
        name = self.ask_for_file(self, start, " ".join(f"*{end}" for end in self.endings))
        if name:
            super()._chosen(name_in(Path(name), self.context.picture_folders))
        else:
            self.cancelled.emit()

    def paint_mask(self) -> None:
        """Open the mask painter over the picture; what is painted becomes its transparency."""
        # Only painting needs arrays, and importing them would slow the studio's start.
        from app.editors.mask_painter.files import PictureError, mask_of_picture, read_picture
        from app.editors.mask_painter.painter import MaskPainter

        file = self.file
        if file is None:
            return
        try:
            picture = read_picture(file)
        except PictureError as error:
            self.note.say(str(error), wrong=True)
            return
        painter = MaskPainter(picture, mask_of_picture(picture), self.context, self)
        painter.accepted.connect(lambda: self._keep_mask(file, picture, painter))
        painter.rejected.connect(self.cancelled)
        painter.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        painter.open()
        self.painter = painter

    def _keep_mask(self, file: Path, picture: QImage, painter: MaskPainter) -> None:
        from app.editors.mask_painter.files import PictureError, write_masked_picture

        try:
            written = write_masked_picture(file, picture, painter.painted)
        except PictureError as error:
            self.note.say(str(error), wrong=True)
            return
        super()._chosen(name_in(written, self.context.picture_folders))

    # --- Dropping ----------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event.mimeData()) is not None:
            self._dropping = True
            event.acceptProposedAction()
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._dropping = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._dropping = False
        file = self._dropped(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            super()._chosen(name_in(file, self.context.picture_folders))
        self.update()

    def _dropped(self, data: QMimeData) -> Path | None:
        files = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
        return next((file for file in files if file.name.lower().endswith(self.endings)), None)

    # --- Painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._dropping:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.context.theme.colour("user.base"), 2))
            radius = self.look.radius
            place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(place, radius, radius)

    def paint_value(self, painter: QPainter, room: QRectF) -> None:
        file = self.file
        if file is not None and self.endings is PICTURES:
            side = room.height() - 6
            frame = QRectF(room.left() - 3, room.top() + 3, side, side)
            self._thumbnails.paint(painter, frame, file, self.context.theme)
            room = room.adjusted(side + 4, 0, 0, 0)
        colour = "text.primary" if self.value else "text.tertiary"
        self.look.paint_text(
            painter,
            room,
            self.shown_text(),
            right=False,
            colour="state.failed" if self.value and file is None else colour,
            elide=MIDDLE,
        )


def _ask_for_file(parent: QWidget, start: Path, endings: str) -> str:
    kinds = tr("Files ({endings})", endings=endings)
    path = ask_to_open(parent, tr("Choose a file"), start, kinds)
    return str(path) if path is not None else ""
