"""Messages: what the studio asks of the engine's process, and what that answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_engine.check import Problem
from graph_engine.events import Event, RunStatus
from graph_engine.model_files import FoundModel

Json = Any
PROTOCOL = 2


@dataclass(frozen=True)
class Message:
    """What crosses the streams; its fields are JSON data, other dataclasses, or tuples of them."""


@dataclass(frozen=True)
class Ask(Message):
    """A question of the studio; each is answered once, in any order."""

    @property
    def overtakes(self) -> tuple[str, ...]:
        """What a newer ask with the same words makes pointless while it waits; empty: nothing."""
        return ()


@dataclass(frozen=True)
class Job(Ask):
    """Work that tells news while it goes on, one job at a time; StopJob ends it by its name."""

    job: str


@dataclass(frozen=True)
class Answer(Message):
    """What the engine's process says to an ask."""


@dataclass(frozen=True)
class News(Message):
    """What a job tells before its answer, under the number of its ask.

    The bytes of a large picture are not in the event but in `file`, a shared file of the process.
    The newest of pictures and of progress counts: older ones are left out when nobody keeps up.
    """

    event: Event
    file: str = ""


# --- Asks ---


@dataclass(frozen=True)
class Describe(Ask):
    """Which node types are there? Answered by Described."""


@dataclass(frozen=True)
class Check(Ask):
    """What is wrong with a workflow, and what is known of it? Answered by Checked.

    `text` is the workflow's JSON; `folder` is where its file lies, or empty.
    """

    document: str
    revision: int
    text: str
    folder: str = ""

    @property
    def overtakes(self) -> tuple[str, ...]:
        return ("check", self.document)


@dataclass(frozen=True)
class MakePlan(Ask):
    """What would a run do? Answered by Planned."""

    document: str
    revision: int
    text: str
    folder: str = ""
    targets: tuple[str, ...] = ()

    @property
    def overtakes(self) -> tuple[str, ...]:
        return ("plan", self.document)


@dataclass(frozen=True)
class Fits(Ask):
    """Which ports may a wire from this port end at? Answered by Fitting."""

    text: str
    folder: str
    node: str
    port: str
    is_output: bool

    @property
    def overtakes(self) -> tuple[str, ...]:
        return ("fits",)


@dataclass(frozen=True)
class ListModels(Ask):
    """Which model files are there? Answered by Models."""


@dataclass(frozen=True)
class TellPlaces(Ask):
    """Which folders are read and written? Answered by PlacesTold."""


@dataclass(frozen=True)
class TellDevice(Ask):
    """On which device are numbers computed, and how full is its memory? Answered by DeviceTold."""

    @property
    def overtakes(self) -> tuple[str, ...]:
        return ("device",)


@dataclass(frozen=True)
class RunJob(Job):
    """Run a workflow as it is now, whatever becomes of the document; answered by JobEnded."""

    text: str
    folder: str = ""
    targets: tuple[str, ...] = ()
    previews: bool = True


@dataclass(frozen=True)
class StopJob(Ask):
    """End a job within one step, keeping what is done; answered at once, by Stopping."""

    job: str


# --- Answers ---


@dataclass(frozen=True)
class Hello(Answer):
    """The first message, to no ask: which protocol and which Weft this is.

    `shared` is the folder of the files that News name. Older and newer Wefts read each other's.
    """

    protocol: int
    weft: str
    process: int
    shared: str = ""


@dataclass(frozen=True)
class Leaving(Answer):
    """To no ask: why the process ends itself after its next answer, so that a fresh one can come."""

    message: str


@dataclass(frozen=True)
class Described(Answer):
    """The catalogue as `graph_engine.descriptions.read_catalog` reads it."""

    catalog: Json


@dataclass(frozen=True)
class Checked(Answer):
    """The problems of a revision, and what is known of outputs by node and port."""

    document: str
    revision: int
    problems: tuple[Problem, ...]
    known: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)


@dataclass(frozen=True)
class Planned(Answer):
    """The plan of a revision as `weft plan --json` prints it, or the problems in its way."""

    document: str
    revision: int
    plan: Mapping[str, Json]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Fitting(Answer):
    """By `node.port` the ports whose type fits, with why they can't be linked, or empty."""

    reasons: Mapping[str, str]


@dataclass(frozen=True)
class Models(Answer):
    """The models found, the folders searched, and which of them the user had remembered."""

    models: tuple[FoundModel, ...]
    folders: tuple[str, ...]
    remembered: tuple[str, ...]


@dataclass(frozen=True)
class PlacesTold(Answer):
    """The folders that are searched for pictures and models, and those that are written to."""

    inputs: tuple[str, ...]
    models: tuple[str, ...]
    output: str
    user_data: str
    cache: str


@dataclass(frozen=True)
class DeviceTold(Answer):
    """The device, its dtype, and its memory in bytes; `own` is what this process takes of it."""

    name: str
    dtype: str
    used: int
    total: int
    own: int


@dataclass(frozen=True)
class JobEnded(Answer):
    """How a job ended, as `weft run --json` tells it; `problems` are why it could not begin.

    With `device_lost` the process ends after it, and the job may go on in a fresh one.
    """

    job: str
    status: RunStatus
    seconds: float = 0.0
    unet_evaluations: int = 0
    outputs: Json = field(default_factory=dict)
    nodes: Json = field(default_factory=dict)
    error: Json = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    device_lost: bool = False


@dataclass(frozen=True)
class Stopping(Answer):
    """Whether there is such a job, which ends soon then."""

    job: str
    found: bool


@dataclass(frozen=True)
class Failed(Answer):
    """Why there is no answer to an ask, or what was wrong with a message (ask number 0)."""

    message: str
    hint: str = ""


@dataclass(frozen=True)
class Superseded(Answer):
    """A newer ask of the same kind came before this one's turn."""
