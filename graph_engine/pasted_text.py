"""Pasted text: the workflow in what somebody pastes, from here, from a file or from a chat."""

from __future__ import annotations

import re

from graph_engine.errors import EditError, WorkflowFileError
from graph_engine.salvage import salvage
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import parse_workflow

MAX_BYTES = 8 * 10**6
MAX_NODES = 5_000
_FENCED = re.compile(r"^[ \t]*```[^\n]*\n(.*?)^[ \t]*```", re.DOTALL | re.MULTILINE)


def read_pasted(text: str) -> Workflow:
    """The workflow in a text, which may stand in a fence or between other words.

    Raises EditError, in a sentence, for text that holds no workflow or one that is too large.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise _refusal(f"it is larger than {MAX_BYTES // 10**6} MB")
    workflow = _read(_json_part(text))
    nodes, layout = workflow.graph.nodes, workflow.layout
    if len(nodes) > MAX_NODES:
        raise _refusal(f"it holds {len(nodes):,} nodes, and {MAX_NODES:,} is the limit")
    if not (nodes or layout.frames or layout.notes):
        raise EditError("There is nothing in this workflow that could be pasted.")
    return workflow


def _read(text: str) -> Workflow:
    """The workflow in a text; what nodes hold in a wrong shape is pasted with them."""
    try:
        found = salvage(text)
        if not found.read_only and all(problem.node for problem in found.problems):
            return found.workflow
        return parse_workflow(text)
    except WorkflowFileError as error:
        said = error.message.replace("The file", "The text")
        raise EditError(f"This can't be pasted. {said}", hint=error.hint) from error


def _json_part(text: str) -> str:
    """The text without what a chat puts around it: a fence, or words before and after."""
    text = text.strip().removeprefix("\ufeff")
    if text.startswith(("{", "[")) or not text:
        return text
    if fenced := _FENCED.search(text):
        return fenced[1].strip()
    start, end = text.find("{"), text.rfind("}")
    if start < 0:
        raise EditError("This can't be pasted. It is no workflow but other text.")
    return text[start : end + 1] if end > start else text[start:]


def _refusal(why: str) -> EditError:
    return EditError(
        f"This can't be pasted: {why}.", hint="Save it to a file and open that instead."
    )
