"""Descriptions store: what the engine last said of its nodes, so that a start needs no waiting."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from graph_engine.atomic import write_atomically
from graph_engine.catalog import Catalog
from graph_engine.descriptions import read_catalog
from graph_engine.places import default_cache

Json = Any
SHIPPED = Path(__file__).with_name("built_in_nodes.json")


@dataclass(frozen=True)
class Descriptions:
    """A catalogue, and the data that it was read from."""

    data: Json
    catalog: Catalog


def store_file() -> Path:
    """Where the last descriptions are kept."""
    return default_cache() / "studio" / "nodes.json"


def load_descriptions(file: Path | None = None) -> Descriptions:
    """What this Weft's engine last said of its nodes, else the built-in ones."""
    with contextlib.suppress(OSError, ValueError, RecursionError, KeyError, TypeError):
        stored = json.loads((file or store_file()).read_bytes())
        if stored["weft"] == version("weft"):
            return read_descriptions(stored["catalog"])
    return read_descriptions(json.loads(SHIPPED.read_bytes()))


def read_descriptions(data: Json) -> Descriptions:
    """The descriptions as the engine gives them; raises ValueError for other data."""
    return Descriptions(data, read_catalog(data))


def keep_descriptions(data: Json, file: Path | None = None) -> None:
    """Keep what the engine said for the next start."""
    stored = json.dumps({"weft": version("weft"), "catalog": data})
    # Without it, the next start only knows the built-in nodes until the engine answers.
    with contextlib.suppress(OSError):
        write_atomically(file or store_file(), stored.encode())
