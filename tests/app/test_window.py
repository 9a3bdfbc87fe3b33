"""The window: what it shows of a workflow, of its problems, and of a file that is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from app.canvas.links_layer import LinksLayer
from app.canvas.node_item import NodeItem
from app.dialogs.about import make_about
from app.window import NOTE, STARTER, StudioWindow
from graph_engine.shipped import templates
from graph_engine.workflow_io import load_workflow


def words_of(window: StudioWindow) -> str:
    return "\n".join(label.text() for label in window.inspector.findChildren(QLabel))


def action(window: StudioWindow, text: str) -> QAction:
    menus = window.top.menus.findChildren(QMenu)
    (found,) = {
        id(entry): entry for menu in menus for entry in menu.actions() if entry.text() == text
    }.values()
    return found


@pytest.mark.parametrize("name", templates())
def test_every_shipped_workflow_is_drawn_whole(window: StudioWindow, name: str) -> None:
    workflow = load_workflow(templates()[name])
    window.open(templates()[name])
    items = window.scene.items()
    assert sum(isinstance(item, NodeItem) for item in items) == len(workflow.graph.nodes)
    assert sum(isinstance(item, LinksLayer) for item in items) == 1
    links = sum(len(node.inputs) for node in workflow.graph.nodes.values())
    assert len(window.scene.links.wires) == links
    assert all(item.view.known for item in window.scene.nodes.values())


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_nodes_and_wires_reach_the_screen(window: StudioWindow, theme: str) -> None:
    window.set_theme("light" if theme == "light" else "dark")
    window.open_starter()
    picture = window.canvas.grab().toImage()
    for item in window.scene.nodes.values():
        # Below the header's upper border and left of its icon.
        at = window.canvas.mapFromScene(item.mapToScene(QPoint(5, 14)))
        assert QColor(picture.pixel(at)) == window.theme.tint(item.view.kind)
    for wire in window.scene.links.wires:
        at = window.canvas.mapFromScene(wire.path.pointAtPercent(0.5))
        around = [
            QColor(picture.pixel(at + QPoint(dx, dy))) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
        ]
        colour = window.theme.type_colour(wire.kind)
        assert any(_close(seen, colour) for seen in around), f"{wire.source} to {wire.target}"


def _close(seen: QColor, wanted: QColor) -> bool:
    apart = (
        seen.red() - wanted.red(), seen.green() - wanted.green(), seen.blue() - wanted.blue()
    )  # fmt: skip
    return max(map(abs, apart)) < 60


def test_status_bar_speaks_in_sentences(window: StudioWindow) -> None:
    window.open_starter()
    assert window.status.text().startswith("6 nodes, 7 links. Run it with: weft run ")
    assert window.status.text().endswith(f"{STARTER}.weft.json")
    assert window.note.text() == NOTE


def test_a_click_on_a_node_fills_the_inspector(window: StudioWindow) -> None:
    window.open_starter()
    assert "Text to image" in words_of(window)
    sampler = window.scene.nodes["sampler"]
    at = window.canvas.mapFromScene(sampler.mapToScene(QPoint(20, 14)))
    viewport = window.canvas.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    assert window.scene.selected_node() is sampler
    words = words_of(window)
    assert "Denoise a latent" in words
    assert "guidance_rescale" in words
    assert "latent.latent" in words
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert window.scene.selected_node() is None
    assert "Makes a picture from a prompt" in words_of(window)


def test_a_link_in_the_inspector_leads_to_its_node(window: StudioWindow) -> None:
    window.open_starter()
    window.go_to("sampler")
    (link,) = [
        label for label in window.inspector.findChildren(QLabel) if "latent.latent" in label.text()
    ]
    link.linkActivated.emit("latent")
    chosen = window.scene.selected_node()
    assert chosen is not None
    assert chosen.view.id == "latent"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"format": "weft", "nodes": {', "breaks off at line 1"),
        ("[1, 2]", "A workflow is a JSON object, not a list."),
        ("", "The file is empty."),
        (None, "There is no such file."),
    ],
)
def test_a_broken_file_shows_its_sentence(
    window: StudioWindow, tmp_path: Path, content: str | None, sentence: str
) -> None:
    file = tmp_path / "broken.weft.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    window.open(file)
    assert window.message.isVisible()
    assert sentence in window.message.sentence.text().replace("\u200b", "")
    assert not window.scene.nodes
    _, starter = window.message.findChildren(QPushButton)
    QTest.mouseClick(starter, Qt.MouseButton.LeftButton)
    assert window.canvas.isVisible()
    assert len(window.scene.nodes) == 6


def test_unknown_types_are_placeholders(window: StudioWindow, write: Callable[..., Path]) -> None:
    glow = {"type": "mypack.Glow", "params": {"radius": 12}, "inputs": {"image": "load.image"}}
    save = {"type": "SaveImage", "inputs": {"image": "glow.picture"}}
    load = {"type": "LoadImage", "params": {"image": "none.png"}}
    window.open(write({"load": load, "glow": glow, "save": save}))
    item = window.scene.nodes["glow"]
    assert not item.view.known
    assert item.shape_of.footer == "This type is not installed"
    assert len(window.scene.links.wires) == 2
    window.canvas.grab()
    item.setSelected(True)
    assert "not installed" in words_of(window)


def test_problems_are_sentences_that_lead_to_their_nodes(
    window: StudioWindow, write: Callable[..., Path]
) -> None:
    window.open_starter()
    assert window.problem_panel.isHidden()
    window.open(write({"latent": {"type": "EmptyLatent", "params": {"width": 1}}}))
    assert not window.problem_panel.isHidden()
    sentences = [window.problems.item(row).text() for row in range(window.problems.count())]
    assert len(sentences) == 1
    assert '"width" must be' in sentences[0]
    place = window.problems.visualItemRect(window.problems.item(0)).center()
    QTest.mouseClick(window.problems.viewport(), Qt.MouseButton.LeftButton, pos=place)
    chosen = window.scene.selected_node()
    assert chosen is not None
    assert chosen.view.id == "latent"


def test_templates_open_from_the_menu(window: StudioWindow) -> None:
    action(window, "Text to image").trigger()
    assert len(window.scene.nodes) == 6
    assert window.windowTitle() == "Text to image — Weft"


def test_themes_change_and_keep_the_selection(window: StudioWindow) -> None:
    window.open_starter()
    window.go_to("prompt")
    action(window, "Light theme").trigger()
    corner = QColor(window.canvas.grab().toImage().pixel(3, 3))
    assert corner == window.theme.colour("bg.canvas") == QColor("#ECEDEF")
    chosen = window.scene.selected_node()
    assert chosen is not None
    assert chosen.view.id == "prompt"


def test_about_names_the_versions(window: StudioWindow, application: QApplication) -> None:
    box = make_about(window)
    assert "Weft 0." in box.text()
    assert "PySide6 6." in box.informativeText()
    box.deleteLater()


@pytest.mark.parametrize(
    "node",
    [
        {"type": "Sample", "params": {"seed": "x", "steps": None, "end": [1], "sampler": {}}},
        {"type": "Sample", "params": {"seed": 2**64 - 1, "steps": 10**40, "guidance": 1e308}},
        {"type": "EncodeText", "params": {"text": "w" * 5000 + "\n\n" * 50}},
        {"type": "SaveImage", "params": {"name": "<b>&"}, "inputs": {"image": "it.image"}},
        {"type": "DecodeLatent", "inputs": {"latent": "nowhere.latent"}},
        {"type": "", "params": {"": 3, "p" * 300: {"a": [1, 2]}}},
    ],
)
def test_odd_files_are_shown_as_they_are(
    window: StudioWindow, write: Callable[..., Path], node: object
) -> None:
    window.open(write({"it": node}, layout={"nodes": {"it": {"at": "here"}}}))
    window.go_to("it")
    window.grab()
    assert window.problems.count() >= 1
    page = window.inspector.widget()
    assert page is not None
    assert page.width() <= window.inspector.viewport().width()


def test_closing_is_safe_at_any_time(window: StudioWindow) -> None:
    window.close()
    window.open_starter()
    window.go_to("sampler")
    window.close()
    window.close()
