"""Fitting: which ports a wire may end at, at once by types and cycles, and the words if not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.canvas.pointer import PortRef
from app.document.document import Document
from app.document.rewiring import input_type, output_type
from app.look.words import tr
from graph_engine.errors import WeftError
from graph_engine.fitting import WireEnd, fitting_ports
from graph_engine.graph import Link
from graph_engine.places import Places

_NOWHERE = Places((), (), Path())

Fits = dict[PortRef, str]
"""The ports whose type fits, each with the reason why it can't be linked all the same, or ""."""


def fits_at_once(document: Document, port: PortRef) -> Fits:
    """What the studio knows without the engine: types, and links that would lead in a circle."""
    end = WireEnd(port.node, port.port, port.is_output)
    try:
        found = fitting_ports(document.shown, document.catalog, end, _NOWHERE)
    except WeftError:
        return {}
    return read_fits(found, port)


def read_fits(found: Mapping[str, str], port: PortRef) -> Fits:
    """The engine's answer, `node.port` to reason, for a wire from a port."""
    links = {Link.parse(text): reason for text, reason in found.items()}
    return {
        PortRef(link.node, link.port, not port.is_output): reason for link, reason in links.items()
    }


def wrong_type(document: Document, port: PortRef, target: PortRef) -> str:
    """Why a wire from a port can't end at one whose type does not fit."""
    source, sink = (port, target) if port.is_output else (target, port)
    graph, catalog = document.graph, document.catalog
    wanted = input_type(graph, catalog, sink.node, sink.port)
    given = output_type(graph, catalog, Link(source.node, source.port))
    if wanted is None or given is None:
        return tr("The type of this node is not installed, so its ports are not known.")
    return tr("{port} takes {wanted}, not {given}.", port=sink, wanted=wanted, given=given)
