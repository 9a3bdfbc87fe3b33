"""Checkpoints: the states that iterative nodes pass, kept so that a run can go on from any."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from graph_engine.beforehand import Chain
from graph_engine.cache import MemoryCache
from graph_engine.chain_files import ChainFiles
from graph_engine.small_results import SmallResults

STEPS_FOLDER = "steps"
_NOTES_LIMIT = 32 * 2**20


class StepFiles:
    """The disk tier: states in chain files and notes in a file of lines, below one folder."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.states = ChainFiles(folder, limit)
        self.notes = SmallResults(folder / "notes.jsonl", _NOTES_LIMIT)

    def clear(self) -> None:
        """Remove all of it."""
        self.states.clear()
        self.notes.clear()


class Checkpoints:
    """States by their place in a chain, in memory and behind it on disk; without both, none."""

    def __init__(self, memory: MemoryCache | None = None, files: StepFiles | None = None) -> None:
        self._memory = memory
        self._files = files
        self._notes: dict[str, Any] = {}
        self._noted = 0

    @property
    def keeps(self) -> bool:
        """Whether what is given to it stays anywhere."""
        return self._memory is not None or self._files is not None

    def known(self, chain: Chain) -> frozenset[int]:
        """After how many iterations of a chain a state is at hand."""
        on_disk, memory = self._keys_on_disk(chain), self._memory
        return frozenset(
            i
            for i, key in enumerate(chain.keys)
            if i and (key in on_disk or (memory is not None and memory.contains(key)))
        )

    def state(self, chain: Chain, iterations: int) -> Any | None:
        """The state of a chain after some iterations, or None."""
        key = chain.keys[iterations]
        state = self._memory.get(key) if self._memory is not None else None
        if state is None and self._files is not None:
            state = self._files.states.get(chain.keys[0], key)
        return state

    def last_known(self, chain: Chain) -> int:
        """After how many iterations of a chain a state is at hand; 0 if none is."""
        on_disk = self._keys_on_disk(chain)
        for i in range(chain.iterations, 0, -1):
            key = chain.keys[i]
            if key in on_disk or (self._memory is not None and self._memory.contains(key)):
                return i
        return 0

    def resume(self, chain: Chain) -> tuple[int, Any | None]:
        """The last state of a chain that can be read, and after how many iterations it was."""
        on_disk = self._keys_on_disk(chain)
        for i in range(chain.iterations, 0, -1):
            at_hand = self._memory is not None and self._memory.contains(chain.keys[i])
            state = self.state(chain, i) if at_hand or chain.keys[i] in on_disk else None
            if state is not None:
                return i, state
        return 0, None

    def keep(self, chain: Chain, iterations: int, state: Any) -> None:
        """Keep the state after some iterations: None, scalars, text, lists, dicts and arrays."""
        key = chain.keys[iterations]
        size = self._files.states.put(chain.keys[0], key, state) if self._files else None
        if self._memory is not None:
            self._memory.put(key, state, size)

    def note(self, key: str, value: Any) -> None:
        """Keep something small for later plans: JSON data."""
        if self._memory is None and self._files is None:
            return
        self._notes[key] = value
        self._noted += 1
        if self._files is not None:
            with contextlib.suppress(OSError):  # only plans would know less
                self._files.notes.put(key, json.dumps(value))

    @property
    def noted(self) -> tuple[int, int]:
        """What changes whenever there is something new to recall."""
        return self._noted, self._files.notes.known if self._files is not None else 0

    def recall(self, key: str) -> Any | None:
        """What was noted under a key, or None."""
        if key not in self._notes and self._files is not None:
            text = self._files.notes.get(key)
            if text is not None:
                self._notes[key] = json.loads(text)
        return self._notes.get(key)

    def begin_run(self) -> None:
        """Another run begins: what was not used for long leaves the memory."""
        if self._memory is not None:
            self._memory.begin_run()
        if self._files is not None:
            self._files.states.begin_run()

    def catch_up(self) -> None:
        """Take in what other processes have noted."""
        if self._files is not None:
            self._files.notes.catch_up()

    def close(self) -> None:
        """Let go of what is in memory."""
        self._notes.clear()
        if self._memory is not None:
            self._memory.clear()
        if self._files is not None:
            self._files.states.close()

    def _keys_on_disk(self, chain: Chain) -> frozenset[str]:
        if self._files is None:
            return frozenset()
        return self._files.states.keys(chain.keys[0])
