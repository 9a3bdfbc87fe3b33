"""What the tests of the engine's client share: folders of their own, and a client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.engine.client import EngineClient

from .waiting import exists


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
def client(application: QApplication, packs: Path) -> Iterator[EngineClient]:
    """Not started yet; stopped at the end, and its process is gone."""
    one = EngineClient()
    yield one
    process = one.process_id
    one.stop()
    one.deleteLater()
    assert not process or not exists(process)
