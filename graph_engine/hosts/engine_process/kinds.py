"""Kinds: all messages by their names, as the two ends of the streams read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from graph_engine.hosts.engine_process import film_messages, messages, sweep_messages
from graph_engine.hosts.engine_process.messages import Answer, Ask, Message, News

Kind = TypeVar("Kind", bound=Message)
_MODULES = (messages, sweep_messages, film_messages)


def _kinds(base: type[Kind]) -> dict[str, type[Kind]]:
    """The messages of a base that no other stands on, of all modules."""
    found = (
        cls
        for module in _MODULES
        for cls in vars(module).values()
        if isinstance(cls, type) and issubclass(cls, base) and not cls.__subclasses__()
    )
    return {cls.__name__: cls for cls in found}


ASKS: Mapping[str, type[Ask]] = _kinds(Ask)
ANSWERS: Mapping[str, type[Answer]] = _kinds(Answer)
TOLD: Mapping[str, type[Message]] = {**ANSWERS, "News": News}
