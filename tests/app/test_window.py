"""The window: tabs, menus, what is dropped on it, and what it opens over the canvas."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QNativeGestureEvent,
    QPointingDevice,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)

from app import files as file_commands
from app.dialogs.unsaved import UnsavedDialog
from app.docks.node_form import NodeForm
from app.docks.palette import NODE_MIME
from app.editors.mask_painter.painter import MaskPainter
from app.page.page import WorkflowPage
from app.search.command_palette import CommandPalette
from app.search.find_node import FindNode
from app.window import StudioWindow
from graph_engine.edits import AddNode
from graph_engine.graph import GraphNode
from graph_engine.model_files import FoundModel
from graph_engine.shipped import templates
from graph_engine.workflow_io import format_workflow, load_workflow

STARTER = templates()["text_to_image"]


def page_of(window: StudioWindow) -> WorkflowPage:
    assert window.page is not None
    return window.page


def press(window: StudioWindow, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(page_of(window).canvas, key, held or Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


# --- tabs


@pytest.mark.parametrize("name", templates())
def test_every_shipped_workflow_is_drawn_whole(window: StudioWindow, name: str) -> None:
    workflow = load_workflow(templates()[name])
    window.open(templates()[name])
    scene = page_of(window).scene
    assert scene.nodes.keys() == workflow.graph.nodes.keys()
    links = sum(len(node.inputs) for node in workflow.graph.nodes.values())
    assert len(scene.links.wires) == links
    assert all(item.view.known for item in scene.nodes.values())


def test_a_file_opens_once(window: StudioWindow) -> None:
    window.open(STARTER)
    window.open(templates()["lora"])
    window.open(STARTER)
    assert window.workspace.count() == 2
    assert page_of(window).document.path == STARTER
    assert window.windowTitle() == "Text to image — Weft"


def test_an_untouched_empty_tab_gives_way_to_a_file(studio: StudioWindow) -> None:
    studio.open(STARTER)
    assert studio.workspace.count() == 1


def test_a_template_is_a_new_document(window: StudioWindow) -> None:
    window.open_starter()
    document = page_of(window).document
    assert document.path is None
    assert document.graph == load_workflow(STARTER).graph


def test_tabs_are_closed_and_brought_back_with_their_changes(window: StudioWindow) -> None:
    window.open(STARTER)
    page_of(window).scene.select(("latent",))
    press(window, Qt.Key.Key_Delete)
    changed = format_workflow(page_of(window).document.workflow)
    assert window.workspace.tabText(0) == "Text to image ●"
    press(window, Qt.Key.Key_W, CTRL)
    answer(window, "Cancel")
    assert window.workspace.count() == 1
    press(window, Qt.Key.Key_W, CTRL)
    answer(window, "Don't save")
    assert window.workspace.count() == 0
    window.actions_of.run("file.reopen_tab")
    document = page_of(window).document
    assert document.path == STARTER
    assert document.is_modified
    assert json.loads(format_workflow(document.workflow)) == json.loads(changed)


def answer(window: StudioWindow, text: str) -> None:
    (dialog,) = (d for d in window.findChildren(UnsavedDialog) if d.isVisible())
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    window.activateWindow()
    QApplication.processEvents()


def test_a_changed_tab_is_saved_before_it_closes(window: StudioWindow, tmp_path: Path) -> None:
    file = Path(shutil.copy(STARTER, tmp_path / "mine.weft.json"))
    window.open(file)
    page_of(window).scene.select(("latent",))
    press(window, Qt.Key.Key_Delete)
    press(window, Qt.Key.Key_W, CTRL)
    answer(window, "Save")
    assert window.page is None
    assert "latent" not in load_workflow(file).graph.nodes


def test_without_autosave_quitting_asks(window: StudioWindow) -> None:
    window.settings.change(autosave=False)
    window.open(STARTER)
    page_of(window).scene.select(("latent",))
    press(window, Qt.Key.Key_Delete)
    QTimer.singleShot(0, lambda: answer(window, "Cancel"))
    window.close()
    assert window.isVisible()
    QTimer.singleShot(0, lambda: answer(window, "Don't save"))
    window.close()
    assert not window.isVisible()


def test_leaving_the_search_takes_the_view_back(window: StudioWindow) -> None:
    window.open(STARTER)
    canvas = page_of(window).canvas
    canvas.zoom_by(2.0)
    before = canvas.mapToScene(QPoint(0, 0)), canvas.zoom
    press(window, Qt.Key.Key_F, CTRL)
    (find,) = window.findChildren(FindNode)
    QTest.keyClicks(find.field.line, "save")
    assert page_of(window).scene.selected == ["save"]
    QTest.keyClick(find.field.line, Qt.Key.Key_Escape)
    assert page_of(window).scene.selected == []
    assert canvas.zoom == before[1]
    assert (canvas.mapToScene(QPoint(0, 0)) - before[0]).manhattanLength() < 2


def test_tabs_are_walked_through_with_keys(window: StudioWindow) -> None:
    window.open(STARTER)
    window.open(templates()["lora"])
    window.actions_of.run("file.next_tab")
    assert page_of(window).document.path == STARTER
    window.actions_of.run("file.previous_tab")
    assert page_of(window).document.path == templates()["lora"]


def test_a_file_that_is_none_is_told_over_the_centre(window: StudioWindow, tmp_path: Path) -> None:
    window.open(tmp_path / "nothing.weft.json")
    assert window.centre.currentWidget() is window.message
    assert "nothing.weft.json" in window.message.heading.text()
    assert "no such file" in window.message.sentence.text()
    window.open(STARTER)
    assert window.centre.currentWidget() is window.workspace


def test_undo_and_redo_by_key(window: StudioWindow) -> None:
    window.open(STARTER)
    document = page_of(window).document
    before = format_workflow(document.workflow)
    page_of(window).scene.select(("latent", "sampler"))
    press(window, Qt.Key.Key_Delete)
    after = format_workflow(document.workflow)
    assert after != before
    press(window, Qt.Key.Key_Z, CTRL)
    assert format_workflow(document.workflow) == before
    press(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert format_workflow(document.workflow) == after
    press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_Y, CTRL)
    assert format_workflow(document.workflow) == after


def test_saving_by_key_writes_the_file(window: StudioWindow, tmp_path: Path) -> None:
    file = Path(shutil.copy(STARTER, tmp_path / "mine.weft.json"))
    window.open(file)
    page_of(window).scene.select(("latent",))
    press(window, Qt.Key.Key_Delete)
    press(window, Qt.Key.Key_S, CTRL)
    assert "latent" not in load_workflow(file).graph.nodes
    assert window.workspace.tabText(0) == "Text to image"
    assert window.status.text() == "Saved mine.weft.json."
    assert str(file) in window.settings.settings.recent_files


def test_the_window_is_called_as_its_tab(studio: StudioWindow, tmp_path: Path) -> None:
    page = studio.workspace.new()
    assert studio.windowTitle() == "Untitled — Weft"
    assert studio.workspace.save(page, tmp_path / "peaks.weft.json")
    assert studio.windowTitle() == "peaks — Weft"


def test_a_name_without_an_ending_overwrites_nothing_unasked(
    studio: StudioWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "peaks.weft.json").write_text("precious")
    answers: list[Path | None] = [tmp_path / "peaks", None]
    suggested: list[str] = []

    def ask(_parent: object, _title: str, suggestion: Path, _kinds: str) -> Path | None:
        suggested.append(suggestion.name)
        return answers.pop(0)

    monkeypatch.setattr(file_commands, "ask_to_save", ask)
    assert not studio.files.save_as()
    assert suggested == ["untitled.weft.json", "peaks.weft.json"], "the dialog asks again"
    answers.append(tmp_path / "hills")
    assert studio.files.save_as()
    assert (tmp_path / "hills.weft.json").is_file()
    assert (tmp_path / "peaks.weft.json").read_text() == "precious"


def test_a_template_left_as_it_was_comes_back_unchanged(
    window: StudioWindow, tmp_path: Path
) -> None:
    window.files.open_template(templates()["lora"])
    page_of(window).document.undo.setClean()
    tab = window.workspace.session.as_left(page_of(window).document)
    window.workspace.restore([tab, replace(tab, changed=True)])
    marked = [page.document.is_modified for page in window.workspace.pages]
    assert marked == [False, False, True]


# --- themes


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_theme_is_chosen_in_the_menu_and_remembered(window: StudioWindow, theme: str) -> None:
    window.open(STARTER)
    page_of(window).scene.select(("sampler",))
    window.actions_of.run(f"view.{theme}")
    assert window.theme.name == theme
    assert window.settings.settings.theme == theme
    assert page_of(window).scene.selected == ["sampler"]
    picture = page_of(window).canvas.grab().toImage()
    assert picture.pixelColor(4, picture.height() - 4) == window.theme.colour("bg.canvas")


# --- subgraphs


def depth_of(page: WorkflowPage) -> int:
    return len(page.document.level)


def test_nodes_are_folded_dived_into_and_unfolded(window: StudioWindow) -> None:
    window.open(STARTER)
    page = page_of(window)
    before = format_workflow(page.document.workflow)
    page.scene.select(("sampler", "decode"))
    press(window, Qt.Key.Key_E, CTRL | SHIFT)
    page.floating.close()
    (instance,) = page.scene.selected
    assert page.scene.nodes[instance].view.is_subgraph
    assert len(page.document.graph.nodes) == 5
    press(window, Qt.Key.Key_Return)
    assert depth_of(page) == 1
    assert page.scene.nodes.keys() == {"sampler", "decode"}
    crumbs = page.breadcrumb.findChildren(QPushButton)
    assert all(page.breadcrumb.rect().contains(crumb.geometry()) for crumb in crumbs)
    assert [crumb.isVisible() for crumb in crumbs] == [True]
    press(window, Qt.Key.Key_Backspace)
    assert depth_of(page) == 0
    assert page.breadcrumb.isHidden()
    assert page.scene.selected == [instance]
    window.actions_of.run("subgraph.unfold")
    assert page.document.graph.nodes.keys() == load_workflow(STARTER).graph.nodes.keys()
    while page.document.undo.canUndo():
        page.document.undo.undo()
    assert format_workflow(page.document.workflow) == before


def test_an_edit_inside_is_undone_where_it_was_made(window: StudioWindow) -> None:
    window.open(templates()["four_landscapes"])
    page = page_of(window)
    instance = next(name for name, item in page.scene.nodes.items() if item.view.is_subgraph)
    page.document.dive(instance)
    inner = next(iter(page.document.graph.nodes))
    page.scene.select((inner,))
    press(window, Qt.Key.Key_Delete)
    assert inner not in page.document.graph.nodes
    press(window, Qt.Key.Key_Backspace)
    press(window, Qt.Key.Key_Z, CTRL)
    assert page.document.level == (instance,)
    assert inner in page.document.graph.nodes


# --- what opens over the canvas


def test_the_command_palette_runs_an_action(window: StudioWindow) -> None:
    window.open(STARTER)
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    (palette,) = window.findChildren(CommandPalette)
    QTest.keyClicks(palette.field.line, "select all")
    QTest.keyClick(palette.field.line, Qt.Key.Key_Return)
    assert len(page_of(window).scene.selected) == 6


def test_a_node_is_found_by_its_value(window: StudioWindow) -> None:
    window.open(STARTER)
    press(window, Qt.Key.Key_F, CTRL)
    (find,) = window.findChildren(FindNode)
    QTest.keyClicks(find.field.line, "red circle")
    QTest.keyClick(find.field.line, Qt.Key.Key_Return)
    assert page_of(window).scene.selected == ["prompt"]


def test_after_a_jump_the_canvas_has_the_keys_and_no_title_is_selected(
    window: StudioWindow,
) -> None:
    """The focus goes straight back, and not by way of the inspector."""
    window.open(STARTER)
    page = page_of(window)
    window.docks.panels["inspector"].show()
    page.canvas.setFocus()
    press(window, Qt.Key.Key_F, CTRL)
    (find,) = window.findChildren(FindNode)
    QTest.keyClicks(find.field.line, "sampler")
    QApplication.processEvents()
    form = window.docks.inspector.form
    assert isinstance(form, NodeForm)
    title = form.title
    QTest.keyClick(find.field.line, Qt.Key.Key_Return)
    assert page.scene.selected == ["sampler"]
    assert QApplication.focusWidget() is page.canvas
    assert not title.hasSelectedText()
    title.setFocus(Qt.FocusReason.TabFocusReason)
    assert title.hasSelectedText()
    press(window, Qt.Key.Key_F, CTRL)
    assert not title.hasSelectedText()


def menu_texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def right_click(window: StudioWindow, at: QPoint) -> QMenu:
    viewport = page_of(window).canvas.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, pos=at)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_each_thing_has_its_menu(window: StudioWindow) -> None:
    window.open(STARTER)
    page = page_of(window)
    node = page.scene.nodes["sampler"]
    wire = page.scene.links.wires["save", "image"]
    places = {
        "Rename": node.mapToScene(node.shape_of.title.center()),
        "Insert a node…": wire.path.pointAtPercent(0.5),
        "Break all its wires": node.mapToScene(node.shape_of.inputs[0].at),
        "Add a note": page.scene.content().topLeft() - QPointF(30, 30),
    }
    for text, place in places.items():
        menu = right_click(window, page.canvas.mapFromScene(place))
        assert text in menu_texts(menu)
        menu.close()


def test_a_wire_is_cut_from_its_menu(window: StudioWindow) -> None:
    window.open(STARTER)
    page = page_of(window)
    wire = page.scene.links.wires["save", "image"]
    menu = right_click(window, page.canvas.mapFromScene(wire.path.pointAtPercent(0.5)))
    action_of(menu, "Cut the wire").trigger()
    menu.close()
    assert "image" not in page.document.graph.nodes["save"].inputs


def action_of(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


# --- drops


def drop(window: StudioWindow, data: QMimeData, at: QPoint) -> bool:
    """Whether it was taken; the events are those that Qt sends for a drag from outside."""
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(at, copy, data, left, none)
    QApplication.sendEvent(window, entering)
    if entering.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(at), copy, data, left, none))
    return entering.isAccepted()


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_a_dropped_workflow_opens(studio: StudioWindow) -> None:
    assert drop(studio, files(STARTER), QPoint(400, 400))
    assert page_of(studio).document.path == STARTER


def test_a_dropped_picture_gets_its_loader(studio: StudioWindow, picture: Path) -> None:
    assert drop(studio, files(picture), QPoint(400, 400))
    (node,) = page_of(studio).document.graph.nodes.values()
    assert node.type == "LoadImage"
    assert node.params == {"image": str(picture)}


def test_a_picture_beside_the_workflow_is_named_from_there(
    window: StudioWindow, picture: Path
) -> None:
    window.open(Path(shutil.copy(STARTER, picture.parent / "mine.weft.json")))
    assert drop(window, files(picture), QPoint(400, 400))
    nodes = page_of(window).document.graph.nodes
    assert nodes["load_image"].params == {"image": picture.name}


def test_a_dropped_model_gets_its_loader(studio: StudioWindow) -> None:
    lora = STARTER.parents[1] / "models" / "loras" / "hollow.safetensors"
    assert drop(studio, files(lora), QPoint(400, 400))
    (node,) = page_of(studio).document.graph.nodes.values()
    assert node.type == "LoadLoRA"
    assert node.params == {"model": str(lora)}


def test_what_is_no_model_is_told(studio: StudioWindow, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("nothing")
    assert drop(studio, files(file), QPoint(400, 400))
    assert not page_of(studio).document.graph.nodes
    assert studio.status.text().startswith("notes.txt: ")


def test_a_node_from_the_palette_and_text_from_a_chat(studio: StudioWindow) -> None:
    data = QMimeData()
    data.setData(NODE_MIME, b"EncodeText")
    assert drop(studio, data, QPoint(500, 300))
    assert list(page_of(studio).document.graph.nodes) == ["encode_text"]
    text = QMimeData()
    text.setText(f"Try this:\n```json\n{STARTER.read_text()}\n```")
    assert drop(studio, text, QPoint(500, 300))
    assert len(page_of(studio).document.graph.nodes) == 7
    other = QMimeData()
    other.setText("Good morning")
    assert not drop(studio, other, QPoint(500, 300))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    from PySide6.QtGui import QImage

    file = tmp_path / "photo.png"
    image = QImage(16, 16, QImage.Format.Format_RGB32)
    image.fill(0)
    image.save(str(file))
    return file


# --- files that are not whole


def test_unknown_nodes_are_kept_as_placeholders(
    window: StudioWindow, write: Callable[..., Path]
) -> None:
    file = write({"glow": {"type": "mypack.Glow", "params": {"radius": 12}, "colour": "kept"}})
    before = file.read_text()
    window.open(file)
    page = page_of(window)
    assert not page.scene.nodes["glow"].view.known
    page.checking.check()
    assert any(problem.node == "glow" for problem in page.document.problems)
    press(window, Qt.Key.Key_S, CTRL)
    assert file.read_text() == before


def test_an_inner_value_is_put_on_the_face_and_taken_off(window: StudioWindow) -> None:
    window.open(STARTER)
    page = page_of(window)
    page.scene.select(("sampler", "decode"))
    press(window, Qt.Key.Key_E, CTRL | SHIFT)
    page.floating.close()
    (instance,) = page.scene.selected

    def toggle_steps() -> None:
        node = page.scene.nodes[instance]
        place = node.mapToScene(node.shape_of.title.center())
        menu = right_click(window, page.canvas.mapFromScene(place))
        faces = action_of(menu, "Values on its face").menu()
        assert isinstance(faces, QMenu)
        faces.aboutToShow.emit()
        inner = action_of(faces, "sampler").menu()
        assert isinstance(inner, QMenu)
        action_of(inner, "steps").trigger()
        menu.close()

    toggle_steps()
    spec = page.document.catalog[page.document.graph.nodes[instance].type]
    assert "steps" in spec.inputs
    assert any(param.name == "steps" for param in page.scene.nodes[instance].view.params)
    toggle_steps()
    spec = page.document.catalog[page.document.graph.nodes[instance].type]
    assert "steps" not in spec.inputs


class Strays(QObject):
    """Widgets that were shown as windows of their own because nobody had given them a parent."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            meant = isinstance(watched, QDialog | QMenu | StudioWindow)
            if watched.isWindow() and not meant:
                self.found.append(repr(watched))
        return False


