"""Whatever is done, scene and model agree after each step, and undo gives back the same file."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from app.canvas.boxes import box_rect
from app.canvas.node_view import view_node
from app.canvas.pointer import PortRef
from app.window import StudioWindow
from graph_engine.catalog import Catalog
from graph_engine.edits import Connect, Edit, SetReroutes
from graph_engine.errors import EditError
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.positions import position, read_dots
from graph_engine.shipped import templates
from graph_engine.workflow import Layout, Workflow
from graph_engine.workflow_io import load_workflow
from tests.app.gestures.hand import ALT, CTRL, MARKS, NONE, RIGHT, SHIFT, Hand, Held, Key

TYPES = ("LoadCheckpoint", "EncodeText", "EmptyLatent", "Sample", "DecodeLatent", "InvertImage",
         "BlendImages", "SaveImage", "there.is_none")  # fmt: skip
KEYS: tuple[tuple[Key, Held], ...] = (
    (Key.Key_Delete, NONE), (Key.Key_Delete, CTRL), (Key.Key_D, CTRL), (Key.Key_D, ALT),
    (Key.Key_C, CTRL), (Key.Key_V, CTRL), (Key.Key_V, CTRL | SHIFT), (Key.Key_X, CTRL),
    (Key.Key_M, CTRL), (Key.Key_B, CTRL), (Key.Key_C, ALT), (Key.Key_Right, NONE),
    (Key.Key_Down, SHIFT), (Key.Key_Q, NONE), (Key.Key_W, SHIFT), (Key.Key_A, SHIFT),
    (Key.Key_L, NONE), (Key.Key_L, SHIFT), (Key.Key_Z, CTRL), (Key.Key_Z, CTRL | SHIFT),
    (Key.Key_A, CTRL), (Key.Key_I, CTRL), (Key.Key_Left, CTRL | SHIFT), (Key.Key_Right, CTRL),
)  # fmt: skip
Step = tuple[str, int, int, int, int]
numbers = st.integers(0, 997)
offsets = st.integers(-300, 300)


@st.composite
def workflows(draw: st.DrawFn, catalog: Catalog) -> Workflow:
    """A shipped workflow, or nodes at random, some without a place, wired where it fits."""
    shipped = draw(st.sampled_from(["", "text_to_image", "inpaint"]))
    if shipped in templates():
        return load_workflow(templates()[shipped])
    types = draw(st.lists(st.sampled_from(TYPES), min_size=2, max_size=9))
    nodes = {f"n{at}": GraphNode(name) for at, name in enumerate(types)}
    places = {
        name: {"at": [draw(offsets) * 2, draw(offsets)]} for name in nodes if draw(st.booleans())
    }
    boxes = ({"title": "Box", "at": [draw(offsets), draw(offsets)], "size": [400, 300]}, "broken")
    notes = ({"text": "*Note*", "at": [draw(offsets), draw(offsets)]},)
    workflow = Workflow(graph=Graph(nodes), layout=Layout(places, boxes, notes, {}))
    for target, source in draw(
        st.lists(st.tuples(numbers, numbers), min_size=len(nodes), max_size=4 * len(nodes))
    ):
        workflow = _connected(workflow, catalog, target, source)
    return workflow


def _connected(workflow: Workflow, catalog: Catalog, target: int, source: int) -> Workflow:
    names = list(workflow.graph.nodes)
    sink, start = names[target % len(names)], names[source % len(names)]
    into, out_of = (catalog.get(workflow.graph.nodes[name].type) for name in (sink, start))
    if into is None or out_of is None or not into.inputs or not out_of.outputs:
        return workflow
    port = list(into.inputs)[target % len(into.inputs)]
    link = Link(start, list(out_of.outputs)[source % len(out_of.outputs)])
    edits: list[Edit] = [Connect(sink, port, link)]
    if target % 3 == 0:
        edits.append(SetReroutes(sink, port, [(target, source)]))
    try:
        for edit in edits:
            workflow, _ = edit.apply(workflow, catalog)
    except EditError:
        pass
    return workflow


def node_at(hand: Hand, number: int) -> str:
    return list(hand.scene.nodes)[number % len(hand.scene.nodes)]


def port_at(hand: Hand, number: int) -> QPointF:
    view = hand.scene.nodes[node_at(hand, number)].view
    ports = [PortRef(view.id, port.name, True) for port in view.outputs]
    ports += [PortRef(view.id, port.name, False) for port in view.inputs]
    if not ports:
        return hand.body(view.id).center()
    return hand.scene.port_position(ports[number % len(ports)])


def wire_at(hand: Hand, number: int) -> QPointF | None:
    wires = list(hand.scene.links.wires.values())
    return wires[number % len(wires)].path.pointAtPercent(0.4) if wires else None


def drag_node(hand: Hand, a: int, b: int, dx: int, dy: int) -> None:
    start = hand.header(node_at(hand, a))
    held = (NONE, NONE, SHIFT, ALT)[b % 4]
    hand.pull(start, start + QPointF(dx, dy), held=held, steps=2)
    if b % 5 == 0:
        hand.key(Key.Key_Escape)
    hand.release(start + QPointF(dx, dy))


def click_node(hand: Hand, a: int, b: int, _dx: int, _dy: int) -> None:
    hand.click(hand.header(node_at(hand, a)), held=(NONE, SHIFT, CTRL)[b % 3])


def box(hand: Hand, a: int, b: int, dx: int, dy: int) -> None:
    start = hand.body(node_at(hand, a)).topLeft() - QPointF(30, 30)
    held = (NONE, SHIFT, CTRL)[b % 3]
    hand.drag(start, start + QPointF(3 * dx, 3 * dy), held=held, steps=2)


def draw_wire(hand: Hand, a: int, b: int, dx: int, _dy: int) -> None:
    held = CTRL if dx % 4 == 0 else NONE
    hand.pull(port_at(hand, a), port_at(hand, b), held=held, steps=2)
    if dx % 5 == 0:
        hand.key(Key.Key_Period)
    hand.release(port_at(hand, b))
    leave_search(hand, b)


def wire_to_empty(hand: Hand, a: int, b: int, dx: int, dy: int) -> None:
    start = port_at(hand, a)
    hand.drag(start, start + QPointF(dx, dy), steps=2)
    leave_search(hand, b)


def leave_search(hand: Hand, number: int) -> None:
    if hand.search is not None:
        hand.key(Key.Key_Escape if number % 3 == 0 else Key.Key_Return)
    if hand.search is not None:
        hand.key(Key.Key_Escape)


def search(hand: Hand, a: int, b: int, dx: int, dy: int) -> None:
    hand.move(hand.body(node_at(hand, a)).center() + QPointF(dx, dy))
    hand.key(Key.Key_Tab)
    hand.type(("blend", "latent", "save")[b % 3])
    leave_search(hand, 1)


def cut(hand: Hand, a: int, _b: int, dx: int, dy: int) -> None:
    if (at := wire_at(hand, a)) is not None:
        way = QPointF(dx, dy)
        hand.drag(at - way, at + way, button=RIGHT, held=CTRL, steps=2)


def dot(hand: Hand, a: int, b: int, dx: int, dy: int) -> None:
    at = wire_at(hand, a)
    dots = [dot for wire in hand.scene.links.wires.values() for dot in wire.points]
    if dots and b % 2:
        start = dots[b % len(dots)]
        hand.drag(start, start + QPointF(dx, dy), steps=2)
    elif at is not None:
        hand.double_click(at)
        settle(hand)


def frame(hand: Hand, a: int, b: int, dx: int, dy: int) -> None:
    shown = [item for item in hand.scene.frames if item.isVisible()]
    if not shown or b % 3 == 0:
        hand.key(Key.Key_G, CTRL)
        settle(hand)
        return
    item = shown[a % len(shown)]
    start = item.mapToScene(item.title_rect.center())
    hand.drag(start, start + QPointF(dx, dy), steps=2)


def value(hand: Hand, a: int, b: int, dx: int, _dy: int) -> None:
    item = hand.scene.nodes[node_at(hand, a)]
    if item.shape_of.fold is not None and b % 2:
        hand.click(item.mapToScene(item.shape_of.fold.center()))
    elif item.shape_of.fields:
        start = item.mapToScene(
            list(item.shape_of.fields.values())[b % 7 % len(item.shape_of.fields)].center()
        )
        hand.drag(start, start + QPointF(dx, 0), steps=2)
    settle(hand)


def press_key(hand: Hand, a: int, _b: int, _dx: int, _dy: int) -> None:
    hand.key(*KEYS[a % len(KEYS)])


def settle(hand: Hand) -> None:
    """Leave whatever editor or list has opened."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
        hand.studio.activateWindow()
        QApplication.processEvents()
    if hand.search is not None:
        hand.key(Key.Key_Escape)
    if hand.page.floating.widget is not None:
        hand.key(Key.Key_Escape)
    hand.canvas.setFocus()


