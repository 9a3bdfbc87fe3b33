"""Window table: the actions that are valid wherever the focus is."""

from __future__ import annotations

from app.actions.action import Action
from app.look.words import marked

FILES = (
    Action("file.new", marked("New"), marked("Open an empty workflow in a new tab."),
           ("Ctrl+N",), "plus"),
    Action("file.template", marked("New from template…"),
           marked("Start from one of the workflows that travel with Weft."),
           ("Ctrl+Shift+N",), "sub"),
    Action("file.open", marked("Open…"),
           marked("Open a workflow, or a picture that carries one."), ("Ctrl+O",), "open"),
    Action("file.save", marked("Save"), marked("Write the workflow to its file."),
           ("Ctrl+S",), "save"),
    Action("file.save_as", marked("Save as…"), marked("Write the workflow to another file."),
           ("Ctrl+Shift+S",)),
    Action("file.save_all", marked("Save all"), marked("Write every workflow that has changed."),
           ("Ctrl+Alt+S",)),
    Action("file.revert", marked("Back to an earlier version…"),
           marked("Open one of the versions that were saved before.")),
    Action("file.compare", marked("Compare with…"),
           marked("Show what differs between this workflow and another."), (), "compare"),
    Action("file.save_picture", marked("Save a picture of the workflow…"),
           marked("Write the canvas to a PNG file."), (), "image"),
    Action("file.close_tab", marked("Close tab"), marked("Close this workflow."),
           ("Ctrl+W",), "x"),
    Action("file.reopen_tab", marked("Reopen closed tab"),
           marked("Bring back the tab that was closed last."), ("Ctrl+Shift+T",)),
    Action("file.next_tab", marked("Next tab"), marked("Show the workflow to the right."),
           ("Ctrl+Tab", "Ctrl+PgDown")),
    Action("file.previous_tab", marked("Previous tab"),
           marked("Show the workflow to the left."), ("Ctrl+Shift+Tab", "Ctrl+PgUp")),
    Action("file.settings", marked("Settings…"),
           marked("Theme, text size, language, folders and more."), ("Ctrl+,",), "settings"),
    Action("file.quit", marked("Quit"), marked("Close the studio; what is unsaved is kept."),
           ("Ctrl+Q",)),
)  # fmt: skip

HISTORY = (
    Action("edit.undo", marked("Undo"), marked("Take the last change back; pictures stay."),
           ("Ctrl+Z",), "reset"),
    Action("edit.redo", marked("Redo"), marked("Do again what was taken back."),
           ("Ctrl+Shift+Z", "Ctrl+Y")),
    Action("edit.find", marked("Find a node…"),
           marked("Look for a node by its title, id, type or values, and jump to it."),
           ("Ctrl+F",), "search"),
)  # fmt: skip

VIEWS = (
    Action("view.commands", marked("Command palette…"),
           marked("Find any action, node or file by a few letters."), ("Ctrl+Shift+P",), "search"),
    Action("view.zoom_in", marked("Zoom in"), marked("Show the canvas larger."),
           ("Ctrl++", "Ctrl+="), "plus"),
    Action("view.zoom_out", marked("Zoom out"), marked("Show more of the canvas."),
           ("Ctrl+-",), "minus"),
    Action("view.zoom_full", marked("Zoom to 100 %"), marked("Show nodes at their own size."),
           ("Ctrl+0",)),
    Action("view.palette", marked("Nodes"), marked("The panel with all node types."),
           checkable=True),
    Action("view.models", marked("Models"), marked("The panel with the model files found."),
           checkable=True),
    Action("view.inspector", marked("Inspector"),
           marked("The panel with the values of the selected node."), checkable=True),
    Action("view.preview", marked("Preview"), marked("The panel with the live picture."),
           checkable=True),
    Action("view.outliner", marked("Outliner"), marked("The panel with all nodes as a tree."),
           checkable=True),
    Action("view.problems", marked("Problems"), marked("The panel with what the checks found."),
           checkable=True),
    Action("view.gallery", marked("Gallery"), marked("The panel with everything rendered."),
           checkable=True),
    Action("view.queue", marked("Queue"), marked("The panel with the jobs."), checkable=True),
    Action("view.log", marked("Log"), marked("The panel with what the engine says."),
           checkable=True),
    Action("view.next_pane", marked("Next pane"),
           marked("Go on with the keys in the next panel, the tabs, the top bar or the canvas."),
           ("F6",)),
    Action("view.previous_pane", marked("Previous pane"),
           marked("Go back with the keys to the panel before."), ("Shift+F6",)),
    Action("view.dark", marked("Dark theme"), marked("Light on dark."), (), "moon",
           checkable=True),
    Action("view.light", marked("Light theme"), marked("Dark on light."), (), "sun",
           checkable=True),
    Action("view.full_screen", marked("Full screen"),
           marked("Give the window the whole screen."), ("F11",), checkable=True),
    Action("view.reset_layout", marked("Reset layout"),
           marked("Put all panels back to their places."), (), "reset"),
)  # fmt: skip

RUNS = (
    Action("run.run", marked("Run"), marked("Compute what is not known yet."),
           ("Ctrl+Return",), "play"),
    Action("run.new_seed", marked("Run with a new seed"),
           marked("Draw new seeds, then run."), ("Alt+Return",), "dice"),
    Action("run.stop", marked("Stop"), marked("Stop after this step; what is done is kept."),
           ("Ctrl+.",), "stop"),
    Action("run.kill", marked("Restart the engine"),
           marked("End the engine at once and start it again; nothing of the document is lost.")),
    Action("run.forget", marked("Forget cached results…"),
           marked("Delete kept results, so that they are computed again."), (), "trash"),
)  # fmt: skip

HELP = (
    Action("help.guide", marked("User guide"), marked("Open the guide in the browser.")),
    Action("help.keys", marked("Keys and gestures"),
           marked("All keys and gestures; change the keys there."), ("F1",), "keyb"),
    Action("help.welcome", marked("Welcome"), marked("Show the first three keys again.")),
    Action("help.report", marked("Report a problem…"),
           marked("Copy what a good report needs."), (), "warn"),
    Action("help.about", marked("About Weft"), marked("Which version this is."), (), "info"),
)  # fmt: skip

WINDOW_ACTIONS = (*FILES, *HISTORY, *VIEWS, *RUNS, *HELP)
