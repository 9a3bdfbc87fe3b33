"""Planning: what a run of one document would do, asked after each edit that may change it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.document.document import Document
from app.engine.client import EngineClient
from app.engine.snapshot import snapshot
from app.running.run_plan import RunPlan, read_plan
from graph_engine.hosts.engine_process.messages import MakePlan, Planned
from graph_engine.workflow import Workflow

Then = Callable[[RunPlan | None], object]


class Planning(QObject):
    """Keeps `plan` in line with a document; `planned` comes when there is a new one.

    One ask is under way at a time: edits made meanwhile are planned together when its answer has
    come. `wanted` gives the workflow to plan: the document's, or what a run would make of it.
    """

    planned = Signal()

    def __init__(
        self,
        document: Document,
        engine: EngineClient,
        wanted: Callable[[Workflow], Workflow] = lambda workflow: workflow,
    ) -> None:
        super().__init__(document)
        self._document = document
        self._engine = engine
        self._wanted = wanted
        self.plan: RunPlan | None = None
        self.is_current = False
        self._is_followed = False
        self._is_asked = False
        self._waiting: list[Then] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        document.changed.connect(self._follow)
        document.path_changed.connect(self.refresh)
        engine.ready.connect(self.refresh)
        engine.died.connect(self._give_up)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is asked or about to be."""
        return not (self._is_asked or self._soon.isActive() or self._waiting)

    def follow(self, on: bool) -> None:
        """Plan after each edit, or only when asked: a document that is not shown can wait."""
        self._is_followed = on
        if on and not self.is_current:
            self._soon.start()

    def refresh(self) -> None:
        """What is known may be out of date, such as after a run."""
        self.is_current = False
        if self._is_followed or self._waiting:
            self._soon.start()

    def ask(self, then: Then) -> None:
        """Plan the document as it is now; `then` gets None where there is no answer."""
        self.is_current = False
        self._waiting.append(then)
        self._ask()

    def _follow(self, before: Workflow, after: Workflow) -> None:
        same_graph = before.graph is after.graph and before.subgraphs is after.subgraphs
        if before is not after and same_graph:
            return
        self.is_current = False
        if self._is_followed or self._waiting:
            # At once: the engine plans while the window paints the edit.
            self._ask()

    def _ask(self) -> None:
        self._soon.stop()
        if self._is_asked or self.is_current:
            return
        if not self._engine.is_ready:
            self._tell(None)
            return
        document = self._document
        self._is_asked = self.is_current = True
        folder = str(document.path.parent) if document.path is not None else ""
        text = snapshot(self._wanted(document.workflow))
        ask = MakePlan(document.key, document.revision, text, folder)
        self._engine.plan(ask, self._take, self._refused)

    def _take(self, planned: Planned) -> None:
        self._is_asked = False
        self.plan = read_plan(planned)
        self.planned.emit()
        if self.is_current:
            self._tell(self.plan)
        else:
            self._ask()

    def _refused(self, _why: str) -> None:
        """There is no plan, such as for a workflow without nodes."""
        self._is_asked = False
        self.plan = None
        self.planned.emit()
        if self.is_current:
            self._tell(None)
        else:
            self._ask()

    def _give_up(self, _why: str) -> None:
        """The engine is gone for now; when it is back it is asked again."""
        self.is_current = False

    def _tell(self, plan: RunPlan | None) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then(plan)
