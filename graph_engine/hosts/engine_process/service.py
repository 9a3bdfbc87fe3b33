"""Service: answers the studio's asks with the engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from graph_engine.catalog import Catalog
from graph_engine.descriptions import catalog_data
from graph_engine.device_memory import device_memory
from graph_engine.errors import ProblemsError, WeftError
from graph_engine.fitting import WireEnd
from graph_engine.foresight import facts_data
from graph_engine.hosts.engine_process.film_answers import EXPORTS, FILM, FilmAnswers
from graph_engine.hosts.engine_process.jobs import (
    Finished,
    Stops,
    Tell,
    not_begun,
    run_job,
)
from graph_engine.hosts.engine_process.messages import (
    Answer,
    Ask,
    Check,
    Checked,
    Describe,
    Described,
    DeviceTold,
    Fits,
    Fitting,
    Job,
    ListModels,
    MakePlan,
    Models,
    PlacesTold,
    Planned,
    RunJob,
    TellDevice,
    TellPlaces,
)
from graph_engine.hosts.engine_process.sweep_messages import (
    DrawSheet,
    PlanSweep,
    RunSweep,
    VerifyPicture,
)
from graph_engine.hosts.engine_process.sweeps import answer_plan, draw_sheet, run_sweep_job
from graph_engine.hosts.engine_process.trimming import trim_memory
from graph_engine.hosts.engine_process.verifying import verify_job
from graph_engine.model_files import KnownModels, describe_model, list_models
from graph_engine.model_folders import remembered_folders
from graph_engine.places import Places, default_cache, node_folders
from graph_engine.rereading import Rereader
from graph_engine.session import MEMORY_LIMIT, STEPS_MEMORY_LIMIT, Session
from graph_engine.sweep_journal import SweepJournal

_WORKFLOWS_KEPT = 8
_PATIENCE_SECONDS = 0.3
_SMALL_SHARE = 8
RUNS = "runs"


@dataclass(frozen=True)
class ServiceOptions:
    """What the process is started with: folders, device and dtype, as for `weft run`."""

    output: Path = Path("output")
    models: tuple[Path, ...] = ()
    cache: Path | None = None
    device: str = "auto"
    dtype: str = "auto"


class Service:
    """Knows the answer to every ask; each lane's asks come from one thread only."""

    def __init__(self, options: ServiceOptions) -> None:
        self._options = options
        self._loaded: Catalog | None = None
        self._sessions: dict[str, Session] = {}
        self._one_at_a_time = threading.RLock()
        self._no_plan_is_made = threading.Event()
        self._no_plan_is_made.set()
        self._read = lru_cache(_WORKFLOWS_KEPT)(Rereader().read)
        self._answers: Mapping[type[Ask], tuple[str, Callable[[Any], Answer]]] = {
            Describe: ("checks", self._describe),
            Check: ("checks", self._check),
            Fits: ("checks", self._fits),
            TellPlaces: ("checks", self._places),
            TellDevice: ("checks", self._device),
            MakePlan: ("plans", self._plan),
            ListModels: ("models", self._models),
            PlanSweep: ("sweeps", self._plan_sweep),
            DrawSheet: ("sheets", self._draw_sheet),
            **FilmAnswers(self._session, self._read).answers,
        }
        self._jobs: Mapping[type[Job], Callable[[Any, Tell], Answer]] = {
            RunJob: self._run,
            RunSweep: self._run_sweep,
            VerifyPicture: self._verify,
        }
        self.stops = Stops()
        self.must_end = ""
        """Why the process has to end after the answer that was given last."""

    def lane(self, ask: Ask) -> str:
        """The name of the lane that an ask waits in: what is quick never waits for the slow."""
        return RUNS if isinstance(ask, Job) else self._answers[type(ask)][0]

    def answer(self, ask: Ask, tell: Tell) -> Answer:
        """The answer to an ask, the news before it told; raises WeftError if there is none."""
        if isinstance(ask, Job):
            return self._jobs[type(ask)](ask, tell)
        return self._answers[type(ask)][1](ask)

    def _catalog(self) -> Catalog:
        with self._one_at_a_time:
            if self._loaded is None:
                self._loaded = Catalog.load(node_folders())
            return self._loaded

    def _session(self, lane: str) -> Session:
        """The session of a lane.

        That of the checks reads nothing from the cache. Plans and runs share one, so that a plan
        after a run knows what that has in memory, and models stay loaded between runs. Films have
        their own, because models are not shared between threads; they hold little.
        """
        with self._one_at_a_time:
            if lane not in self._sessions:
                keeps = lane in (RUNS, FILM, EXPORTS)
                share = 1 if lane == RUNS else _SMALL_SHARE
                self._sessions[lane] = Session(
                    catalog=self._catalog(),
                    models=self._options.models,
                    output=self._options.output,
                    cache=self._options.cache,
                    keep_results=keeps,
                    keep_steps=keeps,
                    device=self._options.device,
                    dtype=self._options.dtype,
                    memory_limit=MEMORY_LIMIT // share,
                    steps_memory_limit=STEPS_MEMORY_LIMIT // share,
                )
            return self._sessions[lane]

    def _describe(self, ask: Describe) -> Answer:
        return Described(catalog_data(self._catalog()))

    def _check(self, ask: Check) -> Answer:
        # Somebody waits for the plan of the same edit; at once both would take twice as long.
        self._no_plan_is_made.wait(_PATIENCE_SECONDS)
        workflow = self._read(ask.text, ask.folder)
        found = self._session("checks").examine(workflow)
        return Checked(ask.document, ask.revision, found.problems, facts_data(found.facts))

    def _fits(self, ask: Fits) -> Answer:
        workflow = self._read(ask.text, ask.folder)
        end = WireEnd(ask.node, ask.port, ask.is_output)
        return Fitting(self._session("checks").fits(workflow, end))

    def _plan(self, ask: MakePlan) -> Answer:
        self._no_plan_is_made.clear()
        try:
            return self._make_plan(ask)
        finally:
            self._no_plan_is_made.set()

    def _make_plan(self, ask: MakePlan) -> Answer:
        workflow = self._read(ask.text, ask.folder)
        try:
            plan = self._session(RUNS).plan(workflow, ask.targets)
        except ProblemsError as error:
            return Planned(ask.document, ask.revision, {}, error.problems)
        return Planned(ask.document, ask.revision, plan.as_data())

    def _run(self, ask: RunJob, tell: Tell) -> Answer:
        return self._stoppable(
            ask, lambda stop: run_job(self._session(RUNS), ask, self._read, tell, stop)
        )

    def _plan_sweep(self, ask: PlanSweep) -> Answer:
        return answer_plan(self._session(RUNS), ask, self._read)

    def _draw_sheet(self, ask: DrawSheet) -> Answer:
        return draw_sheet(self._session("checks"), ask, self._read)

    def _run_sweep(self, ask: RunSweep, tell: Tell) -> Answer:
        journal = SweepJournal(self._cache / "sweeps", ask.job)
        return self._stoppable(
            ask,
            lambda stop: run_sweep_job(self._session(RUNS), ask, self._read, tell, stop, journal),
        )

    def _verify(self, ask: VerifyPicture, tell: Tell) -> Answer:
        return self._stoppable(ask, lambda stop: verify_job(ask, self._fresh_session, tell, stop))

    def _stoppable(self, ask: Job, run: Callable[[threading.Event], Finished]) -> Answer:
        """The end of a job that hears of a stop."""
        try:
            ended, lost = run(self.stops.event(ask))
            self._note_hits()
        except WeftError as error:  # there is no session: its device is not there
            return not_begun(ask, error)
        finally:
            self.stops.forget(ask)
            trim_memory()
        self.must_end = lost.message if lost is not None else ""
        return replace(ended, device_lost=lost is not None)

    def _note_hits(self) -> None:
        """Have `weft cache` know how often results were found: the process may end any moment."""
        cache = self._session(RUNS).cache
        if cache.disk is not None:
            cache.disk.close()

    def _fresh_session(self, output: Path) -> Session:
        """A session that knows no results, and writes to a folder of its own."""
        return Session(
            catalog=self._catalog(),
            models=self._options.models,
            output=output,
            cache=self._options.cache,
            keep_results=False,
            device=self._options.device,
            dtype=self._options.dtype,
        )

    def _models(self, ask: ListModels) -> Answer:
        places = self._renewed_places()
        found = list_models(places.models, KnownModels(self._cache / "models.json"))
        return Models(
            models=tuple(map(describe_model, found)),
            folders=tuple(map(str, places.models)),
            remembered=tuple(map(str, remembered_folders())),
        )

    def _places(self, ask: TellPlaces) -> Answer:
        places = self._renewed_places()
        return PlacesTold(
            inputs=tuple(str(folder.resolve()) for folder in places.inputs),
            models=tuple(str(folder.resolve()) for folder in places.models),
            output=str(places.output.resolve()),
            user_data=str(user_data_path("weft", appauthor=False)),
            cache=str(self._cache.resolve()),
        )

    def _device(self, ask: TellDevice) -> Answer:
        device = self._session("checks").device
        memory = device_memory(device)
        return DeviceTold(device.name, device.dtype, memory.used, memory.total, memory.own)

    def _renewed_places(self) -> Places:
        """The folders as they are now: the user may have added one since the start."""
        options = self._options
        places = Places.default(models=options.models, output=options.output)
        with self._one_at_a_time:
            for session in self._sessions.values():
                session.places = places
        return places

    @property
    def _cache(self) -> Path:
        return self._options.cache or default_cache()
