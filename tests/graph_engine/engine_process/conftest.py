"""What the tests of the engine's process share: a folder of packs, and a greeted process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_engine.hosts.engine_process.messages import PROTOCOL, Hello

from .engine import JOB_NODES, Engine


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "packs"
    folder.mkdir()
    monkeypatch.setenv("WEFT_NODES", str(folder))
    monkeypatch.setenv("WEFT_CACHE", str(tmp_path / "cache"))
    # Pictures go to the folder `output` of where the process begins.
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def job_nodes(packs: Path) -> Path:
    """The pack `jobs` is there."""
    return Path(shutil.copy(JOB_NODES, packs / "jobs.py"))


@pytest.fixture
def engine(packs: Path) -> Iterator[Engine]:
    """A greeted process; it ends at once when its input does."""
    running = Engine()
    number, hello = running.next()
    assert isinstance(hello, Hello)
    assert (number, hello.protocol, hello.process) == (0, PROTOCOL, running.process.pid)
    yield running
    assert running.close() == 0
    assert not running.shared.exists()
