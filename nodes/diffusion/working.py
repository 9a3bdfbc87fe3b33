"""Working: what every function does that computes for a node with loaded models."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes.diffusion.ladder import is_out_of_memory, let_go
from nodes.diffusion.store import ModelStore

Given = ParamSpec("Given")
Made = TypeVar("Made")


def working(compute: Callable[Given, Made]) -> Callable[Given, Made]:
    """Have a function, one of whose arguments is the context, use models without leaving a trace.

    The models that it asks for stay where they are until it returns. When it is stopped or fails,
    all that it had made is freed at once, though the error lives on. Raises NodeError where memory
    ran out for good.
    """

    @functools.wraps(compute)
    def held(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        given = (*args, *kwargs.values())
        context = next(value for value in given if isinstance(value, Context))
        store = ModelStore.of(context)
        try:
            with store.holding():
                return compute(*args, **kwargs)
        except BaseException as error:
            let_go(error)
            store.release(context.device)
            if not is_out_of_memory(error):
                raise
        raise NodeError(
            f"there is not enough memory on {context.device.name} for this, whatever was tried.",
            hint="Lower the width, height or batch, or choose --dtype float16, a smaller model or"
            " another device; docs/memory.md tells what helps.",
        )

    return held
