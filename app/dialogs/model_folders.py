"""ModelFolders: the list of folders that are searched for models, of which some can be changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.look.file_dialog import ask_for_folder
from app.look.fonts import set_font
from app.look.words import tr
from graph_engine.errors import WeftError
from graph_engine.model_folders import forget, remember, remembered_folders
from graph_engine.places import Places

_OWN = Qt.ItemDataRole.UserRole
ROWS = 5


class ModelFolders(QWidget):
    """Folders that the user added can be removed again; the others are always searched."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.list = QListWidget()
        self.list.setObjectName("boxedList")
        self.list.setAccessibleName(tr("Model folders"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add_button, self.remove_button = QPushButton(tr("Add…")), QPushButton(tr("Remove"))
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        set_font(self.problem, "caption")
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.list)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.add_button, self.remove_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.add_button.clicked.connect(self._ask)
        self.remove_button.clicked.connect(self._remove)
        self.list.itemSelectionChanged.connect(self._offer)
        self._show()

    def add_folder(self, folder: Path) -> None:
        """Search a folder, too; says what is wrong with it if it can't be added."""
        self._try(partial(remember, folder))

    def _ask(self) -> None:
        folder = ask_for_folder(self, tr("A folder with models"))
        if folder is not None:
            self.add_folder(folder)

    def _remove(self) -> None:
        for item in self._removable():
            folder = Path(item.toolTip())
            self._try(partial(forget, folder))

    def _try(self, change: Callable[[], object]) -> None:
        self.problem.hide()
        try:
            change()
        except WeftError as error:
            self.problem.setText(f"{error.message} {error.hint}".strip())
            self.problem.show()
            return
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        own = set(remembered_folders())
        self.list.clear()
        for folder in Places.default().models:
            text = str(folder) if folder in own else tr("{folder} (always)", folder=folder)
            item = QListWidgetItem(text)
            item.setToolTip(str(folder))
            item.setData(_OWN, folder in own)
            self.list.addItem(item)
        self.fit()
        self._offer()

    def fit(self) -> None:
        """Be as high as the rows are at the text scale of now."""
        self.list.ensurePolished()
        height = self.list.sizeHintForRow(0) * min(ROWS, self.list.count()) + 12
        self.list.setFixedHeight(height)

    def _offer(self) -> None:
        self.remove_button.setEnabled(bool(self._removable()))

    def _removable(self) -> list[QListWidgetItem]:
        return [item for item in self.list.selectedItems() if item.data(_OWN)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
        else:
            super().keyPressEvent(event)
