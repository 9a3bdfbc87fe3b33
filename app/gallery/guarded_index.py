"""GuardedIndex: the index in a thread of its own; what goes wrong with it becomes a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.gallery.index import Index, ReadOnlyError
from app.gallery.lane import Lane
from app.gallery.schema import is_busy, is_damage
from app.look.words import tr

CLOSING_SECONDS = 3.0
Work = Callable[[Index], object]


class GuardedIndex:
    """Opens the index when it is first needed, and makes it anew when it is damaged.

    `say` and `made_anew` are called in the thread; after the second all must be read again.
    """

    def __init__(
        self,
        folder: Path | None,
        say: Callable[[str], object],
        made_anew: Callable[[], object],
    ) -> None:
        self._folder = folder
        self._tell = say
        self._made_anew = made_anew
        self._lane = Lane("gallery")
        self._index: Index | None = None
        self._last_said = ""
        self.is_closing = False

    def now(self, work: Work) -> None:
        """Do a piece of work before all that can wait."""
        self._lane.now(partial(self._guard, work))

    def later(self, work: Work) -> None:
        """Do a piece of work when nothing else is waiting."""
        self._lane.later(partial(self._guard, work))

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to do; False if that takes longer."""
        return self._lane.wait(seconds)

    def close(self) -> None:
        """Drop what can wait, do the rest, and close the index."""
        self.is_closing = True
        self._lane.close(self._close)
        self._lane.wait(CLOSING_SECONDS)

    def say(self, sentence: str) -> None:
        """Say a sentence, unless it is the one that was said last."""
        if sentence and sentence != self._last_said:
            self._last_said = sentence
            self._tell(sentence)

    def forget_said(self) -> None:
        """Something has worked: the same sentence would be news again."""
        self._last_said = ""

    # --- in the thread

    def _guard(self, work: Work) -> None:
        try:
            work(self._opened())
        except ReadOnlyError:
            self.say(tr("Stars, ratings and tags can't be kept now, so nothing was changed."))
        except (sqlite3.Error, OSError) as error:
            self._recover(error)

    def _opened(self) -> Index:
        if self._index is None:
            self._index = Index(self._folder)
            self.say(self._index.said)
            if self._index.is_new:
                self._made_anew()
        return self._index

    def _recover(self, error: sqlite3.Error | OSError) -> None:
        if isinstance(error, sqlite3.Error) and is_damage(error) and self._index is not None:
            try:
                self._index.open_again()
            except (sqlite3.Error, OSError) as again:
                error, self._index = again, None
            else:
                self.say(self._index.said)
                self._made_anew()
                return
        if is_busy(error):
            self.say(tr("Another program has locked the gallery's index. Try again in a moment."))
            return
        reason = error.strerror if isinstance(error, OSError) else str(error)
        text = tr("The gallery's index can't be written: {reason}. Free some space on {folder}.")
        self.say(text.format(reason=reason, folder=self._folder or tr("this computer")))

    def _close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None
