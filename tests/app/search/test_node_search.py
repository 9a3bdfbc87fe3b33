"""The node search: what it offers for a wire, and its way by keys and by mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from app.search.candidates import BASICS, Candidate, Wanted, candidates, ranked_candidates
from app.search.node_search import NodeSearch
from app.search.search_field import Chip
from graph_engine.catalog import Catalog
from graph_engine.shipped import templates
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.types import PortType
from graph_engine.workflow_io import load_workflow

LATENT = PortType(("Latent",))
IMAGE = PortType(("Image",))


class Opened:
    """A search that is open over a host, and what it has emitted."""

    def __init__(self, host: QWidget, catalog: Catalog, wanted: Wanted | None = None) -> None:
        self.search = NodeSearch(
            host,
            catalog,
            wanted,
            recent=("SaveImage",),
            used=("Sample", "EncodeText", "DecodeLatent"),
        )
        self.chosen: list[tuple[str, str]] = []
        self.closed: list[bool] = []
        self.search.chosen.connect(lambda kind, port: self.chosen.append((kind, port)))
        self.search.closed.connect(lambda: self.closed.append(True))
        self.search.open_at(QPoint(40, 40))

    def type(self, text: str) -> None:
        QTest.keyClicks(self.search.field.line, text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.search.field.line, key)

    def titles(self) -> list[str]:
        return [row.title for row in self.search.results.rows]

    def chip(self) -> Chip | None:
        return self.search.field.chip

    def words(self) -> str:
        labels = self.search.findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisibleTo(self.search))


def focused(host: QWidget) -> bool:
    under = host.findChild(QLineEdit, "under")
    return under is not None and under.hasFocus()


def test_typing_finds_and_enter_places(host: QWidget, catalog: Catalog) -> None:
    opened = Opened(host, catalog)
    assert opened.search.field.line.hasFocus()
    opened.type("dela")
    assert opened.titles()[0] == "Decode latent"
    assert opened.search.results.rows[0].marks == (0, 1, 7, 8)
    opened.press(Qt.Key.Key_Return)
    assert opened.chosen == [("DecodeLatent", "")]
    assert opened.closed == [True]
    assert focused(host)


def test_what_was_used_stands_first(host: QWidget, catalog: Catalog) -> None:
    opened = Opened(host, catalog)
    assert opened.titles()[:4] == ["Save image", "Sample", "Encode text", "Decode latent"]
    assert len(opened.titles()) == len(catalog)


def test_at_the_first_start_the_basics_stand_first(catalog: Catalog) -> None:
    found = [item.type_id for item, _ in ranked_candidates("", candidates(catalog))]
    assert found[:3] == ["LoadCheckpoint", "EncodeText", "EmptyLatent"]
    assert set(BASICS) <= set(catalog)
    assert ranked_candidates("dela", candidates(catalog))[0][0].type_id == "DecodeLatent"


def test_a_node_is_rarely_followed_by_its_like(host: QWidget, catalog: Catalog) -> None:
    assert Opened(host, catalog, Wanted("takes", LATENT)).titles()[0] == "Sample"
    opened = Opened(host, catalog, Wanted("takes", LATENT, beside="Sample"))
    assert opened.titles()[0] == "Decode latent"
    opened.type("samp")
    assert opened.titles()[0] == "Sample", "who names it gets it"


def test_a_subgraph_goes_by_its_own_name(host: QWidget, catalog: Catalog) -> None:
    workflow = load_workflow(templates()["four_landscapes"])
    with_subgraphs = catalog_of(workflow, catalog)
    (name,) = [subgraph.name for subgraph in workflow.subgraphs.values()]
    opened = Opened(host, with_subgraphs)
    opened.type(name)
    assert opened.titles()[0] == name
    opened.press(Qt.Key.Key_Return)
    assert opened.chosen[0][0].startswith("subgraph:")


def test_arrows_move_and_wrap(host: QWidget, catalog: Catalog) -> None:
    opened = Opened(host, catalog)
    opened.press(Qt.Key.Key_Down)
    current = opened.search.results.current()
    assert current is not None
    assert current.title == "Sample"
    opened.press(Qt.Key.Key_Up)
    opened.press(Qt.Key.Key_Up)
    assert opened.search.results.currentIndex().row() == len(catalog) - 1
    opened.press(Qt.Key.Key_Down)
    opened.press(Qt.Key.Key_Down)
    opened.press(Qt.Key.Key_Enter)
    assert opened.chosen == [("Sample", "")]


def test_a_wire_narrows_and_says_its_port(host: QWidget, catalog: Catalog) -> None:
    opened = Opened(host, catalog, Wanted("takes", LATENT))
    chip = opened.chip()
    assert chip is not None
    assert chip.text() == "takes a Latent"
    assert "Load checkpoint" not in opened.titles()
    opened.type("decode")
    assert opened.search.results.rows[0].note == "latent → image"
    assert "latent" in opened.words()
    assert "is left free." in opened.words()
    opened.press(Qt.Key.Key_Return)
    assert opened.chosen == [("DecodeLatent", "latent")]


def test_shift_searches_among_all(host: QWidget, catalog: Catalog) -> None:
    opened = Opened(host, catalog, Wanted("takes", LATENT))
    opened.press(Qt.Key.Key_Shift)
    assert opened.chip() is None
    assert len(opened.titles()) == len(catalog)
    opened.press(Qt.Key.Key_Shift)
    assert opened.chip() is not None
    # A Shift that makes a capital is none that turns the search round.
    QTest.keyPress(opened.search.field.line, Qt.Key.Key_Shift)
    QTest.keyClick(opened.search.field.line, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyRelease(opened.search.field.line, Qt.Key.Key_Shift)
    assert opened.chip() is not None
    QTest.keyClick(opened.search.field.line, Qt.Key.Key_Backspace)
    opened.press(Qt.Key.Key_Backspace)
    assert opened.chip() is None
    opened.type("load checkpoint")
    opened.press(Qt.Key.Key_Return)
    assert opened.chosen == [("LoadCheckpoint", "")]


def test_the_chip_goes_by_a_click(host: QWidget, catalog: Catalog) -> None:
    opened = Opened(host, catalog, Wanted("gives", IMAGE))
    chip = opened.chip()
    assert chip is not None
    assert chip.text() == "gives an Image"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert opened.chip() is None
    assert len(opened.titles()) == len(catalog)
    opened.type("decode latent")
    opened.press(Qt.Key.Key_Return)
    assert opened.chosen == [("DecodeLatent", "image")], "it fits, so it is wired all the same"


def test_a_click_places(host: QWidget, catalog: Catalog) -> None:
    opened = Opened(host, catalog)
    at = opened.search.results.rect_of(1).center()
    QTest.mouseClick(opened.search.results.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.chosen == [("Sample", "")]


@pytest.mark.parametrize("way", ["escape", "beside"])
def test_it_goes_without_a_trace(host: QWidget, catalog: Catalog, way: str) -> None:
    opened = Opened(host, catalog, Wanted("takes", LATENT))
    opened.type("dec")
    if way == "escape":
        opened.press(Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(opened.search, Qt.MouseButton.LeftButton, pos=QPoint(880, 580))
    assert opened.closed == [True]
    assert opened.chosen == []
    assert focused(host)


def test_nothing_found_is_said(host: QWidget, catalog: Catalog) -> None:
    opened = Opened(host, catalog)
    opened.type("zzzz")
    assert opened.titles() == []
    assert not opened.search.results.isVisible()
    assert "Nothing is called so" in opened.words()
    opened.press(Qt.Key.Key_Return)
    assert opened.chosen == []


def test_it_stays_within_its_host(
    host: QWidget, catalog: Catalog, application: QApplication
) -> None:
    opened = Opened(host, catalog)
    opened.search.open_at(QPoint(890, 590))
    assert host.rect().contains(opened.search.panel.geometry())
    host.resize(500, 420)
    application.processEvents()
    assert host.rect().contains(opened.search.panel.geometry())


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("VAEDecode", "DecodeLatent"),
        ("clip text", "EncodeText"),
        ("checkpoint loader", "LoadCheckpoint"),
        ("outpaint", "PadImage"),
        ("LoadVAE", "LoadVAE"),
        ("ksampler", "KSampler"),
    ],
)
def test_names_of_other_programs_find_ours(catalog: Catalog, query: str, first: str) -> None:
    found = ranked_candidates(query, candidates(catalog))
    assert found[0][0].type_id == first


def test_every_port_type_finds_its_takers(catalog: Catalog) -> None:
    for spec in catalog.values():
        for port in spec.outputs.values():
            takers = {
                item.type_id: item for item in candidates(catalog, Wanted("takes", port.type))
            }
            for taker, other in catalog.items():
                fits = any(each.type.accepts(port.type) for each in other.inputs.values())
                assert (taker in takers) == fits
            for item in takers.values():
                assert catalog[item.type_id].inputs[item.port].type.accepts(port.type)


def test_a_required_port_of_the_very_type_comes_first(catalog: Catalog) -> None:
    wanted = Wanted("takes", PortType(("Conditioning",)))
    by_type: dict[str, Candidate] = {item.type_id: item for item in candidates(catalog, wanted)}
    assert by_type["Sample"].port == "positive"
    assert by_type["Sample"].free == ("unet", "latent")
