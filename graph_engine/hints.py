"""Hints: what a scalar input may hold and which widget edits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from graph_engine.file_names import file_name_problem, folder_problem


@dataclass(frozen=True)
class Hint:
    """What is known of a value beyond its type; put it into `Annotated[type, hint]`."""

    widget: ClassVar[str] = "value"

    def problem(self, value: Any) -> str:
        """What is wrong with a value of the right type, as "must be …"; empty if nothing is."""
        return ""

    def files_in(self, value: Any) -> Mapping[str, tuple[FileHint, str]]:
        """The files that a value mentions beside others, by what they are called in it.

        Their content is part of the node's key, as that of a file which is the value itself.
        """
        return {}

    def describe(self) -> dict[str, Any]:
        """The hint as JSON data."""
        return {"widget": self.widget, **asdict(self)}


@dataclass(frozen=True)
class Number(Hint):
    """A number within limits, both included; `multiple` > 0 asks for multiples of it."""

    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    multiple: int = 0

    widget: ClassVar[str] = "number"

    @property
    def limits(self) -> str:
        """The limits in words, such as "from 1 to 150"; empty if there are none."""
        low, high = self.minimum, self.maximum
        if low is not None and high is not None:
            return f"from {low:g} to {high:g}"
        if low is not None:
            return f"at least {low:g}"
        return "" if high is None else f"at most {high:g}"

    def problem(self, value: Any) -> str:
        low, high = self.minimum, self.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            return f"must be {self.limits}"
        if self.multiple and value % self.multiple:
            below = value - value % self.multiple
            near = [n for n in (below, below + self.multiple) if low is None or n >= low]
            return f"must be divisible by {self.multiple} (such as {' or '.join(map(str, near))})"
        return ""


@dataclass(frozen=True)
class Slider(Number):
    """A number whose useful range is short enough for a slider."""

    widget: ClassVar[str] = "slider"


@dataclass(frozen=True)
class Size(Number):
    """A width or height in pixels."""

    minimum: float | None = 8
    maximum: float | None = 16384
    multiple: int = 8

    widget: ClassVar[str] = "size"


@dataclass(frozen=True)
class Seed(Hint):
    """A random seed: 64 bits, unsigned."""

    widget: ClassVar[str] = "seed"

    def problem(self, value: Any) -> str:
        return "" if 0 <= value < 2**64 else "must be from 0 to 18446744073709551615"


@dataclass(frozen=True)
class Prompt(Hint):
    """Text of several lines."""

    widget: ClassVar[str] = "prompt"


@dataclass(frozen=True)
class Strokes(Hint):
    """A painted mask as strokes, one a line."""

    widget: ClassVar[str] = "strokes"


@dataclass(frozen=True)
class FileName(Hint):
    """The name of a file to write, without folder and ending."""

    widget: ClassVar[str] = "file_name"

    def problem(self, value: Any) -> str:
        return file_name_problem(value)


@dataclass(frozen=True)
class FolderName(Hint):
    """A folder to write to, below the output folder."""

    widget: ClassVar[str] = "folder_name"

    def problem(self, value: Any) -> str:
        return folder_problem(value)


@dataclass(frozen=True)
class FileHint(Hint):
    """A file that the node reads; its content is part of the node's key."""

    widget: ClassVar[str] = "file"


@dataclass(frozen=True)
class ImageFile(FileHint):
    """A picture file."""

    widget: ClassVar[str] = "image_file"


@dataclass(frozen=True)
class LatentFile(FileHint):
    """A latent written by SaveLatent."""

    widget: ClassVar[str] = "latent_file"


@dataclass(frozen=True)
class ModelFile(FileHint):
    """A model of one kind: a file, a diffusers folder or a hub id."""

    kind: str = "checkpoint"

    widget: ClassVar[str] = "model_file"
