"""Film messages: what the studio asks of the film of a run, and what the engine's process answers.

Steps count from 1. A number that is not known is -1.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_engine.hosts.engine_process.messages import Answer, Ask


@dataclass(frozen=True)
class FilmStep:
    """A step: the noise that it begins with, its guidance and controls, and whether it is kept.

    `border` lies between it and the next in the progress of the denoising; `draws` says that steps
    after it draw noise.
    """

    sigma: float
    guidance: float
    controls: tuple[str, ...]
    border: float
    draws: bool
    known: bool


@dataclass(frozen=True)
class FilmSection:
    """The steps of one sampler."""

    node: str
    type: str
    steps: tuple[FilmStep, ...]


@dataclass(frozen=True)
class FilmPlace:
    """A step of a sampler."""

    node: str
    step: int


@dataclass(frozen=True)
class FilmFrame:
    """What a step foretold, as base64 of a PNG or JPEG; empty where it is not at hand.

    Of a batch, all `pictures` stand in a square with a gap of one pixel; each will have `width`
    and `height` in the end.
    """

    node: str
    step: int
    picture: str
    width: int = 0
    height: int = 0
    pictures: int = 1


@dataclass(frozen=True)
class FilmAsk(Ask):
    """An ask about the film of a workflow's targets, by default all nodes with effects.

    `document` stands for who asks; `folder` is where the workflow's file lies, or empty.
    """

    document: str
    text: str
    folder: str = ""
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListFilm(FilmAsk):
    """Which samplers and steps are on the way to the targets? Answered by FilmListed."""

    @property
    def overtakes(self) -> tuple[str, ...]:
        return ("film", self.document)


@dataclass(frozen=True)
class ShowSketches(FilmAsk):
    """What did these steps foretell, in small? Answered by FilmShown."""

    places: tuple[FilmPlace, ...] = ()


@dataclass(frozen=True)
class ShowFrame(FilmAsk):
    """What did a step foretell, decoded at full size? Answered by FilmShown."""

    place: FilmPlace = FilmPlace("", 0)

    @property
    def overtakes(self) -> tuple[str, ...]:
        return ("film frame", self.document)


@dataclass(frozen=True)
class ExportFilm(FilmAsk):
    """Write frames to a file, as its name's ending says; answered by FilmExported.

    `decoded` says whether each is decoded at full size, or enlarged from its sketch.
    """

    places: tuple[FilmPlace, ...] = ()
    path: str = ""
    per_second: float = 8.0
    decoded: bool = True


@dataclass(frozen=True)
class BranchFilm(FilmAsk):
    """Make a variant of the workflow that shares the steps up to one; answered by Branched.

    `changes` names what is another after it: "prompt", "guidance", "seed".
    """

    place: FilmPlace = FilmPlace("", 0)
    changes: tuple[str, ...] = ()
    prompt: str = ""
    guidance: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class FilmListed(Answer):
    """The film's sections, in the order of the run."""

    document: str
    sections: tuple[FilmSection, ...]


@dataclass(frozen=True)
class FilmShown(Answer):
    """Frames of the film, in the order in which they were asked for."""

    document: str
    frames: tuple[FilmFrame, ...]


@dataclass(frozen=True)
class FilmExported(Answer):
    """The file that was written, how many frames are in it, and its size."""

    path: str
    frames: int
    bytes: int


@dataclass(frozen=True)
class Branched(Answer):
    """The variant's JSON, the sampler that does the steps that differ, and how many are shared."""

    text: str
    node: str
    shared: int