STEPS: dict[str, Callable[[Hand, int, int, int, int], None]] = {
    "drag node": drag_node, "click node": click_node, "box": box, "draw wire": draw_wire,
    "wire to empty": wire_to_empty, "search": search, "cut": cut, "dot": dot, "frame": frame,
    "value": value, "key": press_key, "other key": press_key, "third key": press_key,
}  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from(sorted(STEPS)), numbers, numbers, offsets, offsets),
    min_size=4,
    max_size=14,
)


def expect_agreement(hand: Hand) -> None:
    scene, shown = hand.scene, hand.document.shown
    assert hand.canvas.tool is None
    assert set(scene.nodes) == set(shown.graph.nodes)
    frames, notes = shown.layout.frames, shown.layout.notes
    assert (len(scene.frames), len(scene.notes)) == (len(frames), len(notes))
    items = [*scene.nodes.values(), *scene.boxes, scene.links, scene.overview]
    assert set(scene.items()) == set(items)
    for item, data in zip(scene.boxes, (*frames, *notes), strict=True):
        rect = box_rect(data)
        assert item.isVisible() == (rect is not None)
        assert rect is None or item.sceneBody() == rect
    for name, node_item in scene.nodes.items():
        problems = [one for one in hand.document.problems if one.node == name]
        assert node_item.view == view_node(shown, hand.document.catalog, name, problems)
        at = position(shown.layout.nodes.get(name))
        assert at is None or node_item.pos() == QPointF(*at)
    expect_wires_agree(hand)
    chosen = [name for name, one in scene.nodes.items() if one.isSelected()]
    assert sorted(scene.selected) == sorted(chosen)
    assert scene.selected_wire is None or scene.selected_wire in scene.links.wires
    selected = (scene.selected_wire,) if scene.selected_wire else ()
    assert [set(scene.links.marked(mark)) for mark in MARKS] == [set(selected), set(), set(), set()]


