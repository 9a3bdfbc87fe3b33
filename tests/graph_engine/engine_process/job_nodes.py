"""A node pack for jobs: nodes that are slow, stuck, deadly, odd, or show large pictures."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from graph_engine import Node
from graph_engine.context import Context


class Count(Node):
    """Count slowly, with a preview at each step."""

    value: int = 0
    steps: int = 3
    seconds: float = 0.0
    preview_bytes: int = 100

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        for step in range(self.steps):
            context.progress(step, self.steps)
            context.preview(step + 1, self.steps, bytes([step % 251]) * self.preview_bytes)
            time.sleep(self.seconds)
        context.progress(self.steps, self.steps)
        return self.Outputs(self.value)


class Gate(Node):
    """Show a picture, then wait until a file is there; `stuck`: also when the run is to stop."""

    value: int = 0
    size: int = 200
    file: str = ""
    stuck: bool = False

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        context.show(np.zeros((1, self.size, self.size, 3), np.float32))
        Path(self.file).with_name("waiting").touch()
        while not Path(self.file).exists():
            if not self.stuck:
                context.progress(0, 1)
            time.sleep(0.005)
        return self.Outputs(self.value)


class Paint(Node, effects=True):
    """Show a picture that rises from black to white in each row, then make a file."""

    value: int = 0
    size: int = 4
    file: str = ""

    def run(self, context: Context) -> dict[str, Any]:
        row = np.linspace(0, 1, self.size, dtype=np.float32)
        context.show(np.broadcast_to(row[:, None], (1, self.size, self.size, 3)))
        if self.file:
            Path(self.file).touch()
        return {"values": [self.value]}


class Kill(Node, effects=True):
    """End the process as the system does when memory runs out."""

    value: int = 0

    def run(self, context: Context) -> dict[str, Any]:
        os.kill(os.getpid(), signal.SIGKILL)
        return {}


class Break(Node, effects=True):
    """Fail as torch does when a kernel has failed."""

    value: int = 0
    message: str = "CUDA error: device-side assert triggered\nCUDA kernel errors might be …"

    def run(self, context: Context) -> dict[str, Any]:
        raise RuntimeError(self.message)


class Odd(Node, effects=True):
    """Tell things that are no JSON."""

    value: int = 0

    def run(self, context: Context) -> dict[str, Any]:
        context.progress(np.int64(1), np.int64(2))  # type: ignore[arg-type]
        context.count("things", np.int64(3))  # type: ignore[arg-type]
        return {"path": Path("a"), "number": np.float32(0.5), "endless": float("inf")}
