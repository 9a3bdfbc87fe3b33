"""FilmShow: goes through a film: with the run, by hand, or playing; gets the pictures it needs."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.preview.film import Film
from app.preview.film_reader import FilmEngine, FilmOf, FilmReader
from app.preview.picture import Picture, Preparing, make_pictures
from graph_engine.hosts.engine_process.film_messages import FilmFrame, FilmSection

_STOPPED_MS = 180
_PLAY_MS = 110
_LAST_MS = 1200
_FULL_KEPT = 6
Place = tuple[str, int]
Pictures = tuple[Picture, ...]


class FilmShow(QObject):
    """The film that is looked at and the step of it that is shown.

    `changed` comes when steps, their states or the place in them are others; `framed` carries the
    pictures of the step that is shown, first small ones, then at full size. While something else
    is shown than a step (not `is_shown`), nothing is framed until somebody goes to one.
    """

    changed = Signal()
    framed = Signal(object)

    def __init__(self, engine: FilmEngine | None, parent: QObject) -> None:
        super().__init__(parent)
        self.film = Film()
        self.at = -1
        self.follows = False
        self.is_live = False
        self.is_shown = False
        self.sketches: dict[Place, Pictures] = {}
        self._full: dict[Place, Pictures] = {}
        self._wanted: set[Place] = set()
        self._tried: FilmOf | None = None
        self._reader = FilmReader(engine, self)
        self._preparing = Preparing(self)
        self._newest = Preparing(self, only_newest=True)
        self._stopped = QTimer(self, singleShot=True, interval=_STOPPED_MS)
        self._stopped.timeout.connect(self._read_full)
        self._playing = QTimer(self, singleShot=True)
        self._playing.timeout.connect(self._play_on)

    # --- which film

    @property
    def of(self) -> FilmOf | None:
        """What the film is of."""
        return self._reader.of

    @property
    def is_playing(self) -> bool:
        """Whether it goes through the steps by itself."""
        return self._playing.isActive()

    @property
    def place(self) -> Place | None:
        """The sampler and the step that are shown."""
        if not 0 <= self.at < len(self.film):
            return None
        tick = self.film.ticks[self.at]
        return tick.node, tick.step

    def look_at(self, of: FilmOf | None, *, is_live: bool = False, shows: bool = True) -> None:
        """Show another film, from its end; of a run that begins, as it grows.

        Unless it `shows`, what is shown stays until somebody goes to a step. None is no film, but
        perhaps a run.
        """
        self._playing.stop()
        self._stopped.stop()
        self._newest.drop()
        self.is_live = self.follows = is_live
        self.is_shown = shows
        # Steps that the run shares with what was looked at keep their pictures no longer: others
        # may have taken their place.
        self.film, self.at = Film(), -1
        self.sketches, self._full, self._wanted = {}, {}, set()
        self._reader.look_at(None)
        self._reader.look_at(of)
        self.changed.emit()
        self.relist()

    def try_to_look_at(self, of: FilmOf, *, shows: bool) -> None:
        """Look at another film once it turns out that it has a step, unless a run goes on."""

        def take(sections: tuple[FilmSection, ...]) -> None:
            known = any(step.known for section in sections for step in section.steps)
            if known and not self.is_live and of == self._tried and of != self.of:
                self.look_at(of, shows=shows)

        self._tried = of
        if of != self.of and not self.is_live:
            self._reader.peek(of, take)

    def relist(self) -> None:
        """Ask which steps there are and which are at hand."""
        self._reader.steps(self._take_steps, lambda _why: None)

    def end(self) -> None:
        """The run is over: what it kept can be looked at."""
        if self.is_live:
            self.is_live = self.follows = False
            self.changed.emit()
            self.relist()

    # --- what the run tells

    def progress(self, node: str, done: int, total: int) -> None:
        """A sampler has done some steps."""
        steps = sum(tick.node == node for tick in self.film.ticks)
        before = self.film.head
        self.film.progress(node, done)
        if self.film.place(node, 1) >= 0 and (
            steps != total or self.film.ticks[self.film.place(node, 1)].facts.sigma < 0
        ):
            self.relist()  # the run has just laid the steps out
        if self.follows and self.film.head != before:
            self.at = self.film.head
        self.changed.emit()

    def finished(self, node: str, resumed: int, *, whole: bool) -> None:
        """A sampler has ended, after so many steps from the cache."""
        self.film.finished(node, resumed, whole=whole)
        self.changed.emit()

    def served(self, node: str) -> None:
        """A sampler's result came from the cache."""
        self.film.served(node)
        self.changed.emit()

    def preview(self, node: str, step: int, make: Callable[[], Pictures]) -> None:
        """The run shows what a step foretells."""
        self._newest.make(make, partial(self._take_preview, (node, step)))

    def want(self, places: Iterable[int]) -> None:
        """Get small pictures of steps that are done; the run shows only some of them by itself."""
        ticks = (self.film.ticks[at] for at in places if 0 <= at < self.film.head)
        missing = {(tick.node, tick.step) for tick in ticks} - self.sketches.keys() - self._wanted
        self._wanted |= missing
        self._reader.sketches(missing, self._take_sketch)

    # --- going through it

    def go(self, at: int) -> None:
        """Show a step."""
        self._playing.stop()
        self.follows = self.is_live and at >= self.film.head
        self._go(at)

    def first(self) -> None:
        self.go(0)

    def last(self) -> None:
        """Show the last step that is done; of a run that goes on, follow it from there."""
        self.go(self.film.head)

    def play(self) -> None:
        """Play, from the start if it is at its end; during a run follow it; or stay here."""
        if self.is_live:
            self.follows = not self.follows
            if self.follows:
                self._go(self.film.head)
            self.changed.emit()
        elif self.is_playing:
            self._playing.stop()
            self._stopped.start()
            self.changed.emit()
        elif self.film.head >= 0:
            self._go(0 if self.at >= self.film.head else self.at)
            self._playing.start(_PLAY_MS)
            self.changed.emit()

    def leave(self, *, follows: bool = False) -> None:
        """Something else is shown than a step; unless it `follows`, a run doesn't take over."""
        self._playing.stop()
        self._stopped.stop()
        self._newest.drop()
        self.is_shown = False
        self.follows = self.follows and follows
        self.changed.emit()

    def stay(self) -> None:
        """Stay at the step that is shown, whatever the run does."""
        self._playing.stop()
        self.follows = False
        self.changed.emit()

    def wait(self) -> None:
        """Wait until no picture is being made."""
        self._preparing.wait()
        self._newest.wait()

    def _play_on(self) -> None:
        if self.at >= self.film.head:
            self._stopped.start(0)
            self.changed.emit()
            return
        self._go(self.at + 1)
        self._playing.start(_LAST_MS if self.at >= self.film.head else _PLAY_MS)

    def _go(self, at: int) -> None:
        if not 0 <= at < len(self.film):
            return
        self.at = at
        self.is_shown = True
        self._show()
        if not self.is_playing:
            self._stopped.start()
        self.changed.emit()

    def _show(self) -> None:
        place = self.place
        if place is None:
            return
        found = self._full.get(place) or self.sketches.get(place)
        if found is not None:
            self.framed.emit(found)
        else:
            self._reader.sketches([place], self._take_sketch)

    def _read_full(self) -> None:
        place = self.place
        wanted = self.is_shown and not self.follows
        if wanted and place is not None and place not in self._full:
            self._reader.frame(*place, self._take_full)

    # --- what the engine answers

    def _take_steps(self, sections: tuple[FilmSection, ...]) -> None:
        self.film = self.film.relisted(sections)
        if not self.is_live and self.at < 0:
            self.at = self.film.head
            self._stopped.start(0)
        elif self.follows:
            self.at = self.film.head
        if self.at >= len(self.film):
            self.at = self.film.head
        self._read_sketches()
        self.changed.emit()

    def _read_sketches(self) -> None:
        """Ask for what the strip shows first, then for all others."""
        ticks = self.film.ticks
        known = [at for at, tick in enumerate(ticks) if tick.facts.known]
        spread = known[:: max(1, len(known) // 10)]
        places = ((ticks[at].node, ticks[at].step) for at in dict.fromkeys((*spread, *known)))
        wanted = [place for place in places if place not in self.sketches]
        self._reader.sketches(wanted, self._take_sketch)

    def _take_sketch(self, frame: FilmFrame) -> None:
        of = self.of
        place = (frame.node, frame.step)

        def take(pictures: Pictures) -> None:
            if of is self.of and pictures:
                self.sketches[place] = pictures
                if place not in self._full:
                    self._frame(place, pictures)
                self.changed.emit()

        self._preparing.make(partial(_opened, frame), take)

    def _take_preview(self, place: Place, pictures: Pictures) -> None:
        self.sketches[place] = pictures
        at = self.film.place(*place)
        if self.follows and at >= 0:
            self.at = at
            self.is_shown = True
            self.framed.emit(pictures)
        self.changed.emit()

    def _take_full(self, frame: FilmFrame) -> None:
        of = self.of
        place = (frame.node, frame.step)

        def take(pictures: Pictures) -> None:
            if of is not self.of or not pictures:
                return
            self._full[place] = pictures
            while len(self._full) > _FULL_KEPT:
                del self._full[next(iter(self._full))]
            self._frame(place, pictures)

        self._newest.make(partial(_opened, frame), take)

    def _frame(self, place: Place, pictures: Pictures) -> None:
        if self.is_shown and place == self.place and not self.follows:
            self.framed.emit(pictures)


def strip_sketches(sketches: Mapping[Place, Pictures]) -> dict[Place, Picture]:
    """Of each batch the first picture."""
    return {place: pictures[0] for place, pictures in sketches.items() if pictures}


def _opened(frame: FilmFrame) -> Pictures:
    data = base64.b64decode(frame.picture)
    return open_pictures(data, frame.width, frame.height, frame.pictures)


def open_pictures(data: bytes, width: int, height: int, count: int) -> Pictures:
    """The pictures in the bytes of a file; none if they can't be read."""
    # Not by a reader on a QBuffer: Qt holds a lock while that looks at the bytes, for which PySide
    # wants the interpreter's lock. A thread that has that one and reads a picture never goes on.
    image = QImage.fromData(data)
    return make_pictures(image, width, height, count) if not image.isNull() else ()
