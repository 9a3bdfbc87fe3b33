"""The inspector: it edits what is selected, one undo entry per visit of a field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.canvas.selection import Selection
from app.canvas.tints import accent
from app.docks.box_form import BoxForm
from app.docks.form_parts import LinkButton, ProblemRow
from app.docks.inspector import Inspector
from app.docks.mixed_field import MixedField
from app.docks.node_form import NodeForm
from app.docks.param_row import ParamRow
from app.docks.port_row import PortRow
from app.docks.workflow_form import WorkflowForm
from app.editors.colour import ColourPopup
from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.look.eliding_label import ElidingLabel
from app.look.theme import Theme
from app.page.page import WorkflowPage
from graph_engine.edits import (
    AddNode,
    Connect,
    Disconnect,
    Fold,
    PutParam,
    RemoveNodes,
    SetFrames,
    SetNotes,
    SetParam,
    SetState,
)
from graph_engine.graph import GraphNode, Link
from tests.app.docks.conftest import ShowDock, settle


@pytest.fixture
def inspector(page: WorkflowPage, show: ShowDock) -> Inspector:
    made = Inspector(lambda _page, _node: EditorContext(Theme.load("dark")))
    made.show_page(page)
    show(made)
    return made


def form_of(inspector: Inspector, page: WorkflowPage, *names: str) -> NodeForm:
    page.scene.select(names)
    settle()
    assert isinstance(inspector.form, NodeForm)
    return inspector.form


def row_of(inspector: Inspector, page: WorkflowPage, node: str, param: str) -> ParamRow:
    return form_of(inspector, page, node).rows[param]


def editor_of(row: ParamRow) -> Editor:
    assert row.editor is not None
    return row.editor


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def links(inspector: Inspector) -> dict[str, LinkButton]:
    buttons = inspector.findChildren(LinkButton)
    return {one.text(): one for one in buttons if one.isVisible()}


def test_all_params_have_an_editor(inspector: Inspector, page: WorkflowPage) -> None:
    form = form_of(inspector, page, "sample")
    spec = page.document.catalog["Sample"]
    assert list(form.rows) == [scalar.name for scalar in spec.scalars]
    assert editor_of(form.rows["guidance"]).value == 5.0
    assert editor_of(form.rows["steps"]).value == 25
    assert form.title.text() == "Sample"
    assert form.caption.text() == "sample · Sampling"


def test_what_is_typed_is_one_undo_entry(inspector: Inspector, page: WorkflowPage) -> None:
    editor_of(row_of(inspector, page, "sample", "steps")).start()
    QTest.keyClicks(focused(), "31")
    document = page.document
    assert document.graph.nodes["sample"].params["steps"] == 31
    assert document.undo.count() == 1
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    document.undo.undo()
    assert "steps" not in document.graph.nodes["sample"].params


def test_escape_leaves_no_trace(inspector: Inspector, page: WorkflowPage) -> None:
    before = page.document.workflow
    row = row_of(inspector, page, "sample", "steps")
    editor_of(row).start()
    QTest.keyClicks(focused(), "31")
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert page.document.workflow == before
    assert page.document.undo.count() == 0
    assert editor_of(row).value == 25


def test_two_visits_are_two_entries(inspector: Inspector, page: WorkflowPage) -> None:
    editor = editor_of(row_of(inspector, page, "sample", "steps"))
    for text in ("31", "32"):
        editor.start()
        QTest.keyClicks(focused(), text)
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert page.document.undo.count() == 2


def test_a_change_elsewhere_shows_without_a_new_widget(
    inspector: Inspector, page: WorkflowPage
) -> None:
    form = form_of(inspector, page, "sample")
    editor = editor_of(form.rows["steps"])
    editor.setFocus()
    page.document.apply(SetParam("sample", "steps", 40), "elsewhere")
    page.document.apply(SetParam("sample", "guidance", 9.0), "elsewhere")
    assert inspector.form is form
    assert form.rows["steps"].editor is editor
    assert editor.hasFocus()
    assert editor.value == 40
    page.document.undo.undo()
    page.document.undo.undo()
    assert editor.value == 25
    assert editor_of(form.rows["guidance"]).value == 5.0


def test_a_prompt_being_typed_keeps_its_cursor(inspector: Inspector, page: WorkflowPage) -> None:
    editor = editor_of(row_of(inspector, page, "prompt", "text"))
    editor.start()
    QTest.keyClick(focused(), Qt.Key.Key_Home)
    QTest.keyClicks(focused(), "on ")
    assert page.document.graph.nodes["prompt"].params["text"] == "on a hill"
    assert page.document.undo.count() == 1
    QTest.keyClicks(focused(), "x")
    assert page.document.graph.nodes["prompt"].params["text"] == "on xa hill"


def test_another_prompt_never_gets_the_undo_steps_of_the_first(
    inspector: Inspector, page: WorkflowPage
) -> None:
    editor_of(row_of(inspector, page, "prompt", "text")).start()
    QTest.keyClicks(focused(), "!")
    editor_of(row_of(inspector, page, "negative", "text")).start()
    QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.document.graph.nodes["negative"].params["text"] == "blurry"
    assert page.document.graph.nodes["prompt"].params["text"] == "a hill!"


def test_reset_and_pin(inspector: Inspector, page: WorkflowPage) -> None:
    row = row_of(inspector, page, "sample", "guidance")
    row.label.reset.click()
    assert "guidance" not in page.document.graph.nodes["sample"].params
    assert editor_of(row).value == 7.5
    row.label.pin.click()
    assert page.document.layout.nodes["sample"]["pinned"] == ["guidance"]
    shown = page.scene.nodes["sample"].view.shown_params
    assert [param.name for param in shown] == ["guidance"]
    row.label.pin.click()
    assert "pinned" not in page.document.layout.nodes["sample"]


def test_the_menu_of_a_param(inspector: Inspector, page: WorkflowPage) -> None:
    row = row_of(inspector, page, "sample", "guidance")
    menu = row.make_menu()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Reset to default", "Pin to the node", "Copy the value", "Sweep…"]
    menu.actions()[-2].trigger()
    assert QApplication.clipboard().text() == "5.0"
    wanted: list[str] = []
    page.sweep_wanted.connect(wanted.append)
    menu.actions()[-1].trigger()
    assert wanted == ["sample.guidance"]
    assert not row_of(inspector, page, "sample", "steps").make_menu().actions()[0].isEnabled()
    menu.close()


def test_a_linked_param_leads_to_its_source(inspector: Inspector, page: WorkflowPage) -> None:
    form = form_of(inspector, page, "sample")
    document = page.document
    document.apply(AddNode("number", GraphNode("mypack.Number")), "add")
    document.apply(Connect("sample", "seed", Link("number", "value")), "link")
    settle()
    assert inspector.form is form
    QTest.mouseClick(links(inspector)["number.value"], Qt.MouseButton.LeftButton)
    assert page.scene.selected == ["number"]
    document.undo.undo()
    assert editor_of(row_of(inspector, page, "sample", "seed")).value == 0


def test_links_at_ports_lead_to_the_other_end(inspector: Inspector, page: WorkflowPage) -> None:
    form_of(inspector, page, "sample")
    assert set(links(inspector)) >= {"checkpoint.unet", "latent.latent", "decode.latent"}
    QTest.mouseClick(links(inspector)["decode.latent"], Qt.MouseButton.LeftButton)
    settle()
    assert page.scene.selected == ["decode"]
    button = links(inspector)["checkpoint.vae"]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    settle()
    assert page.scene.selected == ["checkpoint"]


def test_what_does_not_fit_is_scrolled_not_squeezed(
    inspector: Inspector, page: WorkflowPage
) -> None:
    inspector.setFixedHeight(300)
    for name in ("latent", "sample"):
        rows = form_of(inspector, page, name).rows.values()
        QApplication.processEvents()
        assert all(row.height() >= row.sizeHint().height() for row in rows)


def test_the_ends_of_all_ports_stand_in_one_column(
    inspector: Inspector, page: WorkflowPage
) -> None:
    form = form_of(inspector, page, "checkpoint")
    rows = form.findChildren(PortRow)
    names = [label for row in rows for label in row.findChildren(ElidingLabel)]
    assert len({label.width() for label in names if label.objectName() == "label"}) == 1


def test_a_size_is_chosen_and_turned_round(inspector: Inspector, page: WorkflowPage) -> None:
    sizes = form_of(inspector, page, "latent").sizes
    assert sizes is not None
    wide = next(one for one in sizes.presets if one.preset.name == "4:3")
    QTest.mouseClick(wide, Qt.MouseButton.LeftButton)
    node = page.document.graph.nodes["latent"]
    chosen = wide.preset.width, wide.preset.height
    assert (node.params["width"], node.params["height"]) == chosen
    assert [one.isChecked() for one in sizes.presets].count(True) == 1
    assert wide.isChecked()
    QTest.mouseClick(sizes.swap, Qt.MouseButton.LeftButton)
    node = page.document.graph.nodes["latent"]
    assert (node.params["height"], node.params["width"]) == chosen
    assert page.document.undo.count() == 2
    page.document.undo.undo()
    page.document.undo.undo()
    settle()
    assert "width" not in page.document.graph.nodes["latent"].params
    assert not wide.isChecked()
    assert form_of(inspector, page, "sample").sizes is None


def test_nodes_of_a_type_are_edited_together(inspector: Inspector, page: WorkflowPage) -> None:
    form = form_of(inspector, page, "prompt", "negative")
    assert form.title.text() == "2 nodes"
    field = form.rows["text"].field
    assert isinstance(field, MixedField)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    QTest.keyClick(focused(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(), "fog")
    nodes = page.document.graph.nodes
    assert [nodes[name].params["text"] for name in ("prompt", "negative")] == ["fog", "fog"]
    assert page.document.undo.count() == 1
    page.document.undo.undo()
    nodes = page.document.graph.nodes
    assert [nodes[name].params["text"] for name in ("prompt", "negative")] == ["a hill", "blurry"]
    assert isinstance(form.rows["text"].field, MixedField)


def test_nodes_of_several_types_are_listed(inspector: Inspector, page: WorkflowPage) -> None:
    page.scene.select(("prompt", "sample"))
    settle()
    form = inspector.form
    assert isinstance(form, WorkflowForm)
    assert form.list.rows.names == ("prompt", "sample")
    form.list.setFocus()
    form.list.setCurrentIndex(form.list.rows.index(1))
    QTest.keyClick(form.list, Qt.Key.Key_Return)
    settle()
    assert page.scene.selected == ["sample"]
    assert isinstance(inspector.form, NodeForm)


def test_the_title_is_renamed_in_place(inspector: Inspector, page: WorkflowPage) -> None:
    form = form_of(inspector, page, "sample")
    form.title.setFocus()
    form.title.selectAll()
    QTest.keyClicks(form.title, "Base")
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    assert page.document.layout.nodes["sample"]["title"] == "Base"
    form.title.selectAll()
    QTest.keyClicks(form.title, "other")
    QTest.keyClick(form.title, Qt.Key.Key_Escape)
    assert form.title.text() == "Base"
    assert page.document.undo.count() == 1
    page.document.undo.undo()
    assert form.title.text() == "Sample"


def test_problems_stand_on_top_with_their_fix(inspector: Inspector, page: WorkflowPage) -> None:
    page.document.apply(Disconnect("decode", "vae"), "break")
    page.checking.check()
    form = form_of(inspector, page, "decode")
    (row,) = form.findChildren(ProblemRow)
    button = row.button
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.document.graph.nodes["decode"].inputs["vae"] == Link("checkpoint", "vae")
    page.checking.check()
    settle()
    assert not [row for row in form.findChildren(ProblemRow) if row.isVisible()]


def test_the_badge_tells_states(inspector: Inspector, page: WorkflowPage) -> None:
    form = form_of(inspector, page, "sample")
    assert not form.badge.isVisible()
    page.document.apply(SetState("sample", "muted"), "mute")
    assert form.badge.isVisible()
    assert form.badge.accessibleName() == "Muted"


def test_docs_show_one_sentence_until_more_is_wanted(
    inspector: Inspector, page: WorkflowPage
) -> None:
    doc = form_of(inspector, page, "sample").doc
    assert "Denoise a latent" in doc.label.text()
    assert "float32" not in doc.label.text()
    QTest.mouseClick(doc.more, Qt.MouseButton.LeftButton)
    assert "float32" in doc.label.text()
    assert doc.more.text() == "Less"


def test_an_unknown_type_shows_what_the_file_has(inspector: Inspector, page: WorkflowPage) -> None:
    page.document.apply(AddNode("glow", GraphNode("mypack.Glow", {"radius": 3})), "add")
    form = form_of(inspector, page, "glow")
    assert form.rows == {}
    assert "radius: 3" in [label.text() for label in form.findChildren(QLabel)]


def test_the_workflow_is_named_and_described(inspector: Inspector, page: WorkflowPage) -> None:
    form = inspector.form
    assert isinstance(form, WorkflowForm)
    assert form.caption.text() == "Workflow · 6 nodes, 8 links"
    form.title.setFocus()
    form.title.selectAll()
    QTest.keyClicks(form.title, "Peaks")
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    form.description.text.setFocus()
    QTest.keyClicks(form.description.text, "Two of them.")
    document = page.document
    assert (document.workflow.name, document.workflow.description) == ("Peaks", "Two of them.")
    assert document.undo.count() == 2
    QTest.keyClick(form.description.text, Qt.Key.Key_Escape)
    assert document.workflow.description == "Two of them."
    document.undo.undo()
    assert document.workflow.description == ""
    document.undo.undo()
    assert form.title.text() == "Hills"


def test_a_frame_gets_a_colour_of_ones_own(inspector: Inspector, page: WorkflowPage) -> None:
    page.document.apply(SetFrames([{"title": "A", "at": [0, 0], "size": [90, 90]}]), "frame")
    page.scene.show_selection(Selection(frames=frozenset({0})))
    settle()
    form, entries = inspector.form, page.document.undo.count()
    assert isinstance(form, BoxForm)

    def popup() -> ColourPopup:
        QTest.mouseClick(form.other, Qt.MouseButton.LeftButton)
        (found,) = [one for one in form.findChildren(ColourPopup) if one.isVisible()]
        found.hex.selectAll()
        return found

    first = popup()
    QTest.keyClicks(first.hex, "#40c080")
    QTest.keyClick(first.hex, Qt.Key.Key_Return)
    settle()
    assert page.document.layout.frames[0]["colour"] == "#40c080"
    assert page.document.undo.count() == entries + 1
    assert form.other.isChecked()
    second = popup()
    QTest.keyClicks(second.hex, "#ff0000")
    assert page.document.layout.frames[0]["colour"] == "#ff0000"
    QTest.keyClick(second, Qt.Key.Key_Escape)
    assert page.document.layout.frames[0]["colour"] == "#40c080"
    assert accent(Theme.load("dark"), "#40c080").name() == "#40c080"


def test_a_frame_has_a_title_and_a_colour(inspector: Inspector, page: WorkflowPage) -> None:
    page.document.apply(
        SetFrames([{"title": "A", "at": [0, 0], "size": [90, 90], "x": 1}]), "frame"
    )
    page.scene.show_selection(Selection(frames=frozenset({0})))
    settle()
    form = inspector.form
    assert isinstance(form, BoxForm)
    form.title.setFocus()
    form.title.selectAll()
    QTest.keyClicks(form.title, "Guide")
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    QTest.mouseClick(form.swatches["Image"], Qt.MouseButton.LeftButton)
    frame = {"title": "Guide", "at": [0, 0], "size": [90, 90], "x": 1, "colour": "Image"}
    assert page.document.layout.frames == (frame,)
    assert form.swatches["Image"].isChecked()
    QTest.mouseClick(form.swatches[""], Qt.MouseButton.LeftButton)
    assert "colour" not in page.document.layout.frames[0]


def test_a_note_is_written_as_one_entry(inspector: Inspector, page: WorkflowPage) -> None:
    page.document.apply(SetNotes([{"text": "Try", "at": [0, 0], "size": [90, 90]}]), "note")
    page.scene.show_selection(Selection(notes=frozenset({0})))
    settle()
    form = inspector.form
    assert isinstance(form, BoxForm)
    form.text.text.setFocus()
    QTest.keyClick(form.text.text, Qt.Key.Key_End)
    QTest.keyClicks(form.text.text, " it")
    assert page.document.layout.notes[0]["text"] == "Try it"
    assert page.document.undo.count() == 2
    QTest.keyClick(form.text.text, Qt.Key.Key_Escape)
    QTest.keyClicks(form.text.text, "!")
    assert page.document.undo.count() == 3
    page.document.undo.undo()
    assert page.document.layout.notes[0]["text"] == "Try it"
    page.document.undo.undo()
    assert page.document.layout.notes[0]["text"] == "Try"


def test_pinned_it_stays_with_its_node(inspector: Inspector, page: WorkflowPage) -> None:
    form = form_of(inspector, page, "sample")
    inspector.pin.click()
    page.scene.select(("decode",))
    settle()
    assert inspector.form is form
    page.document.apply(RemoveNodes(("sample",)), "remove")
    settle()
    assert inspector.form is not form
    inspector.pin.setChecked(False)
    settle()
    assert form_of(inspector, page, "decode").names == ("decode",)


def test_deleting_what_is_shown_shows_the_workflow(
    inspector: Inspector, page: WorkflowPage
) -> None:
    editor_of(row_of(inspector, page, "sample", "steps")).start()
    QTest.keyClicks(focused(), "no number")
    page.document.apply(RemoveNodes(("sample",)), "remove")
    settle()
    assert isinstance(inspector.form, WorkflowForm)
    page.document.undo.undo()
    settle()
    assert page.document.undo.count() == 1


def test_what_is_half_typed_never_reaches_another_level(
    inspector: Inspector, page: WorkflowPage
) -> None:
    document = page.document
    document.apply(Fold(("sample", "latent"), "inner", "Inner"), "Fold")
    inner = next(name for name, node in document.graph.nodes.items() if ":" in node.type)
    document.apply(AddNode("sample", GraphNode("Sample")), "one of the same name")
    row = row_of(inspector, page, "sample", "steps")
    editor_of(row).start()
    QTest.keyClicks(focused(), "999")
    before = document.workflow
    document.dive(inner)
    settle()
    assert document.workflow == before


def test_a_refused_value_goes_back(inspector: Inspector, page: WorkflowPage) -> None:
    row = row_of(inspector, page, "sample", "steps")
    page.document.read_only = True
    said: list[str] = []
    page.said.connect(said.append)
    QTest.keyClick(editor_of(row), Qt.Key.Key_Up)
    assert editor_of(row).value == 25
    assert "read-only" in said[0]


def test_a_wrong_value_from_the_file_is_marked(inspector: Inspector, page: WorkflowPage) -> None:
    page.document.apply(PutParam("sample", "steps", -4), "break")
    row = row_of(inspector, page, "sample", "steps")
    assert row.label._is_wrong
    row.reset()
    assert not row.label._is_wrong


def test_another_page_takes_all_connections_along(inspector: Inspector, page: WorkflowPage) -> None:
    form_of(inspector, page, "sample")
    inspector.show_page(None)
    assert inspector._links.count == 0
    assert inspector.form is None
    page.scene.select(("decode",))
    page.document.apply(SetParam("sample", "steps", 9), "elsewhere")
    settle()
    assert inspector.form is None


def test_forms_that_are_left_are_gone(inspector: Inspector, page: WorkflowPage) -> None:
    def widgets() -> int:
        settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return len(inspector.findChildren(QWidget))

    form_of(inspector, page, "sample")
    before = widgets()
    for _ in range(2):
        form_of(inspector, page, "decode")
        page.scene.select(())
        settle()
        form_of(inspector, page, "sample")
    assert widgets() == before
    for _ in range(3):
        form_of(inspector, page, "prompt")
        form_of(inspector, page, "negative")
    form_of(inspector, page, "sample")
    assert widgets() == before
