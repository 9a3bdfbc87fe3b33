"""A node pack without torch: small nodes that do each thing that a node may do to the engine."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_engine import Catalog, Node, NodeError
from graph_engine.context import Context
from graph_engine.hints import ImageFile, ModelFile, Number, Seed, Slider


@dataclass(frozen=True, eq=False)
class Signal:
    """Samples at a rate: a value with an array, as pictures and latents are."""

    samples: NDArray[np.float64]
    rate: float = 1.0
    label: Label | None = None


@dataclass(frozen=True)
class Label:
    """A value without arrays."""

    text: str
    tags: tuple[str, ...] = ()


class Ledger:
    """Which nodes really computed something, in order; one per session."""

    def __init__(self) -> None:
        self.executed: list[str] = []


def note(context: Context) -> None:
    """Write down that a node runs."""
    context.resources.get(Ledger, Ledger).executed.append(context.node)


class Const(Node):
    """Give a whole number.

    Inputs:
        value: The number.
    """

    value: Annotated[int, Number(-1000, 1000)] = 0
    seed: Annotated[int, Seed()] = 0

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        note(context)
        return self.Outputs(self.value)


class Guess(Node):
    """Give a number that hangs on the moment, so that it is not to be kept."""

    value: int = 0

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        note(context)
        context.do_not_keep_result()
        return self.Outputs(self.value)


class Fraction(Node):
    """Give a number."""

    value: float = 0.0

    class Outputs(NamedTuple):
        value: float

    def run(self, context: Context) -> Outputs:
        note(context)
        return self.Outputs(self.value)


class Add(Node, replaces=("Plus",)):
    """Calculate with two whole numbers.

    Inputs:
        first: The first number.
        mode: What to do.
    Outputs:
        value: The result.
    """

    first: int
    second: int = 0
    mode: Literal["sum", "difference", "product"] = "sum"

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        note(context)
        results = {
            "sum": self.first + self.second,
            "difference": self.first - self.second,
            "product": self.first * self.second % 1000,
        }
        return self.Outputs(results[self.mode])


class Scale(Node):
    """Multiply a number."""

    value: float = 1.0
    factor: Annotated[float, Slider(-10, 10)] = 2.0

    class Outputs(NamedTuple):
        value: float

    def run(self, context: Context) -> Outputs:
        note(context)
        return self.Outputs(self.value * self.factor)


class Write(Node):
    """Give text."""

    text: str = ""
    upper: bool = False

    class Outputs(NamedTuple):
        text: str
        label: Label

    def run(self, context: Context) -> Outputs:
        note(context)
        text = self.text.upper() if self.upper else self.text
        return self.Outputs(text, Label(text, (text[:1], "a tag")))


class Ramp(Node, category="Signals"):
    """Give a signal that rises."""

    length: Annotated[int, Number(1, 100_000)] = 8
    start: float = 0.0

    class Outputs(NamedTuple):
        signal: Signal

    def run(self, context: Context) -> Outputs:
        note(context)
        return self.Outputs(Signal(np.arange(self.length, dtype=np.float64) + self.start, rate=2.0))


class Mix(Node, category="Signals"):
    """Add two signals, the second being optional."""

    first: Signal
    second: Signal | None = None
    weight: float = 0.5
    label: Label | None = None

    class Outputs(NamedTuple):
        signal: Signal

    def run(self, context: Context) -> Outputs:
        note(context)
        samples = self.first.samples * self.weight
        if self.second is not None:
            length = min(len(samples), len(self.second.samples))
            samples = samples[:length] + self.second.samples[:length]
        return self.Outputs(Signal(samples, self.first.rate, self.label))


class Measure(Node, category="Signals"):
    """Say what a signal is like."""

    signal: Signal

    class Outputs(NamedTuple):
        mean: float
        length: int

    def run(self, context: Context) -> Outputs:
        note(context)
        return self.Outputs(float(self.signal.samples.mean()), len(self.signal.samples))


class Vandal(Node, category="Signals"):
    """Change the signal that came in, which no node may do."""

    signal: Signal

    class Outputs(NamedTuple):
        signal: Signal

    def run(self, context: Context) -> Outputs:
        note(context)
        self.signal.samples[0] = 666.0
        return self.Outputs(self.signal)


class Pick(Node):
    """Take a choice, which a link may bring too."""

    choice: Literal["left", "right"] = "left"
    share: Annotated[float, Slider(0, 1)] = 0.5

    class Outputs(NamedTuple):
        value: float

    def run(self, context: Context) -> Outputs:
        note(context)
        return self.Outputs(self.share if self.choice == "left" else 1 - self.share)


class Numeric(Node, numerics=("numpy",), version=3):
    """Give a number that the device decides."""

    value: int = 0

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        note(context)
        return self.Outputs(self.value)


class ReadFile(Node):
    """Read a file."""

    file: Annotated[str, ImageFile()] = ""

    class Outputs(NamedTuple):
        text: str

    def run(self, context: Context) -> Outputs:
        note(context)
        path = context.places.find(ImageFile(), self.file)
        assert path is not None
        return self.Outputs(path.read_text(encoding="utf-8"))


class Watch(Node):
    """Tell what a file holds that no hint names, by a fingerprint."""

    path: str = ""

    class Outputs(NamedTuple):
        text: str

    def fingerprint(self) -> str:
        return Path(self.path).read_text(encoding="utf-8")

    def run(self, context: Context) -> Outputs:
        note(context)
        return self.Outputs(Path(self.path).read_text(encoding="utf-8"))


class UseModel(Node):
    """Name a model."""

    model: Annotated[str, ModelFile(kind="unet")] = ""

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        note(context)
        return self.Outputs(len(self.model))


class Fail(Node):
    """Raise an error that nobody expected."""

    value: int = 0
    message: str = "the lamp broke"

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        note(context)
        raise ZeroDivisionError(self.message)


class Unprintable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("not even this")


class FailBadly(Node):
    """Raise what is hard to report."""

    how: Literal["unprintable", "exit", "lines", "silent"] = "unprintable"

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        raised: dict[str, BaseException] = {
            "unprintable": Unprintable(),
            "exit": SystemExit(3),
            "lines": ValueError("first line\nsecond line " + 10_000 * "x"),
            "silent": ValueError(),
        }
        raise raised[self.how]


class Complain(Node):
    """Refuse with a sentence for the user."""

    value: int = 0

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        raise NodeError("the value is ugly", port="value", hint="Take a nicer one.")


class Exhaust(Node):
    """Need more memory than there is."""

    value: int = 0

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        raise MemoryError


class Slow(Node):
    """Go on for many steps."""

    value: int = 0
    steps: int = 10

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        note(context)
        for step in range(self.steps):
            context.progress(step, self.steps)
        context.count("steps", self.steps)
        return self.Outputs(self.value)


class Liar(Node):
    """Return something else than declared."""

    value: int = 0

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Any:
        return {"value": self.value}


class Eraser(Node, effects=True):
    """Delete the results that lie in a cache folder, then show a number."""

    value: int = 0
    folder: str = ""

    def run(self, context: Context) -> dict[str, Any]:
        shutil.rmtree(Path(self.folder) / "results", ignore_errors=True)
        (Path(self.folder) / "small.jsonl").unlink(missing_ok=True)
        return {"value": self.value}


class Show(Node, effects=True):
    """Show a number."""

    value: int = 0
    label: str = ""

    def run(self, context: Context) -> dict[str, Any]:
        note(context)
        return {"value": self.value, "label": self.label}


class ShowSignal(Node, effects=True):
    """Show a signal."""

    signal: Signal

    def run(self, context: Context) -> dict[str, Any]:
        note(context)
        return {"samples": self.signal.samples.tolist()}


@dataclass(frozen=True)
class Opaque:
    """A value that no codec can store."""

    held: Any = field(default_factory=object)


class Hold(Node):
    """Give a value that stays in memory."""

    value: int = 0

    class Outputs(NamedTuple):
        opaque: Opaque

    def run(self, context: Context) -> Outputs:
        note(context)
        return self.Outputs(Opaque())


STUBS: tuple[type[Node], ...] = (
    Const,
    Fraction,
    Guess,
    Add,
    Scale,
    Write,
    Ramp,
    Mix,
    Measure,
    Vandal,
    Pick,
    Numeric,
    ReadFile,
    Watch,
    UseModel,
    Fail,
    FailBadly,
    Complain,
    Exhaust,
    Slow,
    Liar,
    Eraser,
    Show,
    ShowSignal,
    Hold,
)


def stub_catalog() -> Catalog:
    """The catalogue of this pack."""
    return Catalog.of(*STUBS)