def test_no_widget_flashes_up_as_a_window(window: StudioWindow, application: QApplication) -> None:
    strays = Strays()
    application.installEventFilter(strays)
    window.open(templates()["four_landscapes"])
    page = page_of(window)
    for name in (*page.scene.nodes, ""):
        page.scene.select((name,) if name else ())
        QApplication.processEvents()
    instance = next(name for name, item in page.scene.nodes.items() if item.view.is_subgraph)
    page.document.dive(instance)
    QApplication.processEvents()
    press(window, Qt.Key.Key_Backspace)
    application.removeEventFilter(strays)
    assert strays.found == []


def test_a_mask_is_painted_from_the_menu(studio: StudioWindow) -> None:
    page = page_of(studio)
    data = QMimeData()
    data.setData(NODE_MIME, b"PaintMask")
    assert drop(studio, data, QPoint(500, 300))
    assert studio.actions_of.can("node.paint_mask")
    studio.actions_of.run("node.paint_mask")
    (painter,) = studio.findChildren(MaskPainter)
    painter.show()
    canvas = painter.canvas
    middle = canvas.rect().center()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, pos=middle)
    QTest.mouseMove(canvas, middle + QPoint(40, 0))
    QTest.mouseRelease(canvas, left, pos=middle + QPoint(40, 0))
    painter.accept()
    strokes = page.document.graph.nodes["paint_mask"].params["strokes"]
    assert strokes.startswith("paint ")


