"""Families: which family of models the checks found behind an output."""

from __future__ import annotations

from app.document.document import Document, Level
from graph_engine.graph import Link


def known_family(document: Document, level: Level, link: Link) -> str:
    """The family of the model that an output at a level hands on; empty if it is not known."""
    prefix = "".join(f"{name}/" for name in level)
    facts = document.known.get(f"{prefix}{link.node}", {}).get(link.port)
    model = facts.get("model") if isinstance(facts, dict) else None
    family = model.get("family") if isinstance(model, dict) else None
    return str(family or "")
