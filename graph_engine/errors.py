"""Every error that Weft raises on purpose.

WeftError
├── InputError             what was given is wrong: nothing has run (exit code 2)
│   ├── WorkflowFileError    a file that is not a workflow
│   ├── EditError            an edit that the graph refuses
│   ├── ProblemsError        a workflow whose checks found errors
│   └── FileNameError        a name or folder that leaves its place
├── DeclarationError       a node class that declares itself wrongly
├── NodeError              a node could not do its work (exit code 1)
│   └── DeviceLost           the device can't be used any more by this process
└── Cancelled              somebody asked the run to stop (exit code 130)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_engine.check import Problem


class WeftError(Exception):
    """The base: one sentence that says what is wrong and, as attributes, where and the way out."""

    def __init__(
        self, message: str, *, node: str = "", type: str = "", port: str = "", hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.node = node
        self.type = type
        self.port = port
        self.hint = hint

    def as_data(self) -> dict[str, str]:
        """The error as the command line's JSON shows it."""
        return {
            "node": self.node,
            "type": self.type,
            "port": self.port,
            "message": self.message,
            "hint": self.hint,
        }


class InputError(WeftError):
    """What was given is wrong; nothing has run."""


class WorkflowFileError(InputError):
    """A file that is not a workflow, or one that this version can't read."""


class EditError(InputError):
    """An edit that the graph refuses; the workflow is unchanged."""


class FileNameError(InputError):
    """A file name or folder that leaves the place it belongs to."""


class ProblemsError(InputError):
    """A workflow can't run: `problems` holds everything that the checks found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(
            first.message, node=first.node, type=first.type, port=first.port, hint=first.hint
        )
        self.problems = problems


class DeclarationError(WeftError):
    """A node class that declares itself wrongly."""


class NodeError(WeftError):
    """A node could not do its work; the message is meant for the person at the screen."""


class DeviceLost(NodeError):
    """The device has failed so that this process can't use it any more; a fresh one can."""


class Cancelled(WeftError):
    """Somebody asked the run to stop."""

    def __init__(self) -> None:
        super().__init__("The run was stopped.")


def nearest(word: str, candidates: Iterable[str]) -> str:
    """Say which of the candidates was probably meant, as a sentence; empty if none is close."""
    known = list(candidates)
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), list(folded), n=3, cutoff=0.5)
    if not close:
        return ""
    names = [f'"{folded[name]}"' for name in close]
    return f"Did you mean {' or '.join(names)}?"
