"""Fixtures of the engine's tests: the stub catalogue, and sessions with a cache of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from graph_engine import Catalog, Session
from tests.graph_engine.graphs import CATALOG, OpenSession


@pytest.fixture
def catalog() -> Catalog:
    """The stub nodes."""
    return CATALOG


@pytest.fixture
def cache_folder(tmp_path: Path) -> Path:
    """Where the test's sessions keep their results."""
    return tmp_path / "cache"


@pytest.fixture
def open_session(tmp_path: Path, cache_folder: Path) -> Iterator[OpenSession]:
    """Open sessions on the stub nodes and the test's cache folder; all are closed at the end."""
    with ExitStack() as stack:

        def open_one(**options: Any) -> Session:
            given: dict[str, Any] = {
                "catalog": CATALOG,
                "cache": cache_folder,
                "device": "cpu",
                "inputs": [tmp_path],
                "output": tmp_path / "output",
                **options,
            }
            return stack.enter_context(Session(**given))

        yield open_one


@pytest.fixture
def session(open_session: OpenSession) -> Session:
    """One session."""
    return open_session()
