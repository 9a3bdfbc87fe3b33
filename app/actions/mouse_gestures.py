"""Mouse gestures: what the mouse does on the canvas, in words, for the table of keys."""

from __future__ import annotations

from dataclasses import dataclass

from app.look.words import marked


@dataclass(frozen=True)
class MouseGesture:
    """One gesture: what the hand does, and what comes of it."""

    hand: str
    result: str


MOUSE_GESTURES = (
    MouseGesture(marked("Double-click on empty"), marked("Searches for a node to place there")),
    MouseGesture(marked("Right-click"), marked("The menu of the canvas, node, wire or port")),
    MouseGesture(
        marked("Drag a wire to empty"),
        marked("Searches among the nodes that fit; the new one is wired"),
    ),
    MouseGesture(
        marked("Drag port to port"), marked("Links them; ports that can't be linked are dimmed")
    ),
    MouseGesture(
        marked("Drag from a linked input"), marked("Detaches the wire; dropped on empty, it is cut")
    ),
    MouseGesture(marked("Ctrl-drag an output"), marked("Moves all its wires to another output")),
    MouseGesture(marked("Alt-click a port"), marked("Cuts all its wires")),
    MouseGesture(marked("Drop a free node on a wire"), marked("Inserts the node into the wire")),
    MouseGesture(marked("Shake a node"), marked("Takes it out and heals the wire")),
    MouseGesture(marked("Ctrl+right-drag"), marked("Cuts the wires crossed")),
    MouseGesture(marked("Double-click a wire"), marked("Sets a dot that the wire passes")),
    MouseGesture(marked("Double-click a title"), marked("Renames")),
    MouseGesture(marked("Alt-drag a node"), marked("Drags a copy of it")),
    MouseGesture(marked("Middle drag"), marked("Pans")),
    MouseGesture(marked("Wheel, pinch"), marked("Zooms at the cursor")),
    MouseGesture(marked("Two fingers"), marked("Pans")),
    MouseGesture(marked("Drag on empty"), marked("Selects what is in the box")),
    MouseGesture(marked("Shift-drag on empty"), marked("Adds what is in the box")),
    MouseGesture(marked("Ctrl-drag on empty"), marked("Turns over what is in the box")),
    MouseGesture(marked("Ctrl while dragging"), marked("Snapping and guides on or off")),
    MouseGesture(
        marked("Drag sideways on a number"), marked("Changes it; Shift finely, Ctrl coarsely")
    ),
    MouseGesture(
        marked("Click a value"), marked("Types it; expressions such as 512*1.5 are allowed")
    ),
    MouseGesture(marked("Drop a picture or model"), marked("Makes the node that loads it")),
    MouseGesture(marked("Drop a workflow"), marked("Opens it; a picture that carries one, too")),
)