def test_a_mask_is_painted_over_a_picture(studio: StudioWindow, tmp_path: Path) -> None:
    page = page_of(studio)
    picture = QImage(32, 32, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(tmp_path / "red.png"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "red.png"))])
    assert drop(studio, data, QPoint(500, 300))
    studio.actions_of.run("node.paint_mask")
    QTest.qWait(50)
    (painter,) = studio.findChildren(MaskPainter)
    assert painter.isVisible()
    painter.accept()
    (node,) = page.document.graph.nodes.values()
    assert "red.mask-" in node.params["image"]


def test_the_inspector_is_about_the_tab_that_is_shown(window: StudioWindow) -> None:
    window.open(STARTER)
    window.actions_of.run("file.new")
    form = window.docks.inspector.form
    assert form is not None
    texts = [field.text() for field in form.findChildren(QLineEdit)]
    labels = [label.text() for label in form.findChildren(QLabel)]
    assert not any("Text to image" in text for text in (*texts, *labels))


# --- what the status bar says


def test_what_was_said_goes_with_the_next_edit(studio: StudioWindow) -> None:
    studio.say("Nothing fits.")
    QApplication.processEvents()
    page = page_of(studio)
    page.stage.apply(AddNode("latent", GraphNode("EmptyLatent")), "Add")
    assert studio.status.text() == ""
    studio.say("Nothing fits.")
    page.stage.apply(AddNode("latent", GraphNode("EmptyLatent")), "Add")
    QApplication.processEvents()
    assert "latent" in studio.status.text()


