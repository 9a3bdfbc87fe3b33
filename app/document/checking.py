"""Checking: what is wrong with a document, found shortly after each change."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from app.document.document import Document
from app.engine.client import EngineClient
from app.engine.snapshot import snapshot
from graph_engine.check import find_cycle, find_problems
from graph_engine.hosts.engine_process.messages import Check, Checked
from graph_engine.places import Places

WAITS_MS = 40


class Checking(QObject):
    """Checks one document; by the engine, which knows most, or here while there is none."""

    def __init__(self, document: Document, engine: EngineClient | None) -> None:
        super().__init__(document)
        self._document = document
        self._engine = engine
        self._timer = QTimer(self, singleShot=True, interval=WAITS_MS)
        self._timer.timeout.connect(self.check)
        document.changed.connect(self._wait)
        document.path_changed.connect(self._wait)
        if engine is not None:
            engine.ready.connect(self._wait)
        self._wait()

    def check(self) -> None:
        """Check the document as it is now."""
        self._timer.stop()
        if self._engine is None or not self._engine.is_ready:
            self._check_here()
            return
        document = self._document
        folder = str(document.path.parent) if document.path is not None else ""
        ask = Check(document.key, document.revision, snapshot(document.workflow), folder)
        self._engine.check(ask, self._take, lambda _why: self._check_here())

    def _wait(self) -> None:
        self._timer.start()

    def _take(self, checked: Checked) -> None:
        if checked.revision == self._document.revision:
            self._document.set_problems(checked.problems, checked.known)

    def _check_here(self) -> None:
        document = self._document
        places = Places.default()
        if document.path is not None:
            places = replace(places, inputs=(document.path.parent, *places.inputs))
        workflow = document.workflow
        found = find_problems(workflow, document.catalog, places)
        document.set_problems((*found, *find_cycle(workflow.graph)))
