"""PreviewDock: the live picture, the film of its denoising, finished pictures, comparisons."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QImageReader, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.docks.signs import IconButton
from app.jobs.job import Job
from app.look.words import tr
from app.preview.actions import PreviewActions
from app.preview.film_panel import FilmPanel
from app.preview.film_reader import FilmEngine, FilmOf
from app.preview.film_show import FilmShow, open_pictures
from app.preview.picture import Picture, Pictures, Preparing, make_picture
from app.preview.stage import Stage
from app.preview.text_button import TextButton
from app.preview.titles import Titles
from graph_engine.errors import WeftError
from graph_engine.events import (
    Event,
    NodeFinished,
    NodePicture,
    NodePreview,
    NodeProgress,
    RunStarted,
)
from graph_engine.picture_metadata import read_workflow_text

_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGBA8888,
}


class PreviewDock(QWidget):
    """The dock *Preview*: follows the run, the selected node, or the picture that was chosen.

    `live_changed` says whether it shows what is being made right now; `branched` carries the JSON
    of a variant for a new tab, and its name.
    """

    live_changed = Signal(bool)
    branched = Signal(str, str)
    said = Signal(str)
    left = Signal()

    def __init__(self, engine: FilmEngine | None = None) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(220)
        self.show_of = FilmShow(engine, self)
        self.stage = Stage()
        self.view = self.stage.view
        self.film = FilmPanel(self.show_of)
        self._titles = Titles()
        self._job = ""
        self._finished: list[Picture] = []
        self._was_live = False
        self._preparing = Preparing(self)
        self.fit_button = IconButton("fit", tr("Fit (F)"))
        self.pixels_button = TextButton(tr("1:1"), tr("Pixel for pixel (1)"))
        self.compare_button = IconButton("compare", tr("Compare with what comes next (C)"))
        self.compare_button.setCheckable(True)
        self.more_button = IconButton("more", tr("More"))
        self.head_buttons: tuple[QWidget, ...] = (
            self.fit_button,
            self.pixels_button,
            self.compare_button,
            self.more_button,
        )
        self.actions_of = PreviewActions(
            self, self.view, self.show_of, engine, lambda: self._titles
        )
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stage, 1)
        column.addWidget(self.film)
        self.setFocusProxy(self.stage)

    def _connect(self) -> None:
        self.fit_button.clicked.connect(self.stage.fit)
        self.pixels_button.clicked.connect(self.stage.show_pixels)
        self.compare_button.clicked.connect(self._toggle_comparison)
        self.stage.compared.connect(self.compare_button.setChecked)
        self.more_button.clicked.connect(self._open_menu)
        self.actions_of.said.connect(self.said)
        self.actions_of.branched.connect(self.branched)
        self.actions_of.compare_wanted.connect(self._compare_with_file)
        self.show_of.framed.connect(self._show_frame)
        self.show_of.changed.connect(self._tell_live)

    # --- what is shown

    def take_event(self, job: Job, event: Event) -> None:
        """A run has told something."""
        match event:
            case RunStarted(cached=cached):
                self._begin(job)
                for node in cached:
                    self.show_of.served(node)
            case NodePreview():
                self._follow(job)
                self._take_preview(event)
            case NodeProgress(node=node, done=done, total=total):
                self._follow(job)
                self.show_of.progress(node, done, total)
            case NodeFinished(node=node, status="cached"):
                self._follow(job)
                self.show_of.served(node)
            case NodeFinished(node=node, status=status, counts={"resumed_at_step": resumed}):
                self._follow(job)
                self.show_of.finished(node, resumed, whole=status in ("ran", "resumed"))
            case NodePicture():
                self._follow(job)
                self._take_picture(event)

    def end_job(self, job: Job) -> None:
        """A run is over; what it made stays."""
        if job.id == self._job:
            self._job = ""
            self.show_of.end()

    def show_job(self, job: Job) -> None:
        """Show what a job made, and its film."""
        files = [Path(file) for file in job.files]
        if files:
            self._show_picture_file(files[0])
        self.show_of.try_to_look_at(FilmOf(job.text, job.folder, job.targets), shows=not files)

    def show_node(self, text: str, folder: str, node: str) -> None:
        """Show the film that leads to a node of a workflow, if there is one and no run goes on."""
        self.show_of.try_to_look_at(FilmOf(text, folder, (node,)), shows=True)

    def show_file(self, path: Path) -> None:
        """Show a picture file at full size, and the film of its workflow if that is at hand."""
        self._show_picture_file(path)
        try:
            text = read_workflow_text(path)
        except WeftError:
            return  # it carries none
        self.show_of.try_to_look_at(FilmOf(text, str(path.parent)), shows=False)

    def _show_picture_file(self, path: Path) -> None:
        self.show_of.leave()
        self._preparing.make(
            partial(read_file, path), partial(self.stage.present, caption=path.name)
        )

    def show_image(self, image: QImage, caption: str) -> None:
        """Show a picture that is at hand."""
        self.stage.present((make_picture(image),), caption)

    def compare(self, first: Path, second: Path) -> None:
        """Compare two picture files."""

        def take(pictures: Pictures) -> None:
            self.stage.begin_comparison(pictures[0], first.name)
            self.show_file(second)

        self._preparing.make(partial(read_file, first), take)

    @property
    def is_live(self) -> bool:
        """Whether it shows what is being made right now."""
        return self.show_of.is_live and self.show_of.follows

    def wait(self) -> None:
        """Wait until no picture is being made."""
        self._preparing.wait()
        self.show_of.wait()

    # --- following

    def _begin(self, job: Job) -> None:
        self._job = job.id
        self._finished = []
        # The cells of a sweep are other workflows than the one that it was made of.
        of = FilmOf(job.text, job.folder, job.targets) if job.kind == "run" else None
        self._titles = Titles(job.text)
        self.film.titles = {}
        self.show_of.look_at(of, is_live=True)

    def _follow(self, job: Job) -> None:
        """Events of a run whose beginning was not seen."""
        if job.id != self._job:
            self._begin(job)

    def _take_preview(self, event: NodePreview) -> None:
        make = partial(open_pictures, event.picture, event.width, event.height, event.pictures)
        if self.show_of.follows and self.show_of.film.place(event.node, event.step) < 0:
            # No step of the film: the picture of a node that is no sampler, or not listed yet.
            caption = self._caption(event.node, event.step)
            take = partial(self.stage.present, caption=caption)
            self._preparing.make(make, take)
        self.show_of.preview(event.node, event.step, make)

    def _take_picture(self, event: NodePicture) -> None:
        if not self.show_of.follows:
            return
        self.show_of.leave(follows=True)
        if event.index == 0:
            self._finished = []
        caption = self._titles.of(event.node)

        def take(pictures: Pictures) -> None:
            self._finished = [*self._finished, *pictures]
            self.stage.present(tuple(self._finished), caption)

        self._preparing.make(partial(_from_rows, event), take)

    def _show_frame(self, pictures: Pictures) -> None:
        place = self.show_of.place
        self.stage.present(pictures, self._caption(*place) if place is not None else "")

    def _caption(self, node: str, step: int) -> str:
        return tr("{sampler} · x₀ at step {step}", sampler=self._titles.of(node), step=step)

    def _tell_live(self) -> None:
        of = self.show_of.of
        if of is not None and of.text != self._titles.text:
            self._titles = Titles(of.text)
            self.film.titles = {}
        nodes = {section.node for section in self.show_of.film.sections}
        if nodes != self.film.titles.keys():
            self.film.titles = {node: self._titles.of(node) for node in nodes}
            self.film.refresh()
        if self.is_live != self._was_live:
            self._was_live = self.is_live
            self.live_changed.emit(self.is_live)

    def _toggle_comparison(self) -> None:
        self.stage.toggle_comparison()
        self.compare_button.setChecked(self.stage.is_comparing)

    def _compare_with_file(self, path: Path) -> None:
        if not self.stage.is_comparing:
            self.stage.toggle_comparison()
        self.show_file(path)

    # --- menu and keys

    def _open_menu(self) -> None:
        corner = self.more_button.rect().bottomLeft()
        self.actions_of.open_menu(self.more_button.mapToGlobal(corner))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.actions_of.open_menu(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.stage.is_comparing:
            self.stage.end_comparison()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_C and not event.modifiers():
            self._toggle_comparison()
        elif event.key() == Qt.Key.Key_B and not event.modifiers():
            self.actions_of.branch()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.actions_of.copy()
        elif not self.film.take_key(event):
            super().keyPressEvent(event)


def read_file(path: Path) -> Pictures:
    """The picture in a file; none if it can't be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    image = reader.read()
    return (make_picture(image),) if not image.isNull() else ()


def _from_rows(event: NodePicture) -> Pictures:
    """A finished picture from its rows."""
    if event.channels not in _FORMATS or not event.pixels:
        return ()
    row = event.width * event.channels
    image = QImage(event.pixels, event.width, event.height, row, _FORMATS[event.channels])
    # Drawn into another format, so that the rows are free again.
    return (make_picture(image),)
