"""A studio with the starter workflow, and a hand to work on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from app.window import StudioWindow
from tests.app.gestures.hand import Hand

OneEntry = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def hand(studio: StudioWindow) -> Hand:
    """On the starter workflow, at 100 %."""
    studio.open_starter()
    made = Hand(studio)
    made.canvas.zoom_to_life()
    made.canvas.centerOn(made.scene.content().center())
    return made


@pytest.fixture
def empty_hand(studio: StudioWindow) -> Hand:
    """On an empty workflow."""
    return Hand(studio)


@pytest.fixture
def one_entry(hand: Hand) -> OneEntry:
    """What is done inside makes one undo entry, which gives back the same file."""

    @contextmanager
    def done() -> Iterator[None]:
        text, entries = hand.text, hand.document.undo.index()
        yield
        hand.expect_one_entry(text, entries)

    return done
