"""Editing context: what the editors of one node's values need to know from outside."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.document.document import Document
from app.editors.context import EditorContext, ModelEntry
from app.look.theme import Theme
from app.look.words import tr
from graph_engine.model_files import FoundModel


def editing_context(
    document: Document,
    node: str,
    theme: Theme,
    models: Iterable[FoundModel],
    folders: Iterable[Path],
) -> EditorContext:
    """The models found, with why some can't be chosen for this node, and the picture folders."""
    families = linked_families(document, node)

    def reason(entry: ModelEntry) -> str:
        if entry.family and families and entry.family not in families:
            return tr("{family}; this needs {wanted}", family=entry.family, wanted=families[0])
        return ""

    entries = tuple(
        ModelEntry(
            name=model.name,
            kind=model.kind,
            family=model.family,
            size=model.bytes,
            path=Path(model.path),
            thumbnail=Path(model.thumbnail) if model.thumbnail else None,
        )
        for model in models
        if not model.problem
    )
    own = (document.path.parent,) if document.path is not None else ()
    return EditorContext(theme, models=entries, reason=reason, picture_folders=(*own, *folders))


def linked_families(document: Document, node: str) -> tuple[str, ...]:
    """The families of the models that a node is linked to, as far as they are known."""
    prefix = document.problem_prefix
    found: dict[str, None] = {}
    for link in document.graph.nodes[node].inputs.values():
        facts = document.known.get(f"{prefix}{link.node}", {}).get(link.port, {})
        model = facts.get("model")
        if isinstance(model, dict) and model.get("family"):
            found[str(model["family"])] = None
    return tuple(found)
