"""What the tests of the node pack share: contexts, the embedded model, and a small random one."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graph_engine.context import Context, Resources, UpstreamNode
from graph_engine.device import Device
from graph_engine.events import Event, NodePicture, NodePreview, NodeProgress
from graph_engine.places import Places
from graph_engine.shipped import shipped_folder

MakeContext = Callable[..., "Recorder"]


@dataclass
class Recorder:
    """A context for nodes, and all that they told."""

    context: Context
    events: list[Event] = field(default_factory=list)

    @property
    def progress(self) -> list[tuple[int, int]]:
        return [(e.done, e.total) for e in self.events if isinstance(e, NodeProgress)]

    @property
    def previews(self) -> list[NodePreview]:
        return [event for event in self.events if isinstance(event, NodePreview)]

    @property
    def pictures(self) -> list[NodePicture]:
        return [event for event in self.events if isinstance(event, NodePicture)]


@pytest.fixture(scope="session")
def models_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder for models that tests build."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def resources() -> Resources:
    """One model store for all tests, as in a session."""
    return Resources()


@pytest.fixture
def record(tmp_path: Path, models_folder: Path, resources: Resources) -> MakeContext:
    """Make a recorded context whose pictures and outputs lie below the test's own folder."""

    def make(
        *,
        node: str = "node",
        workflow: str = "",
        upstream: tuple[UpstreamNode, ...] = (),
        fresh: bool = False,
        models: Path = models_folder,
    ) -> Recorder:
        events: list[Event] = []
        context = Context(
            node=node,
            places=Places((models, shipped_folder("models")), (tmp_path,), tmp_path / "output"),
            device=Device(),
            resources=Resources() if fresh else resources,
            emit=events.append,
            stop=threading.Event(),
            workflow_text=lambda: workflow,
            upstream=lambda: upstream,
        )
        return Recorder(context, events)

    return make


@pytest.fixture
def context(record: MakeContext) -> Context:
    """A context where what it records doesn't matter."""
    return record().context
