"""FilmReader: asks the engine for the steps and the frames of a film."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject

from graph_engine.hosts.engine_process.film_messages import (
    FilmFrame,
    FilmListed,
    FilmPlace,
    FilmSection,
    FilmShown,
    ListFilm,
    ShowFrame,
    ShowSketches,
)
from graph_engine.hosts.engine_process.messages import Answer, Ask

_AT_ONCE = 24

Given = TypeVar("Given", bound=Answer)


class FilmEngine(Protocol):
    """What films are asked of: the client of the engine's process."""

    def ask(
        self,
        ask: Ask,
        answer: type[Given],
        then: Callable[[Given], object],
        refused: Callable[[str], object] = ...,
    ) -> int:
        """Any question, with the kind of its answer."""


@dataclass(frozen=True)
class FilmOf:
    """What a film is of: a workflow as JSON, its folder, and the results that are looked at."""

    text: str
    folder: str = ""
    targets: tuple[str, ...] = ()


class FilmReader(QObject):
    """Answers come later; those to a film that is not looked at any more are dropped."""

    def __init__(self, engine: FilmEngine | None, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._of: FilmOf | None = None
        self._asked: set[tuple[str, int]] = set()

    @property
    def of(self) -> FilmOf | None:
        """What the film is of that is looked at."""
        return self._of

    def look_at(self, of: FilmOf | None) -> None:
        """Read this film from now on."""
        if of != self._of:
            self._of = of
            self._asked.clear()

    def steps(
        self, then: Callable[[tuple[FilmSection, ...]], object], refused: Callable[[str], object]
    ) -> None:
        """List the steps, and which of them are at hand now."""
        of = self._of
        if of is None or self._engine is None:
            return
        ask = ListFilm("preview", of.text, of.folder, of.targets)
        self._engine.ask(
            ask,
            FilmListed,
            lambda listed: then(listed.sections) if of == self._of else None,
            lambda why: refused(why) if of == self._of else None,
        )

    def peek(self, of: FilmOf, then: Callable[[tuple[FilmSection, ...]], object]) -> None:
        """List the steps of another film, to see whether there is anything to look at."""
        if self._engine is not None:
            ask = ListFilm("preview peek", of.text, of.folder, of.targets)
            self._engine.ask(ask, FilmListed, lambda listed: then(listed.sections))

    def sketches(
        self, places: Iterable[tuple[str, int]], then: Callable[[FilmFrame], object]
    ) -> None:
        """Read small pictures of steps, each once."""
        of = self._of
        if of is None or self._engine is None:
            return
        wanted = [place for place in dict.fromkeys(places) if place not in self._asked]
        self._asked.update(wanted)
        for begin in range(0, len(wanted), _AT_ONCE):
            group = tuple(FilmPlace(*place) for place in wanted[begin : begin + _AT_ONCE])
            ask = ShowSketches("preview", of.text, of.folder, of.targets, group)

            def take(shown: FilmShown) -> None:
                self._pass_on(of, shown, then)

            self._engine.ask(ask, FilmShown, take)

    def frame(self, node: str, step: int, then: Callable[[FilmFrame], object]) -> None:
        """Read the picture of a step at full size."""
        of = self._of
        if of is None or self._engine is None:
            return
        ask = ShowFrame("preview", of.text, of.folder, of.targets, FilmPlace(node, step))
        self._engine.ask(ask, FilmShown, lambda shown: self._pass_on(of, shown, then))

    def _pass_on(self, of: FilmOf, shown: FilmShown, then: Callable[[FilmFrame], object]) -> None:
        if of != self._of:
            return
        for frame in shown.frames:
            if frame.picture:
                then(frame)
            else:
                self._asked.discard((frame.node, frame.step))  # it may come later
