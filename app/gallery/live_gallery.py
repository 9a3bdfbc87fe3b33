"""LiveGallery: the gallery of a window: it follows the jobs and opens what is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path
from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage

from app.docks.gallery import GalleryDock
from app.gallery.applying import apply_settings
from app.gallery.store import GalleryStore
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.look.words import listed, tr
from graph_engine.events import Event, NodePreview, NodeProgress
from graph_engine.hosts.engine_process.messages import PlacesTold
from graph_engine.picture_settings import PictureSettings
from graph_engine.settings_reading import read_picture_settings

if TYPE_CHECKING:
    from app.window import StudioWindow


class LiveGallery(QObject):
    """Fills the panel *Gallery* and keeps it up to date with what is made."""

    def __init__(self, window: StudioWindow, jobs: JobQueue | None) -> None:
        super().__init__(window)
        self._window = window
        self._preview: QImage | None = None
        self._wanted: tuple[str, str] | None = None
        folder = user_data_path("weft", appauthor=False) if window.session.is_kept else None
        self.store = GalleryStore(folder)
        self.dock = GalleryDock(self.store)
        self._panel = window.docks.panels["gallery"]
        self._panel.fill(self.dock, self.dock.head_buttons)
        self._connect(window)
        if jobs is not None:
            jobs.told.connect(self._follow)
            jobs.ended.connect(self._end)
        self.dock.show_page(window.page)
        self.store.open()
        if window.engine is not None:
            window.engine.places(self._take_places)

    def welcome(self, file: Path) -> None:
        """Show how a picture was made that another program made, and that came to the canvas."""
        try:
            settings = read_picture_settings(file)
        except OSError:
            return  # the node that loads it says why
        if settings.program:
            self.dock.bring([file])
            text = tr("{program} made this picture; the gallery shows how.")
            self._window.say(text.format(program=settings.program))

    def _connect(self, window: StudioWindow) -> None:
        dock = self.dock
        dock.counted.connect(self._panel.set_count)
        dock.said.connect(window.say)
        dock.left.connect(self._leave)
        dock.open_wanted.connect(window.open)
        dock.settings_wanted.connect(self._want_settings)
        self.store.told.connect(self._use_settings)
        window.workspace.current_changed.connect(dock.show_page)
        window.destroyed.connect(self.store.close)
        application = QCoreApplication.instance()
        if isinstance(application, QGuiApplication):
            application.aboutToQuit.connect(self.store.close)
            application.applicationStateChanged.connect(self._look_again)

    def _take_places(self, told: PlacesTold) -> None:
        self.store.watch(Path(told.output))

    def _look_again(self, state: Qt.ApplicationState) -> None:
        """Whoever comes back may have edited pictures, which no folder tells of."""
        if state == Qt.ApplicationState.ApplicationActive:
            self.store.rescan()

    def _follow(self, job: Job, event: Event) -> None:
        if isinstance(event, NodePreview):
            picture = QImage.fromData(event.picture)
            self._preview = picture if not picture.isNull() else self._preview
            self._show_step(event.step, event.total)
        elif isinstance(event, NodeProgress):
            self._show_step(event.done, event.total)

    def _show_step(self, step: int, total: int) -> None:
        caption = tr("Step {step} / {total}", step=step, total=total)
        self.dock.show_running(self._preview, caption, step / total if total else 0.0)

    def _end(self, job: Job) -> None:
        self._preview = None
        self.dock.clear_running()
        self.store.notice(job.files)

    def _want_settings(self, path: Path, what: str) -> None:
        self._wanted = (str(path), what)
        self.store.read_settings(str(path))

    def _use_settings(self, path: str, settings: PictureSettings) -> None:
        """Set on the page that is shown what was asked for of a picture."""
        wanted, page = self._wanted, self._window.page
        if wanted is None or wanted[0] != path:
            return
        self._wanted = None
        if page is None:
            self._window.say(tr("Open a workflow first; the settings are set on it."))
            return
        if wanted[1] == "seed":
            settings = PictureSettings(seed=settings.seed)
        applied = apply_settings(page.document.graph, page.document.catalog, settings)
        if not applied.params:
            self._window.say(tr("Nothing in this workflow has a place for these settings."))
            return
        page.document.apply(applied.edit, tr("Use settings of a picture"))
        said = tr("Set from {name}: {params}.", name=Path(path).name, params=listed(applied.params))
        if applied.left_out:
            said += " " + tr("No place for: {params}.", params=listed(applied.left_out))
        self._window.say(said)

    def _leave(self) -> None:
        if self._window.page is not None:
            self._window.page.canvas.setFocus()
