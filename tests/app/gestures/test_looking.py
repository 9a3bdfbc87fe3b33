"""Looking and selecting: zoom and pan, boxes, walking, searches, menus, and what is dropped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QInputDevice,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu

from app.canvas.zoom_view import LARGEST_ZOOM, SMALLEST_ZOOM
from app.docks.palette import NODE_MIME
from app.look.theme import size
from app.search.find_node import FindNode
from graph_engine.shipped import templates
from tests.app.gestures.conftest import OneEntry
from tests.app.gestures.hand import CTRL, LEFT, MIDDLE, RIGHT, SHIFT, Hand, Key

SPOT = QPointF(500, 460)


@pytest.mark.parametrize("notches", [3, -3])
def test_the_wheel_zooms_at_the_cursor(hand: Hand, notches: int) -> None:
    zoom, before = hand.canvas.zoom, hand.view(SPOT)
    hand.wheel(SPOT, notches)
    assert (hand.canvas.zoom > zoom) == (notches > 0)
    assert (hand.view(SPOT) - before).manhattanLength() < 2


def test_zoom_has_limits(hand: Hand) -> None:
    hand.wheel(SPOT, 60)
    assert hand.canvas.zoom == pytest.approx(LARGEST_ZOOM)
    hand.wheel(SPOT, -90)
    assert hand.canvas.zoom == pytest.approx(SMALLEST_ZOOM)
    hand.canvas.grab()


def test_a_middle_drag_pans(hand: Hand) -> None:
    before = hand.view(SPOT)
    viewport = hand.canvas.mapToScene(0, 0)
    hand.press(SPOT, MIDDLE)
    hand.move(SPOT + QPointF(120, -70))
    hand.release(SPOT + QPointF(120, -70))
    assert hand.canvas.mapToScene(0, 0) != viewport
    assert hand.view(SPOT) - before == QPointF(120, -70)


def test_space_pans_and_selects_nothing(hand: Hand) -> None:
    hand.select("decode")
    before = hand.view(SPOT)
    hand.hold(Key.Key_Space)
    assert hand.canvas.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor
    hand.press(SPOT, LEFT)
    hand.move(SPOT + QPointF(-40, 25))
    hand.release(SPOT + QPointF(-40, 25))
    hand.let_go(Key.Key_Space)
    assert hand.view(SPOT) - before == QPointF(-40, 25)
    assert hand.scene.selected == ["decode"]


def test_escape_takes_a_pan_back(hand: Hand) -> None:
    before = hand.moment()
    at = hand.view(SPOT)
    hand.press(SPOT, MIDDLE)
    hand.move(SPOT + QPointF(100, 100))
    assert hand.view(SPOT) != at
    hand.key(Key.Key_Escape)
    assert hand.view(SPOT) == at
    hand.expect_no_residue(before)


def seen(hand: Hand) -> QRectF:
    return hand.canvas.mapToScene(hand.canvas.viewport().rect()).boundingRect()


def test_home_shows_all(hand: Hand) -> None:
    hand.wheel(QPointF(0, 0), 12)
    assert not seen(hand).contains(hand.scene.content())
    hand.key(Key.Key_Home)
    assert seen(hand).contains(hand.scene.content())


@pytest.mark.parametrize("key", [Key.Key_F, Key.Key_Period])
def test_the_selection_is_shown(hand: Hand, key: Key) -> None:
    hand.select("save")
    hand.key(key)
    assert (seen(hand).center() - hand.body("save").center()).manhattanLength() < 4


def test_a_box_selects(hand: Hand) -> None:
    hand.drag(QPointF(280, -60), QPointF(600, 420))
    assert set(hand.scene.selected) == {"prompt", "latent"}
    hand.drag(QPointF(930, -60), QPointF(1000, 60), held=SHIFT)
    assert set(hand.scene.selected) == {"prompt", "latent", "decode"}
    hand.drag(QPointF(280, 200), QPointF(600, 420), held=CTRL)
    assert set(hand.scene.selected) == {"prompt", "decode"}
    hand.click(SPOT)
    assert hand.scene.selected == []
    assert hand.document.undo.count() == 0


def test_a_box_takes_frames_that_lie_in_it_whole(hand: Hand) -> None:
    hand.select("latent")
    hand.key(Key.Key_G, CTRL)
    hand.key(Key.Key_Return)
    hand.drag(QPointF(250, 100), QPointF(600, 470))
    assert hand.scene.frames[0].isSelected()
    hand.drag(QPointF(250, 300), QPointF(600, 470))
    assert not hand.scene.frames[0].isSelected()


def test_ctrl_and_shift_clicks(hand: Hand) -> None:
    hand.click(hand.header("prompt"))
    hand.click(hand.header("decode"), held=SHIFT)
    hand.click(hand.header("save"), held=CTRL)
    assert hand.scene.selected == ["prompt", "decode", "save"]
    hand.click(hand.header("decode"), held=CTRL)
    assert hand.scene.selected == ["prompt", "save"]


def test_selecting_by_keys(hand: Hand) -> None:
    hand.select("sampler")
    hand.key(Key.Key_Left, CTRL | SHIFT)
    assert set(hand.scene.selected) == {"sampler", "checkpoint", "prompt", "latent"}
    hand.key(Key.Key_I, CTRL)
    assert set(hand.scene.selected) == {"decode", "save"}
    hand.key(Key.Key_A, CTRL | SHIFT)
    assert hand.scene.selected == []
    hand.key(Key.Key_A, CTRL)
    assert set(hand.scene.selected) == set(hand.scene.nodes)
    hand.select("prompt")
    hand.key(Key.Key_Right, CTRL | SHIFT)
    assert set(hand.scene.selected) == {"prompt", "sampler", "decode", "save"}
    hand.key(Key.Key_Escape)
    assert hand.scene.selected == []


def test_walking(hand: Hand) -> None:
    hand.select("checkpoint")
    walked = []
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Left, Key.Key_Down, Key.Key_Up):
        hand.key(key, CTRL)
        walked += hand.scene.selected
    assert walked[0] in {"prompt", "sampler", "decode"}
    assert len(walked) == 5
    hand.select("prompt")
    hand.key(Key.Key_Down, CTRL)
    assert hand.scene.selected == ["latent"]


def test_walking_keeps_the_node_in_view(hand: Hand) -> None:
    hand.wheel(hand.header("sampler"), 10)
    hand.select("sampler")
    hand.key(Key.Key_Right, CTRL)
    assert hand.scene.selected == ["decode"]
    assert seen(hand).intersects(hand.body("decode"))


def test_tab_searches_at_the_cursor(hand: Hand, one_entry: OneEntry) -> None:
    hand.move(QPointF(400, 430))
    with one_entry():
        hand.key(Key.Key_Tab)
        assert hand.search is not None
        hand.type("invert im")
        hand.key(Key.Key_Return)
        assert hand.scene.selected == ["invert_image"]
    assert hand.document.layout.nodes["invert_image"]["at"] == [400, 432], "on the grid"
    assert QApplication.focusWidget() is hand.canvas


def add_by_tab(hand: Hand, words: str) -> QRectF:
    hand.key(Key.Key_Tab)
    hand.type(words)
    hand.key(Key.Key_Return)
    (name,) = hand.scene.selected
    return hand.body(name)


def test_tab_places_the_next_node_right_of_the_selected_one(hand: Hand) -> None:
    hand.move(QPointF(400, 430))
    first = add_by_tab(hand, "invert im")
    second = add_by_tab(hand, "invert im")
    assert first.topLeft() == QPointF(400, 432)
    assert 48 <= second.left() - first.right() < 72
    assert second.left() % size("snap") == second.top() % size("snap") == 0
    assert abs(second.top() - first.top()) < size("snap")
    # A mouse that points at a free place counts again; over a node it does not.
    hand.move(QPointF(400, 600))
    assert add_by_tab(hand, "invert im").topLeft() == QPointF(400, 600)
    hand.select("save")
    assert add_by_tab(hand, "invert im").left() > hand.body("save").right()


def test_tab_goes_down_to_a_free_place_and_keeps_it_in_view(hand: Hand) -> None:
    hand.select("prompt")
    text, entries = hand.text, hand.document.undo.index()
    for _ in range(6):
        hand.select("prompt")
        added = add_by_tab(hand, "blend im")
        assert seen(hand).contains(added)
        others = [
            body
            for name, body in hand.scene.bodies(hand.scene.nodes).items()
            if name not in hand.scene.selected
        ]
        assert not any(added.intersects(other) for other in others)
        hand.canvas.centerOn(hand.scene.nodes["prompt"].sceneBody().center())
    for _ in range(6):
        hand.key(Key.Key_Z, CTRL)
    assert (hand.text, hand.document.undo.index()) == (text, entries)


def test_the_arrows_choose_in_the_search(hand: Hand) -> None:
    hand.double_click(QPointF(400, 430))
    hand.type("latent")
    search = hand.search
    assert search is not None
    hand.key(Key.Key_Down)
    row = search.results.current()
    assert row is not None
    hand.key(Key.Key_Return)
    (name,) = hand.scene.selected
    assert hand.document.graph.nodes[name].type == row.data.type_id  # type: ignore[attr-defined]


def test_escape_leaves_the_search(hand: Hand) -> None:
    before = hand.moment()
    hand.double_click(QPointF(400, 430))
    hand.type("invert")
    hand.key(Key.Key_Escape)
    assert hand.search is None
    hand.expect_no_residue(before)
    assert QApplication.focusWidget() is hand.canvas


def test_a_wire_dropped_on_empty_finds_its_node(hand: Hand, one_entry: OneEntry) -> None:
    at = QPointF(1220, 300)
    with one_entry():
        hand.drag(hand.out("decode.image"), at)
        search = hand.search
        assert search is not None
        titles = [row.title for row in search.results.rows]
        assert "Load checkpoint" not in titles
        hand.type("invert im")
        hand.key(Key.Key_Return)
    assert hand.links["invert_image.image"] == "decode.image"
    assert (hand.port("invert_image.image") - at).manhattanLength() < 2


def test_a_wire_from_an_input_finds_its_source(hand: Hand, one_entry: OneEntry) -> None:
    at = QPointF(560, 700)
    with one_entry():
        hand.drag(hand.port("sampler.negative"), at)
        hand.type("encode text")
        hand.key(Key.Key_Return)
    assert hand.links["sampler.negative"] == "encode_text.conditioning"
    assert (hand.out("encode_text.conditioning") - at).manhattanLength() < 2


def test_a_wire_search_left_by_escape_leaves_nothing(hand: Hand) -> None:
    before = hand.moment()
    hand.drag(hand.out("decode.image"), QPointF(1220, 300))
    hand.key(Key.Key_Escape)
    hand.expect_no_residue(before)


def menu_at(hand: Hand, at: QPointF) -> list[str]:
    hand.click(at, RIGHT)
    menus = [one for one in hand.canvas.findChildren(QMenu) if one.isVisible()]
    menus += [one for one in hand.page.findChildren(QMenu) if one.isVisible()]
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    texts = [action.text() for action in popup.actions() if action.text()]
    popup.close()
    hand.studio.activateWindow()
    return texts


def test_a_right_click_opens_the_menu_of_what_is_there(hand: Hand) -> None:
    assert "Lay out all" in menu_at(hand, SPOT)
    assert "Mute" in menu_at(hand, hand.header("decode"))
    assert hand.scene.selected == ["decode"]
    assert "Cut the wire" in menu_at(hand, hand.wire("save.image"))
    assert "Break all its wires" in menu_at(hand, hand.out("checkpoint.vae"))
    assert hand.document.undo.count() == 0


@pytest.mark.parametrize("key", [Key.Key_Menu, Key.Key_F10])
def test_the_menu_opens_by_key(hand: Hand, key: Key) -> None:
    hand.select("decode")
    hand.key(key, SHIFT if key == Key.Key_F10 else Qt.KeyboardModifier.NoModifier)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert "Mute" in [action.text() for action in popup.actions()]
    popup.close()


def test_ctrl_f_finds_a_node(hand: Hand) -> None:
    hand.key(Key.Key_F, CTRL)
    assert [one for one in hand.studio.findChildren(FindNode) if one.isVisible()]
    hand.type("decode")
    hand.key(Key.Key_Return)
    assert hand.scene.selected == ["decode"]
    assert seen(hand).intersects(hand.body("decode"))


def test_m_shows_the_minimap(hand: Hand) -> None:
    before = hand.studio.settings.settings.minimap
    hand.key(Key.Key_M)
    assert hand.studio.settings.settings.minimap != before
    hand.key(Key.Key_M)
    assert hand.studio.settings.settings.minimap == before


def test_a_double_clicked_wire_far_out_still_gets_its_dot(hand: Hand) -> None:
    hand.canvas.zoom_by(0.3)
    hand.double_click(hand.wire("sampler.latent"))
    assert len(hand.document.layout.reroutes["sampler.latent"]) == 1


def drop(hand: Hand, data: QMimeData, at: QPointF) -> None:
    place = QPointF(hand.canvas.viewport().mapTo(hand.studio, hand.view(at).toPoint()))
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place.toPoint(), copy, data, LEFT, none)
    QApplication.sendEvent(hand.studio, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(hand.studio, QDropEvent(place, copy, data, LEFT, none))


def of_file(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def test_a_dropped_picture_is_loaded(hand: Hand, tmp_path: Path, one_entry: OneEntry) -> None:
    picture = tmp_path / "hill.png"
    QImage(8, 8, QImage.Format.Format_RGB32).save(str(picture))
    with one_entry():
        drop(hand, of_file(picture), QPointF(200, 400))
    node = hand.document.graph.nodes["load_image"]
    assert node.params["image"] == str(picture)
    assert hand.body("load_image").topLeft() == QPointF(200, 400)


def test_a_dropped_node_is_placed(hand: Hand, one_entry: OneEntry) -> None:
    data = QMimeData()
    data.setData(NODE_MIME, b"InvertImage")
    with one_entry():
        drop(hand, data, QPointF(200, 400))
    assert "invert_image" in hand.scene.nodes


def test_a_dropped_workflow_opens(hand: Hand, write: Callable[..., Path]) -> None:
    pages = len(hand.studio.workspace.pages)
    drop(hand, of_file(write({"only": {"type": "EmptyLatent"}})), QPointF(200, 400))
    assert len(hand.studio.workspace.pages) == pages + 1
    assert set(hand.scene.nodes) == {"only"}


def test_dropped_workflow_text_is_pasted(hand: Hand, one_entry: OneEntry) -> None:
    data = QMimeData()
    data.setText(
        json.dumps({"format": "weft", "version": 1, "nodes": {"only": {"type": "EmptyLatent"}}})
    )
    with one_entry():
        drop(hand, data, QPointF(200, 400))
    assert "only" in hand.scene.nodes


@pytest.mark.parametrize("zoom", [2.0, 1.0, 0.55, 0.4, 0.2])
def test_every_level_of_detail_paints(hand: Hand, zoom: float) -> None:
    hand.select("sampler")
    hand.canvas.zoom_by(zoom / hand.canvas.zoom)
    picture = hand.canvas.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, 1400, 5) for y in range(0, 800, 5)}
    assert len(colours) > 3


@pytest.mark.parametrize("name", templates())
def test_every_shipped_workflow_is_drawn_whole(hand: Hand, name: str) -> None:
    hand.studio.open(templates()[name])
    hand.studio.docks.show_page(None)
    graph = hand.document.graph
    assert set(hand.scene.nodes) == set(graph.nodes)
    assert len(hand.scene.links.wires) == sum(len(node.inputs) for node in graph.nodes.values())
    assert all(item.view.known for item in hand.scene.nodes.values())


def test_two_fingers_on_a_touchpad_pan(hand: Hand) -> None:
    pad = QPointingDevice(
        "pad",
        1,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Scroll | QInputDevice.Capability.PixelScroll,
        2,
        0,
    )
    before, at = hand.view(SPOT), hand.view(SPOT)
    event = QWheelEvent(
        at,
        QPointF(hand.canvas.viewport().mapToGlobal(at.toPoint())),
        QPoint(30, -20),
        QPoint(120, -80),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.ScrollUpdate,
        False,
        Qt.MouseEventSource.MouseEventNotSynthesized,
        pad,
    )
    QApplication.sendEvent(hand.canvas.viewport(), event)
    assert hand.view(SPOT) - before == QPointF(30, -20)
    assert hand.canvas.zoom == 1.0
