"""Canvas table: the actions whose keys count while the canvas has the focus."""

from __future__ import annotations

from functools import partial

from app.actions.action import Action
from app.look.words import marked

_OnCanvas = partial(Action, where="canvas")

CLIPBOARD = (
    _OnCanvas("edit.cut", marked("Cut"), marked("Copy the selection, then delete it."),
              ("Ctrl+X",), "cut"),
    _OnCanvas("edit.copy", marked("Copy"),
              marked("Copy the selection as workflow text, also for other windows and chats."),
              ("Ctrl+C",), "copy"),
    _OnCanvas("edit.paste", marked("Paste"), marked("Add the copied nodes at the cursor."),
              ("Ctrl+V",)),
    _OnCanvas("edit.paste_linked", marked("Paste with inputs"),
              marked("Add the copied nodes, linked to the same sources as the originals."),
              ("Ctrl+Shift+V",)),
    _OnCanvas("edit.duplicate", marked("Duplicate"),
              marked("Copy the selection beside itself."), ("Ctrl+D",), "copy"),
    _OnCanvas("edit.delete", marked("Delete"), marked("Delete the selection."),
              ("Del",), "trash"),
    _OnCanvas("edit.delete_heal", marked("Delete and reconnect"),
              marked("Delete the selection and join the wires on both sides."),
              ("Ctrl+Del",), "trash"),
    _OnCanvas("edit.select_all", marked("Select all"), marked("Select everything."),
              ("Ctrl+A",)),
    _OnCanvas("edit.select_none", marked("Select nothing"), marked("Deselect everything."),
              ("Ctrl+Shift+A",)),
    _OnCanvas("edit.select_inverse", marked("Invert the selection"),
              marked("Select what is not selected."), ("Ctrl+I",)),
    _OnCanvas("edit.select_before", marked("Select all upstream"),
              marked("Select all that the selection reads from."), ("Ctrl+Shift+Left",)),
    _OnCanvas("edit.select_after", marked("Select all downstream"),
              marked("Select all that reads from the selection."), ("Ctrl+Shift+Right",)),
)  # fmt: skip

NODES = (
    _OnCanvas("node.add", marked("Add a node…"),
              marked("Search for a node and place it at the cursor."), ("Tab",), "plus"),
    _OnCanvas("node.rename", marked("Rename"), marked("Give the node another title."),
              ("F2",), "text"),
    _OnCanvas("node.mute", marked("Mute"),
              marked("Leave the node out, with all that needs it."), ("Ctrl+M",), "mute"),
    _OnCanvas("node.bypass", marked("Bypass"),
              marked("Pass the input straight through to the output."), ("Ctrl+B",), "bypass"),
    _OnCanvas("node.collapse", marked("Collapse"), marked("Fold the node to its title."),
              ("Alt+C",), "minus"),
    _OnCanvas("node.take_out", marked("Take out, heal the wire"),
              marked("Take the node out of its wire and join the ends."), ("Alt+D",), "cut"),
    _OnCanvas("node.reset", marked("Reset values"),
              marked("Put all values of the node back to their defaults."), (), "reset"),
    _OnCanvas("node.why", marked("Why will this run?"),
              marked("Say what changed since the kept result."), (), "clock"),
    _OnCanvas("node.run_to", marked("Run to here"),
              marked("Compute only what the selected node needs."), ("Ctrl+Shift+Return",),
              "playo"),
    _OnCanvas("node.scrub", marked("Scrub its steps"),
              marked("Step through the denoising in the preview."), (), "film"),
    _OnCanvas("node.paint_mask", marked("Paint a mask…"),
              marked("Paint what is to be repainted."), (), "mask"),
    _OnCanvas("node.explain", marked("What it does"),
              marked("Show the node's documentation in the inspector."), (), "info"),
)  # fmt: skip

GROUPS = (
    _OnCanvas("canvas.frame", marked("Frame the selection"),
              marked("Put a titled frame around the selection, which moves with it."),
              ("Ctrl+G",), "frame"),
    _OnCanvas("canvas.note", marked("Add a note"),
              marked("Write a note on the canvas, in Markdown."), ("Ctrl+Shift+M",), "note"),
    _OnCanvas("subgraph.fold", marked("Make a subgraph"),
              marked("Fold the selection into one node with its own ports."),
              ("Ctrl+Shift+E",), "sub"),
    _OnCanvas("subgraph.unfold", marked("Unfold the subgraph"),
              marked("Put the inner nodes back in place of the subgraph."), ("Ctrl+Alt+E",)),
    _OnCanvas("subgraph.enter", marked("Open the subgraph"), marked("Show what is inside."),
              ("Return", "Enter")),
    _OnCanvas("subgraph.leave", marked("Leave the subgraph"), marked("Back to the outside."),
              ("Backspace",), "left"),
    _OnCanvas("subgraph.save", marked("Save to the library…"),
              marked("Keep the subgraph for other workflows."), (), "save"),
)  # fmt: skip