def test_what_is_said_with_an_edit_stays(studio: StudioWindow) -> None:
    studio.say("Two links are gone.")
    page_of(studio).stage.apply(AddNode("latent", GraphNode("EmptyLatent")), "Add")
    assert studio.status.text() == "Two links are gone."


def test_what_was_said_stays_on_its_tab(studio: StudioWindow) -> None:
    studio.say("Nothing fits.")
    QApplication.processEvents()
    studio.workspace.new()
    assert studio.status.text() == ""
    studio.say("Nothing fits.")
    QApplication.processEvents()
    studio.workspace.setCurrentIndex(0)
    assert studio.status.text() == ""


def test_without_a_workflow_the_panels_are_not_empty(window: StudioWindow) -> None:
    assert window.docks.palette.model.groups
    assert window.docks.models.empty_words.text().startswith("No models were found.")


def test_models_show_their_family_on_their_node(window: StudioWindow) -> None:
    window.open(STARTER)
    found = FoundModel(
        name="tiny-sd15", kind="checkpoint", family="sd1", prediction_type="", task="",
        layout="folder", path="tiny-sd15", bytes=1, parts=(), problem="", hint="", thumbnail="",
    )  # fmt: skip
    window.docks.show_models([found])
    (shown,) = page_of(window).scene.nodes["checkpoint"].view.params
    assert shown.badge == "1.5"
    window.open(templates()["hires_fix"])
    assert any(
        param.badge == "1.5"
        for item in page_of(window).scene.nodes.values()
        for param in item.view.params
    )


def test_two_fingers_on_a_touchpad_zoom_at_the_cursor(window: StudioWindow) -> None:
    window.open(STARTER)
    canvas = page_of(window).canvas
    at, zoom = QPoint(300, 200), canvas.zoom
    before = canvas.mapToScene(at)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
        QPointF(at), QPointF(at), QPointF(at), 0.25, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas.zoom == pytest.approx(zoom * 1.25)
    assert (canvas.mapFromScene(before) - at).manhattanLength() <= 2
