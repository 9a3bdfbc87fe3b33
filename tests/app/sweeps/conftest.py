"""A live window with an engine of its own, and a small workflow that paints without models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.engine.client import EngineClient
from app.look.style import apply_style
from app.look.theme import Theme
from app.settings.store import SettingsStore
from app.sweeps.sweeps import Sweeps
from app.window import StudioWindow
from graph_engine.catalog import Catalog

PATIENCE_MS = 30_000
NODES: Any = {
    "dot": {"type": "PaintMask",
            "params": {"width": 24, "height": 16, "strokes": "paint 5 12,8"}},
    "shown": {"type": "ImageFromMask", "inputs": {"mask": "dot.mask"}},
    "blur": {"type": "BlurImage", "inputs": {"image": "shown.image"}},
    "save": {"type": "SaveImage", "params": {"name": "dot"}, "inputs": {"image": "blur.image"}},
}  # fmt: skip


def wait_until(done: Callable[[], object]) -> None:
    """Let events come until it is done."""
    loop = QEventLoop()
    tick = QTimer(interval=2)
    tick.timeout.connect(lambda: loop.quit() if done() else None)
    tick.start()
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    if not done():
        loop.exec()
    assert done(), "nothing came"


@pytest.fixture
def live(
    application: QApplication,
    catalog: Catalog,
    tmp_path: Path,
    write: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[StudioWindow]:
    """The window, with the workflow open and the engine ready."""
    monkeypatch.setenv("WEFT_CACHE", str(tmp_path / "cache"))
    theme = Theme.load("dark")
    apply_style(application, theme, 100)
    engine = EngineClient(["--output", str(tmp_path / "out")])
    made = StudioWindow(catalog, SettingsStore(tmp_path / "studio.json"), theme, engine=engine)
    made.resize(1400, 900)
    made.show()
    made.open(write(NODES))
    made.go_live()
    engine.start()
    wait_until(lambda: engine.is_ready)
    yield made
    made.close()
    engine.stop()
    made.deleteLater()
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def sweeps(live: StudioWindow) -> Sweeps:
    assert live.live is not None
    made = live.live.sweeps
    assert made is not None
    return made
