"""Random workflow files, written as oddly as JSON allows."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

IDS = ("a", "b", "c", "d-1", "E_2")
_WORDS = st.sampled_from(["value", "second", "signal", "zeta", "ключ", "k y", "🙂", "0"])
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=6),
)
JSON = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(_WORDS, inner, max_size=3)
    ),
    max_leaves=5,
)
_UNKNOWN = st.dictionaries(st.sampled_from(["x-colour", "später", "zz"]), JSON, max_size=2)
_TYPES = st.sampled_from(
    [
        "Const",
        "Add",
        "Mix",
        "Ramp",
        "Measure",
        "Show",
        "nowhere.Thing",
        "",
        "subgraph:a",
        "subgraph:b",
    ]
)
_LINKS = st.builds("{}.{}".format, st.sampled_from([*IDS, "ghost"]), _WORDS)
_STATES = st.sampled_from(["active", "muted", "bypassed"])


@st.composite
def _objects(
    draw: st.DrawFn, needed: dict[str, Any], optional: dict[str, Any], unknown: Any = _UNKNOWN
) -> dict[str, Any]:
    """An object with its needed keys, some optional ones, and unknown ones, in any order."""
    keys = [*needed, *(key for key in optional if draw(st.booleans()))]
    found = {key: draw({**needed, **optional}[key]) for key in keys}
    found.update({key: value for key, value in draw(unknown).items() if key not in found})
    return {key: found[key] for key in draw(st.permutations(list(found)))}


_NODES = _objects(
    {"type": _TYPES},
    {
        "params": st.dictionaries(_WORDS, JSON, max_size=3),
        "inputs": st.dictionaries(_WORDS, _LINKS, max_size=3),
        "state": _STATES,
    },
)
_LAYOUTS = _objects(
    {},
    {
        "nodes": st.dictionaries(st.sampled_from(IDS), JSON, max_size=3),
        "frames": st.lists(JSON, max_size=2),
        "notes": st.lists(JSON, max_size=2),
        "reroutes": st.dictionaries(
            st.builds("{}.{}".format, st.sampled_from(IDS), _WORDS), JSON, max_size=3
        ),
    },
)

_ENDS = st.builds("{}.{}".format, st.sampled_from([*IDS, "ghost"]), _WORDS)
_SUBGRAPHS = _objects(
    {"nodes": st.dictionaries(st.sampled_from(IDS), _NODES, max_size=2)},
    {
        "name": st.text(max_size=4),
        "description": st.text(max_size=4),
        "inputs": st.dictionaries(_WORDS, st.lists(_ENDS, max_size=2), max_size=2),
        "outputs": st.dictionaries(_WORDS, _ENDS, max_size=2),
        "layout": _LAYOUTS,
    },
)

workflow_data = _objects(
    {
        "format": st.just("weft"),
        "version": st.just(1),
        "nodes": st.dictionaries(st.sampled_from(IDS), _NODES, max_size=5),
    },
    {
        "name": st.text(max_size=8),
        "description": st.text(max_size=8),
        "layout": _LAYOUTS,
        "made_with": st.dictionaries(_WORDS, JSON, max_size=2),
        "subgraphs": st.dictionaries(st.sampled_from(IDS), _SUBGRAPHS, max_size=2),
    },
)


@st.composite
def workflow_texts(draw: st.DrawFn) -> str:
    """A workflow file in some formatting that nobody would choose."""
    data = draw(workflow_data)
    text = json.dumps(
        data,
        indent=draw(st.sampled_from([None, 0, 1, 2, 7, "\t"])),
        ensure_ascii=draw(st.booleans()) or not _is_encodable(data),
        separators=draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,", "  :\t")])),
    )
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    start = draw(st.sampled_from(["", "", "\n", " \t", "\ufeff"]))
    return start + text + draw(st.sampled_from(["", "\n", "\n\n  ", "\r\n"]))


def _is_encodable(data: Any) -> bool:
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
