"""File dialog: asks for a file or a folder; where the system has no dialog, Qt's in our dress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileInfo, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QFileSystemModel,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QWidget,
)

from app.look.icons import make_icon
from app.look.theme import current_theme, size, text_scale
from app.look.words import tr

if TYPE_CHECKING:
    AnyIndex = QModelIndex | QPersistentModelIndex

SIZE = (760, 480)
SIDE = 150
# The columns of Qt's list of files.
NAME, BYTES, KIND, CHANGED = range(4)
BYTES_WIDTH, CHANGED_WIDTH = 90, 150
ICONS = {
    "backButton": "left",
    "forwardButton": "right",
    "toParentButton": "up",
    "newFolderButton": "plus",
}
# Names and sizes are read in the list; a grid of equal icons says nothing more.
NEEDLESS = ("listModeButton", "detailModeButton")


def ask_to_open(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """An existing file of some kinds, `Words (*.one *.two)`; None if there is to be none."""
    dialog = _FileDialog(parent, title, folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return dialog.ask()


def ask_to_save(parent: QWidget, title: str, suggestion: Path, kinds: str) -> Path | None:
    """A file to write, also one that is there, if the user has agreed to lose it."""
    dialog = _FileDialog(parent, title, suggestion.parent, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, tr("Save"))
    dialog.selectFile(suggestion.name)
    return dialog.ask()


def ask_for_folder(parent: QWidget, title: str) -> Path | None:
    """An existing folder."""
    dialog = _FileDialog(parent, title, Path(), "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return dialog.ask()


class _FileDialog(QFileDialog):
    """The system's dialog, which is not touched, or Qt's."""

    def __init__(self, parent: QWidget, title: str, folder: Path, kinds: str) -> None:
        super().__init__(parent, title, str(folder), kinds)
        self.setLabelText(QFileDialog.DialogLabel.LookIn, tr("In"))
        self.setLabelText(QFileDialog.DialogLabel.FileName, tr("Name"))
        self.setLabelText(QFileDialog.DialogLabel.FileType, tr("Kind"))
        self.setLabelText(QFileDialog.DialogLabel.Reject, tr("Cancel"))
        tree = self.findChild(QTreeView, "treeView")
        if tree is not None:
            self._dress(tree)

    def ask(self) -> Path | None:
        """Wait for an answer."""
        chosen = self.exec() and self.selectedFiles()
        self.deleteLater()
        return Path(chosen[0]) if chosen else None

    def _dress(self, tree: QTreeView) -> None:
        scale = text_scale() / 100
        self.setViewMode(QFileDialog.ViewMode.Detail)
        self.resize(round(SIZE[0] * scale), round(SIZE[1] * scale))
        for name, icon in ICONS.items():
            self._dress_button(name, icon)
        for name in NEEDLESS:
            button = self.findChild(QToolButton, name)
            if button is not None:
                button.hide()
        head = tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        tree.setColumnHidden(KIND, True)
        tree.setColumnWidth(BYTES, round(BYTES_WIDTH * scale))
        tree.setColumnWidth(CHANGED, round(CHANGED_WIDTH * scale))
        for name in ("treeView", "sidebar"):
            view = self.findChild(QAbstractItemView, name)
            if view is not None:
                view.setItemDelegate(_Rows(view))
                view.setIconSize(QSize(16, 16))
        for combo in self.findChildren(QComboBox):
            combo.setIconSize(QSize(0, 0))
            _add_arrow(combo)
        splitter = self.findChild(QSplitter)
        if splitter is not None:
            splitter.setSizes([round(SIDE * scale), round((SIZE[0] - SIDE) * scale)])

    def _dress_button(self, name: str, icon: str) -> None:
        button = self.findChild(QToolButton, name)
        if button is None:
            return
        side = round(size("button"))
        button.setFixedSize(side, side)
        button.setIconSize(QSize(16, 16))
        button.setIcon(_icon(icon))


class _Rows(QStyledItemDelegate):
    """Rows with our own icons, for folders and for files."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle
        if index.column() == NAME:
            path = index.data(QFileSystemModel.Roles.FilePathRole)
            is_file = isinstance(path, str) and QFileInfo(path).isFile()
            option.icon = _icon("note" if is_file else "open")

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), round(size("listRow"))))


def _add_arrow(combo: QComboBox) -> None:
    """The arrow that says that there is more to choose; a style sheet could only give a file."""
    arrow = QLabel()
    arrow.setPixmap(_icon("down").pixmap(QSize(12, 12), combo.devicePixelRatioF()))
    arrow.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    row = QHBoxLayout(combo)
    row.setContentsMargins(0, 0, 8, 0)
    row.addStretch(1)
    row.addWidget(arrow)


def _icon(name: str) -> QIcon:
    theme = current_theme()
    return make_icon(name, theme.colour("text.secondary"), theme.colour("bg.popup"))
