"""Ladder: work that runs out of memory is done again with less of it, and the user is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

import torch

if TYPE_CHECKING:
    from graph_engine.context import Context

Made = TypeVar("Made")
Rung = Callable[[], str]
"""Does something so that less memory is needed; returns one sentence on it, or "" if there was
nothing to gain."""

_TOLD = (
    "out of memory",
    "can't allocate memory",
    "not enough memory",
    "CUDNN_STATUS_ALLOC_FAILED",
    "CUBLAS_STATUS_ALLOC_FAILED",
)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory ran out.

    Only CUDA has a class for it in torch; MPS, the CPU's allocator and CUDA's libraries raise
    RuntimeError with a sentence.
    """
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _TOLD)


def let_go(error: BaseException) -> None:
    """Free all that the functions held that an error came out of, together with its traceback.

    Clearing their frames would leave what their closures hold, which in torch are activations.
    """
    seen: BaseException | None = error
    while seen is not None:
        seen.__traceback__ = None
        seen = seen.__cause__ or seen.__context__


def with_less_memory(
    work: Callable[[], Made],
    rungs: Iterable[Rung],
    context: Context,
    undo: Callable[[], None] = lambda: None,
) -> Made:
    """What `work` makes; whenever it runs out of memory, the next rung is taken and it is redone.

    `undo` is called before that, to take back what `work` left half done. Raises the error of
    `work` once no rung gains anything.
    """
    left = iter(rungs)
    while True:
        try:
            return work()
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            let_go(error)
            failure = error
        # Outside of the clause: within it, Python holds on to the frames that ran out of memory.
        sentence = next((told for rung in left if (told := rung())), "")
        if not sentence:
            raise failure
        context.warn(sentence)
        undo()
