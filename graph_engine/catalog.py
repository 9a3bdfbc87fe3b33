"""Catalog: the node types that are there, and the packs that could not be read."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from graph_engine.errors import DeclarationError, nearest
from graph_engine.node import Node
from graph_engine.spec import NodeSpec, read_spec

ENTRY_POINT_GROUP = "weft.nodes"
BUILT_IN_PACK = "weft"


@dataclass(frozen=True)
class BrokenPack:
    """A pack that could not be read: its name, where it lies, one sentence, and the traceback."""

    name: str
    origin: str
    message: str
    details: str = ""


class Catalog(Mapping[str, NodeSpec]):
    """Node types by id, in the order in which their packs were found."""

    def __init__(self, specs: Iterable[NodeSpec], broken: Iterable[BrokenPack] = ()) -> None:
        self._specs = {spec.type: spec for spec in specs}
        replaced = {old: spec for spec in self._specs.values() for old in spec.replaces}
        self._by_any_id = {**replaced, **self._specs}
        self.broken = tuple(broken)

    @classmethod
    def load(cls, folders: Iterable[Path] = ()) -> Catalog:
        """Find the installed packs (entry points) and those in the given folders.

        A pack that fails to import or declares a node wrongly ends up in `broken`; the rest works.
        """
        specs: dict[str, NodeSpec] = {}
        broken: list[BrokenPack] = []
        for name, origin, load in (*_installed_packs(), *_folder_packs(folders)):
            try:
                found = list(read_pack(name, load()))
                _refuse_taken(found, specs)
            except DeclarationError as error:
                broken.append(BrokenPack(name, origin, error.message))
            except (Exception, SystemExit) as error:  # noqa: BLE001 - other people's code
                # A pack is other people's code: whatever it raises is data about that pack.
                message = f"The node pack can't be loaded: {type(error).__name__}: {error}"
                broken.append(BrokenPack(name, origin, message, traceback.format_exc()))
            else:
                specs.update((spec.type, spec) for spec in found)
        return cls(specs.values(), broken)

    @classmethod
    def of(cls, *nodes: type[Node]) -> Catalog:
        """A catalogue of just these classes, under their class names."""
        return cls(read_spec(node) for node in nodes)

    def __getitem__(self, type_id: str) -> NodeSpec:
        return self._by_any_id[type_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)

    def nearest(self, type_id: str) -> str:
        """A sentence that names the types closest to one that is not there."""
        return nearest(type_id.rsplit(".", 1)[-1], self._specs) or nearest(type_id, self._specs)

    @property
    def value_types(self) -> Mapping[str, type]:
        """The Python classes of values that cross links, by the name of their port type."""
        found: dict[str, type] = {}
        for spec in self._specs.values():
            found.update(spec.value_types)
        return MappingProxyType(found)


def read_pack(name: str, module: ModuleType) -> Iterator[NodeSpec]:
    """Read the node classes that a pack's module holds and that the pack itself defines."""
    prefix = "" if name == BUILT_IN_PACK else f"{name}."
    for value in dict.fromkeys(
        value for key, value in vars(module).items() if not key.startswith("_") and _is_node(value)
    ):
        if f"{value.__module__}.".startswith(f"{module.__name__}."):
            yield read_spec(value, prefix=prefix, pack=name)


def _is_node(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, Node) and value is not Node


def _refuse_taken(found: list[NodeSpec], specs: Mapping[str, NodeSpec]) -> None:
    taken = dict(specs)
    for spec in found:
        if spec.type in taken:
            raise DeclarationError(
                f'The node type "{spec.type}" is already there, from the pack'
                f' "{taken[spec.type].pack}".'
            )
        taken[spec.type] = spec


def _installed_packs() -> Iterator[tuple[str, str, Any]]:
    found = sorted(
        entry_points(group=ENTRY_POINT_GROUP),
        key=lambda point: (point.name != BUILT_IN_PACK, point.name),
    )
    for point in found:
        yield point.name, f"entry point {point.value}", point.load


def _folder_packs(folders: Iterable[Path]) -> Iterator[tuple[str, str, Any]]:
    for folder in folders:
        if not folder.is_dir():
            continue
        for path in sorted(folder.iterdir()):
            source = path / "__init__.py" if path.is_dir() else path
            if path.name.startswith((".", "_")) or source.suffix != ".py" or not source.is_file():
                continue
            yield path.stem, str(path), lambda name=path.stem, file=source: _import(name, file)


def _import(name: str, source: Path) -> ModuleType:
    """Import a pack from its file under a name that can't shadow an installed module."""
    module_name = f"weft_pack_{name}"
    locations = [str(source.parent)] if source.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(
        module_name, source, submodule_search_locations=locations
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{source} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[module_name]
        raise
    return module