WIRES = (
    _OnCanvas("wire.dot", marked("Add a dot"), marked("Let the wire pass a dot here."), (),
              "plus"),
    _OnCanvas("wire.insert", marked("Insert a node…"),
              marked("Search for a node that fits into the wire."), (), "search"),
    _OnCanvas("wire.cut", marked("Cut the wire"), marked("Disconnect the two nodes."), (), "cut"),
    _OnCanvas("wire.source", marked("Go to its source"),
              marked("Select the node that the wire comes from."), (), "left"),
    _OnCanvas("wire.target", marked("Go to its target"),
              marked("Select the node that the wire leads to."), (), "right"),
    _OnCanvas("port.connect", marked("Connect a new node…"),
              marked("Search for a node that fits to the port."), (), "search"),
    _OnCanvas("port.break", marked("Break all its wires"),
              marked("Disconnect everything from the port."), (), "cut"),
    _OnCanvas("port.expose", marked("Show on the subgraph"),
              marked("Give the subgraph this port."), (), "sub"),
)  # fmt: skip

ARRANGEMENT = (
    _OnCanvas("arrange.lay_out", marked("Lay out"),
              marked("Arrange the selection in columns, with no wire behind a node."),
              ("L",), "auto"),
    _OnCanvas("arrange.lay_out_all", marked("Lay out all"),
              marked("Arrange the whole workflow in columns."), ("Shift+L",), "auto"),
    _OnCanvas("arrange.straighten", marked("Straighten"),
              marked("Move the selection so that its wires run level."), ("Q",), "minus"),
    _OnCanvas("arrange.top", marked("Align tops"), marked("Level the upper edges."),
              ("Shift+W",)),
    _OnCanvas("arrange.left", marked("Align left"), marked("Line up the left edges."),
              ("Shift+A",)),
    _OnCanvas("arrange.bottom", marked("Align bottoms"), marked("Level the lower edges."),
              ("Shift+S",)),
    _OnCanvas("arrange.right", marked("Align right"), marked("Line up the right edges."),
              ("Shift+D",)),
    _OnCanvas("arrange.nudge_left", marked("Nudge left"), marked("Move by 1."), ("Left",)),
    _OnCanvas("arrange.nudge_right", marked("Nudge right"), marked("Move by 1."), ("Right",)),
    _OnCanvas("arrange.nudge_up", marked("Nudge up"), marked("Move by 1."), ("Up",)),
    _OnCanvas("arrange.nudge_down", marked("Nudge down"), marked("Move by 1."), ("Down",)),
    _OnCanvas("arrange.step_left", marked("Step left"), marked("Move by one step of the grid."),
              ("Shift+Left",)),
    _OnCanvas("arrange.step_right", marked("Step right"),
              marked("Move by one step of the grid."), ("Shift+Right",)),
    _OnCanvas("arrange.step_up", marked("Step up"), marked("Move by one step of the grid."),
              ("Shift+Up",)),
    _OnCanvas("arrange.step_down", marked("Step down"), marked("Move by one step of the grid."),
              ("Shift+Down",)),
)  # fmt: skip

SIGHT = (
    _OnCanvas("view.frame_selection", marked("Show the selection"),
              marked("Bring the selection into view."), ("F", "."), "fit"),
    _OnCanvas("view.frame_all", marked("Show all"), marked("Bring the whole workflow into view."),
              ("Home",), "fit"),
    _OnCanvas("view.minimap", marked("Minimap"), marked("The whole workflow in a corner."),
              ("M",), "map", checkable=True),
    _OnCanvas("view.snap", marked("Snap to the grid"),
              marked("Dragged nodes keep to the grid; Ctrl while dragging does the opposite."),
              (), "magnet", checkable=True),
    _OnCanvas("walk.left", marked("Walk upstream"),
              marked("Select the node that feeds this one."), ("Ctrl+Left",)),
    _OnCanvas("walk.right", marked("Walk downstream"),
              marked("Select the node that this one feeds."), ("Ctrl+Right",)),
    _OnCanvas("walk.up", marked("Walk up"), marked("Select the neighbour above."), ("Ctrl+Up",)),
    _OnCanvas("walk.down", marked("Walk down"), marked("Select the neighbour below."),
              ("Ctrl+Down",)),
    _OnCanvas("canvas.menu", marked("Open the menu"),
              marked("The menu of what is selected, as a right click opens it."),
              ("Menu", "Shift+F10"), "more"),
    _OnCanvas("canvas.pan", marked("Pan while held"),
              marked("Dragging moves the view while the key is down."), ("Space",), held=True),
    _OnCanvas("canvas.cut", marked("Cut wires while held"),
              marked("Dragging cuts the wires crossed while the key is down."), ("Y",),
              "cut", held=True),
)  # fmt: skip

GESTURES = (
    Action("gesture.dot", marked("Set a dot while wiring"),
           marked("The wire that is being dragged passes a dot here."), (".",), where="gesture"),
    Action("gesture.cancel", marked("Cancel the gesture"),
           marked("Everything is as it was before."), ("Esc",), where="gesture"),
)  # fmt: skip

CANVAS_ACTIONS = (
    *CLIPBOARD, *NODES, *GROUPS, *WIRES, *ARRANGEMENT, *SIGHT, *GESTURES,
)  # fmt: skip