def expect_wires_agree(hand: Hand) -> None:
    scene, shown = hand.scene, hand.document.shown
    wanted = {}
    for name, node in shown.graph.nodes.items():
        for port, link in node.inputs.items():
            source = scene.nodes.get(link.node)
            if source is not None and source.output_at(link.port) is not None:
                wanted[name, port] = link
    assert set(scene.links.wires) == set(wanted)
    for (name, port), wire in scene.links.wires.items():
        link = wanted[name, port]
        assert (wire.source, wire.target) == (link.node, name)
        assert wire.start == scene.nodes[link.node].output_at(link.port)
        assert wire.end == scene.nodes[name].input_at(port)
        assert [dot.toTuple() for dot in wire.points] == list(read_dots(shown.layout, name, port))


def all_back(hand: Hand, key: Key, held: Held, can: Callable[[], bool]) -> None:
    while can():
        hand.key(key, held)


@settings(
    max_examples=18,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_scene_and_model_agree(studio: StudioWindow, catalog: Catalog, data: st.DataObject) -> None:
    page = studio.workspace.new(data.draw(workflows(catalog)))
    studio.docks.show_page(None)
    hand = Hand(studio)
    hand.canvas.zoom_to_life()
    original = hand.text
    try:
        for name, *arguments in data.draw(steps):
            if hand.scene.nodes or "key" in name:
                STEPS[name](hand, *arguments)
            # A drag may have begun at a port, and ended with the search for a node.
            if hand.search is not None:
                hand.key(Key.Key_Escape)
            expect_agreement(hand)
        final, undo = hand.text, hand.document.undo
        done = undo.index()
        all_back(hand, Key.Key_Z, CTRL, undo.canUndo)
        assert hand.text == original
        expect_agreement(hand)
        for _ in range(done):
            hand.key(Key.Key_Z, CTRL | SHIFT)
        assert hand.text == final
        expect_agreement(hand)
    finally:
        page.document.undo.setClean()
        studio.workspace.close_page(page)
        QApplication.processEvents()
