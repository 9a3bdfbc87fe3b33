"""PreviewActions: what can be done with the picture and the film: copy, save, branch, compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.look.file_dialog import ask_to_open, ask_to_save
from app.look.menu import PaintedMenu
from app.look.words import tr
from app.preview.branch_dialog import BranchChanges, BranchDialog, BranchPoint
from app.preview.export_dialog import ExportChoice, ExportDialog
from app.preview.film_reader import FilmEngine
from app.preview.film_show import FilmShow
from app.preview.picture_view import PictureView
from app.preview.titles import Titles
from graph_engine.hosts.engine_process.film_messages import (
    Branched,
    BranchFilm,
    ExportFilm,
    FilmExported,
    FilmPlace,
)

_PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp *.gif"


class PreviewActions(QObject):
    """The menu of the panel; `branched` carries a variant's JSON and its name."""

    said = Signal(str)
    branched = Signal(str, str)
    compare_wanted = Signal(object)

    def __init__(
        self,
        panel: QWidget,
        view: PictureView,
        show: FilmShow,
        engine: FilmEngine | None,
        titles: Callable[[], Titles],
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._view = view
        self._show = show
        self._engine = engine
        self._titles = titles

    def open_menu(self, at: QPoint) -> PaintedMenu:
        """Show the menu at a place of the screen."""
        menu = PaintedMenu("", self._panel)
        picture = self._view.picture is not None
        menu.addAction(tr("Copy picture"), self.copy).setEnabled(picture)
        menu.addAction(tr("Save picture as…"), self.save).setEnabled(picture)
        menu.addAction(tr("Compare with a file…"), self.compare_file).setEnabled(picture)
        menu.addSeparator()
        place = self._show.place
        words = tr("Branch from here…")
        if place is not None:
            words = tr("Branch from step {step}…", step=place[1])
        can_ask = self._engine is not None and place is not None
        menu.addAction(words, self.branch).setEnabled(can_ask and self._has_steps_after())
        menu.addAction(tr("Save the film…"), self.export).setEnabled(can_ask)
        menu.popup(at)
        return menu

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self._view.picture is not None:
            QGuiApplication.clipboard().setImage(self._view.picture.levels[0])
            self.said.emit(tr("The picture is on the clipboard."))

    def save(self) -> None:
        """Write the picture to a file."""
        picture = self._view.picture
        if picture is None:
            return
        kinds = tr("Pictures ({kinds})", kinds="*.png *.jpg *.webp")
        file = ask_to_save(self._panel, tr("Save the picture"), Path("preview.png"), kinds)
        if file is None:
            return
        file = file if file.suffix else file.with_suffix(".png")
        if picture.levels[0].save(str(file)):
            self.said.emit(tr("Saved {file}.", file=file.name))
        else:
            self.said.emit(tr("{file} can't be written.", file=file.name))

    def compare_file(self) -> None:
        """Compare the picture with one from a file."""
        kinds = tr("Pictures ({kinds})", kinds=_PICTURES)
        file = ask_to_open(self._panel, tr("Compare with"), Path(), kinds)
        if file is not None:
            self.compare_wanted.emit(file)

    # --- the film

    def branch(self) -> BranchDialog | None:
        """Ask what is another after the step that is shown."""
        point = self._point()
        if point is None:
            return None
        self._show.stay()
        dialog = BranchDialog(self._panel.window(), point)
        dialog.wanted.connect(lambda changes: self._branch(point, changes))
        dialog.open()
        return dialog

    def export(self) -> ExportDialog:
        """Ask how the film is to be saved."""
        dialog = ExportDialog(self._panel.window(), len(self._known_places()))
        dialog.wanted.connect(self._ask_for_file)
        dialog.open()
        return dialog

    def write_film(self, file: Path, choice: ExportChoice) -> None:
        """Have the engine write the film."""
        of = self._show.of
        if of is None or self._engine is None:
            return
        self.said.emit(tr("Saving the film to {file}…", file=file.name))
        ask = ExportFilm(
            "preview",
            of.text,
            of.folder,
            of.targets,
            self._known_places(),
            str(file),
            float(choice.per_second),
            choice.decoded,
        )
        self._engine.ask(ask, FilmExported, self._tell_file, self.said.emit)

    def _ask_for_file(self, choice: ExportChoice) -> None:
        kinds = tr("Films ({kinds})", kinds=f"*{choice.suffix}")
        suggestion = Path(f"film{choice.suffix}")
        file = ask_to_save(self._panel, tr("Save the film"), suggestion, kinds)
        if file is not None:
            same = file.suffix.lower() == choice.suffix
            self.write_film(file if same else file.with_name(file.name + choice.suffix), choice)

    def _tell_file(self, told: FilmExported) -> None:
        size = max(1, round(told.bytes / 1024))
        name = Path(told.path).name
        self.said.emit(
            tr(
                "Saved {file}: {frames} frames, {size} KB.",
                file=name,
                frames=told.frames,
                size=size,
            )
        )

    def _branch(self, point: BranchPoint, changes: BranchChanges) -> None:
        of, place = self._show.of, self._show.place
        if of is None or place is None or self._engine is None:
            return
        ask = BranchFilm(
            "preview",
            of.text,
            of.folder,
            of.targets,
            FilmPlace(*place),
            changes.changes,
            changes.prompt,
            changes.guidance,
            changes.seed,
        )
        name = tr("branch from step {step}", step=point.step)
        self._engine.ask(
            ask, Branched, lambda made: self.branched.emit(made.text, name), self.said.emit
        )

    def _point(self) -> BranchPoint | None:
        place = self._show.place
        if place is None:
            return None
        titles, facts = self._titles(), self._show.film.ticks[self._show.at].facts
        seed = titles.seed_of(place[0]) if facts.draws else -1
        prompt = titles.prompt_of(place[0])
        return BranchPoint(titles.of(place[0]), place[1], prompt, facts.guidance, seed)

    def _has_steps_after(self) -> bool:
        facts = self._show.film.ticks[self._show.at].facts
        return facts.border >= 0

    def _known_places(self) -> tuple[FilmPlace, ...]:
        film = self._show.film
        known = (at for at in range(len(film)) if film.is_step_known(at))
        return tuple(FilmPlace(film.ticks[at].node, film.ticks[at].step) for at in known)
