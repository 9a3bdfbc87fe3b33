"""Editing context: what the editors of one node's values need to know from outside."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.document.document import Document
from app.document.families import known_family
from app.editors.context import EditorContext, ModelEntry
from app.editors.model_rows import family_name
from app.look.theme import Theme
from app.look.words import tr
from graph_engine.given_paths import existing_path
from graph_engine.hints import ImageFile
from graph_engine.model_files import FoundModel

PIXELS = {"sd1": 512 * 512, "sd2": 768 * 768}
PIXELS_ELSE = 1024 * 1024
LARGEST, SIDE_ELSE = 16384, 512


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
            return tr(
                "{family}; this needs {wanted}",
                family=family_name(entry.family),
                wanted=family_name(families[0]),
            )
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
    places = (*own, *folders)
    return EditorContext(
        theme,
        models=entries,
        reason=reason,
        picture_folders=places,
        pixels=PIXELS.get(families[0], PIXELS_ELSE) if families else PIXELS_ELSE,
        mask_size=_mask_size(document, node),
        mask_picture=_picture_beside(document, node, places),
    )


def _mask_size(document: Document, node: str) -> tuple[int, int]:
    """How large the mask is that a node with a width and a height paints."""
    given = document.graph.nodes[node]
    spec = document.catalog.get(given.type)
    sides = []
    for name in ("width", "height"):
        declared = spec.inputs.get(name) if spec is not None else None
        value = given.params.get(name, declared.default if declared is not None else None)
        sides.append(value if isinstance(value, int) and 0 < value <= LARGEST else SIDE_ELSE)
    return sides[0], sides[1]


def _picture_beside(document: Document, node: str, folders: Iterable[Path]) -> Path | None:
    """The picture file that goes where a node's mask goes, to be painted over."""
    nodes = document.graph.nodes
    for consumer, _ in document.graph.consumers(node):
        for link in nodes[consumer].inputs.values():
            source = nodes.get(link.node)
            spec = document.catalog.get(source.type) if source is not None else None
            for scalar in spec.files if spec is not None else ():
                value = source.params.get(scalar.name) if source is not None else None
                if isinstance(scalar.hint, ImageFile) and isinstance(value, str):
                    found = (existing_path(folder, value) for folder in folders)
                    return next((path for path in found if path is not None), None)
    return None


def linked_families(document: Document, node: str) -> tuple[str, ...]:
    """The families of the models that a node is linked to, as far as they are known."""
    links = document.graph.nodes[node].inputs.values()
    found = (known_family(document, document.level, link) for link in links)
    return tuple(dict.fromkeys(family for family in found if family))
