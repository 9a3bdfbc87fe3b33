"""Film answers: the engine's side of the film: its steps, its frames, its file, its branches."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graph_engine.branching import Branch, branch
from graph_engine.film import Film
from graph_engine.film_export import check_film_file, film_frames, write_film
from graph_engine.film_pictures import as_one, encoded, pixels_of
from graph_engine.film_steps import Sketch, StepFacts
from graph_engine.hosts.engine_process.film_messages import (
    Branched,
    BranchFilm,
    ExportFilm,
    FilmAsk,
    FilmExported,
    FilmFrame,
    FilmListed,
    FilmPlace,
    FilmSection,
    FilmShown,
    FilmStep,
    ListFilm,
    ShowFrame,
    ShowSketches,
)
from graph_engine.hosts.engine_process.messages import Answer, Ask
from graph_engine.session import Session
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import format_workflow

FILM = "film"
EXPORTS = "film exports"
_UNKNOWN = -1.0


class FilmAnswers:
    """Answers asks about films; each lane's asks come from one thread, with a session of its own.

    A film is made anew when its steps are listed; frames are read from the one that was listed.
    """

    def __init__(
        self, session: Callable[[str], Session], read: Callable[[str, str], Workflow]
    ) -> None:
        self._session = session
        self._read = read
        self._last: tuple[tuple[str, str, tuple[str, ...]], Film] | None = None
        self.answers: Mapping[type[Ask], tuple[str, Callable[[Any], Answer]]] = {
            ListFilm: (FILM, self._list),
            ShowSketches: (FILM, self._sketches),
            ShowFrame: (FILM, self._frame),
            BranchFilm: (FILM, self._branch),
            ExportFilm: (EXPORTS, self._export),
        }

    def _list(self, ask: ListFilm) -> Answer:
        self._last = None
        sections = tuple(
            FilmSection(
                section.node,
                section.type,
                tuple(
                    _told(facts, at in section.known) for at, facts in enumerate(section.steps, 1)
                ),
            )
            for section in self._film(ask).sections()
        )
        return FilmListed(ask.document, sections)

    def _sketches(self, ask: ShowSketches) -> Answer:
        film = self._film(ask)
        sketches = ((place, film.sketch(place.node, place.step)) for place in ask.places)
        frames = (_frame(place, found or Sketch(b"")) for place, found in sketches)
        return FilmShown(ask.document, tuple(frames))

    def _frame(self, ask: ShowFrame) -> Answer:
        place = ask.place
        value = self._film(ask).picture(place.node, place.step)
        if value is None:
            return FilmShown(ask.document, (_frame(place, Sketch(b"")),))
        pixels = pixels_of(value)
        count, height, width, _ = pixels.shape
        decoded = Sketch(encoded(as_one(pixels, gap=1)), width, height, count)
        return FilmShown(ask.document, (_frame(place, decoded),))

    def _export(self, ask: ExportFilm) -> Answer:
        file = Path(ask.path)
        check_film_file(file)
        film = Film(self._session(EXPORTS), self._read(ask.text, ask.folder), ask.targets)
        places = [(place.node, place.step) for place in ask.places]
        frames = film_frames(film, places, decoded=ask.decoded)
        count = write_film(frames, file, ask.per_second)
        return FilmExported(str(file), count, file.stat().st_size)

    def _branch(self, ask: BranchFilm) -> Answer:
        changes = Branch(
            prompt=ask.prompt if "prompt" in ask.changes else None,
            guidance=ask.guidance if "guidance" in ask.changes else None,
            seed=ask.seed if "seed" in ask.changes else None,
        )
        workflow = self._read(ask.text, ask.folder)
        made = branch(self._film(ask), workflow, ask.place.node, ask.place.step, changes)
        return Branched(format_workflow(made.workflow), made.node, ask.place.step)

    def _film(self, ask: FilmAsk) -> Film:
        what = (ask.text, ask.folder, ask.targets)
        if self._last is None or self._last[0] != what:
            workflow = self._read(ask.text, ask.folder)
            self._last = (what, Film(self._session(FILM), workflow, ask.targets))
        return self._last[1]


def _told(facts: StepFacts, known: bool) -> FilmStep:
    numbers = (facts.sigma, facts.guidance, facts.border)
    sigma, guidance, border = (_UNKNOWN if one is None else float(one) for one in numbers)
    return FilmStep(sigma, guidance, facts.controls, border, facts.draws, known)


def _frame(place: FilmPlace, found: Sketch) -> FilmFrame:
    data = base64.b64encode(found.picture).decode("ascii")
    size = (found.width, found.height, found.pictures)
    return FilmFrame(place.node, place.step, data, *size)
