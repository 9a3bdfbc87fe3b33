"""Working: what every function does that computes for a node with loaded models."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from graph_engine.context import Context
from graph_engine.errors import Cancelled, NodeError
from nodes.diffusion.ladder import is_out_of_memory, let_go
from nodes.diffusion.store import ModelStore

Given = ParamSpec("Given")
Made = TypeVar("Made")


def working(compute: Callable[Given, Made]) -> Callable[Given, Made]:
    """Have a function, one of whose arguments is the context, use models without leaving a trace.

    The models that it asks for stay where they are until it returns. When it is stopped or out of
    memory for good, all that it had made is freed at once; raises NodeError for the latter. Other
    errors keep their tracebacks, for the crash log.
    """

    @functools.wraps(compute)
    def held(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        given = (*args, *kwargs.values())
        context = next(value for value in given if isinstance(value, Context))
        store = ModelStore.of(context)
        try:
            with store.holding():
                return compute(*args, **kwargs)
        except (Cancelled, RuntimeError, MemoryError) as error:
            if not isinstance(error, Cancelled) and not is_out_of_memory(error):
                raise
            let_go(error)
            store.release(context.device)
            if isinstance(error, Cancelled):
                raise
        raise NodeError(
            f"there is not enough memory on {context.device.name} for this, whatever was tried.",
            hint="Lower the width, height or batch, or choose --dtype float16, a smaller model or"
            " another device; docs/memory.md tells what helps.",
        )

    return held
