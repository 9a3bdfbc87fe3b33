"""GuideStudio: the real window without a screen, a hand for it, and pictures of what it shows."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image
from PySide6.QtCore import (
    QBuffer,
    QEvent,
    QEventLoop,
    QIODevice,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.canvas.pointer import PortRef
from app.compare.side import side_of_document, side_of_file
from app.compare.tabs import CompareTabs
from app.editors.popup import Popup
from app.engine.client import EngineClient
from app.engine.descriptions_store import SHIPPED, load_descriptions
from app.look.style import apply_style
from app.look.theme import Theme
from app.options import ThemeName
from app.page.page import WorkflowPage
from app.settings.store import SettingsStore
from app.translations.languages import speak
from app.window import StudioWindow

Json = Any
Dialog = TypeVar("Dialog", bound=QDialog)
Array = npt.NDArray[Any]
NO_BUTTON, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
EXACT = 144
WAITS_MS = 40_000
LOOKS_MS = 20
# Later than the checks, which wait for changes to end before they ask.
SETTLES_MS = 120


class GuideStudio:
    """One window with an engine of its own, in a language; its files lie in a folder."""

    def __init__(self, application: QApplication, folder: Path, language: str) -> None:
        self.folder = folder
        self._application = application
        speak(application, language)
        self._settings = SettingsStore(folder / f"studio_{language}.json")
        self._settings.change(reduced_motion=True, welcomed=True, language=language)
        self._engine = EngineClient(("--output", str(folder / "output")))
        self.window = self._make_window("dark")
        self._engine.start()
        self.wait(lambda: self._engine.is_ready)
        self.window.find_models()
        self.settle()

    def _make_window(self, theme_name: ThemeName) -> StudioWindow:
        theme = Theme.load(theme_name)
        apply_style(self._application, theme)
        catalog = load_descriptions(SHIPPED.with_name("not_there")).catalog
        window = StudioWindow(catalog, self._settings, theme, engine=self._engine)
        window.resize(1600, 1000)
        window.show()
        window.activateWindow()
        window.go_live()
        return window

    def close(self) -> None:
        """End the engine, too."""
        self.window.close()

    @property
    def panels(self) -> tuple[str, ...]:
        """The names of all panels."""
        return tuple(self.window.docks.panels)

    @property
    def page(self) -> WorkflowPage:
        """The page that is shown."""
        if self.window.page is None:
            raise LookupError("no page is shown")
        return self.window.page

    # --- waiting

    def wait(self, until: Callable[[], bool]) -> None:
        """Let Qt work until something is so; raises TimeoutError."""
        loop, looking = QEventLoop(), QTimer(interval=LOOKS_MS)
        looking.timeout.connect(lambda: loop.quit() if until() else None)
        QTimer.singleShot(WAITS_MS, loop.quit)
        looking.start()
        if not until():
            loop.exec()
        if not until():
            raise TimeoutError("the studio did not get ready for its picture")

    def settle(self) -> None:
        """Wait until all is shown that the engine knows."""
        QTest.qWait(SETTLES_MS)
        self.wait(lambda: self._engine.is_idle)
        QApplication.processEvents()

    # --- what is shown

    @contextmanager
    def sized(self, width: int, height: int, *panels: str) -> Iterator[None]:
        """The window at a size, with these panels and no others; afterwards all are back.

        The map stands only where there are panels, so that it covers nothing of a small picture.
        """
        window = self.window
        window.docks.reset()
        self._settings.change(minimap=bool(panels))
        for name, panel in window.docks.panels.items():
            panel.setVisible(name in panels)
        window.resize(width, height)
        QApplication.processEvents()
        try:
            yield
        finally:
            window.docks.reset()
            self._settings.change(minimap=True)
            window.resize(1600, 1000)

    def open(self, name: str, nodes: Json, layout: Json = None) -> Path:
        """The only tab is a file with a workflow of these nodes; returns the file."""
        data = {
            "format": "weft",
            "version": 1,
            "name": name,
            "nodes": nodes,
            "layout": layout or {},
        }
        file = self.folder / f"{name.lower().replace(' ', '_')}.weft.json"
        file.write_text(json.dumps(data), encoding="utf-8")
        return self.open_file(file)

    def open_file(self, file: Path) -> Path:
        """The only tab is this file."""
        self.close_tabs()
        self.window.say("")
        self.window.activateWindow()
        self.window.open(file)
        self.settle()
        return file

    def close_tabs(self) -> None:
        """Close everything."""
        workspace = self.window.workspace
        for page in workspace.pages:
            page.floating.close()
            workspace.close_page(page)
        while workspace.count():
            workspace.close_shown()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def set_theme(self, name: ThemeName) -> None:
        """Dress the window anew."""
        self._settings.change(theme=name)
        QApplication.processEvents()

    def compare_with(self, file: Path) -> None:
        """A tab that compares a file with the page that is shown."""
        tabs = CompareTabs(self.window.workspace)
        tabs.show(side_of_file(file), side_of_document(self.page.document))
        self.settle()

    def place(self, zoom: float, centre: QPointF | None = None) -> None:
        """Show the canvas at a zoom, around a point or the whole workflow's middle."""
        canvas = self.page.canvas
        canvas.zoom_to_life()
        canvas.zoom_by(zoom)
        canvas.centerOn(centre if centre is not None else self.page.scene.content().center())
        QApplication.processEvents()

    # --- places of the canvas shown, on the canvas

    def port(self, name: str, *, output: bool = False) -> QPointF:
        """The middle of a port, given as `node.port`."""
        node, _, port = name.partition(".")
        return self.page.scene.port_position(PortRef(node, port, output))

    def header(self, node: str) -> QPointF:
        """A spot of a node that is neither port nor field."""
        return self.body(node).topLeft() + QPointF(70, 14)

    def body(self, node: str) -> QRectF:
        """Where a node lies."""
        return self.page.scene.nodes[node].sceneBody()

    def field(self, node: str, param: str) -> QPointF:
        """The middle of a value's field."""
        item = self.page.scene.nodes[node]
        return item.mapToScene(item.shape_of.fields[param].center())

    # --- the hand

    def press(self, at: QPointF, held: Qt.KeyboardModifier = NONE) -> None:
        """Press the left button on the canvas."""
        self._mouse(QEvent.Type.MouseButtonPress, at, LEFT, LEFT, held)

    def move(self, to: QPointF, pressed: Qt.MouseButton = LEFT) -> None:
        """Move on the canvas."""
        self._mouse(QEvent.Type.MouseMove, to, NO_BUTTON, pressed, NONE)

    def release(self, at: QPointF) -> None:
        """Let go on the canvas."""
        self._mouse(QEvent.Type.MouseButtonRelease, at, LEFT, NO_BUTTON, NONE)
        QApplication.processEvents()

    def pull(self, start: QPointF, to: QPointF, steps: int = 6) -> None:
        """Press and drag, without letting go."""
        self.press(start)
        for step in range(1, steps + 1):
            self.move(start + (to - start) * (step / steps))

    def click(self, at: QPointF, held: Qt.KeyboardModifier = NONE) -> None:
        """Click on the canvas."""
        self.press(at, held)
        self.release(at)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press a key wherever the focus is."""
        QTest.keyClick(self._focus, key, held)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type wherever the focus is."""
        QTest.keyClicks(self._focus, text)
        QApplication.processEvents()

    @property
    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.page.canvas

    def _mouse(
        self,
        kind: QEvent.Type,
        at: QPointF,
        button: Qt.MouseButton,
        pressed: Qt.MouseButton,
        held: Qt.KeyboardModifier,
    ) -> None:
        canvas = self.page.canvas
        place = QPointF(canvas.viewportTransform().map(at))
        everywhere = QPointF(canvas.viewport().mapToGlobal(place.toPoint()))
        QApplication.sendEvent(
            canvas.viewport(), QMouseEvent(kind, place, everywhere, button, pressed, held)
        )

    # --- pictures

    def rect_of(self, area: QRectF, margin: float = 24) -> QRect:
        """A part of the canvas as a rectangle of the window."""
        canvas = self.page.canvas
        view = canvas.viewportTransform().mapRect(area.adjusted(-margin, -margin, margin, margin))
        corner = canvas.viewport().mapTo(self.window, view.topLeft().toPoint())
        return QRect(corner, view.size().toSize()).intersected(self.window.rect())

    def panel_rect(self, name: str) -> QRect:
        """Where a panel stands in the window."""
        return self.window.docks.panels[name].geometry()

    def grab(self, target: Path, crop: QRect | None = None) -> None:
        """Write a picture of the window, or of a part of it, with the popups over it."""
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        pixmap = self.window.grab()
        painter = QPainter(pixmap)
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and isinstance(widget, Popup | QMenu):
                painter.drawPixmap(self.window.mapFromGlobal(widget.pos()), widget.grab())
        painter.end()
        write_small(pixmap if crop is None else pixmap.copy(crop), target)

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """The open dialog of a kind."""
        (found,) = (one for one in self.window.findChildren(kind) if one.isVisible())
        return found

    def grab_dialog(self, kind: type[Dialog], target: Path, height: int | None = None) -> None:
        """Write a picture of an open dialog, or of its upper part, and close it."""
        dialog = self.dialog(kind)
        QApplication.processEvents()
        shown = dialog.rect()
        shown.setHeight(height or shown.height())
        write_small(dialog.grab(shown), target)
        dialog.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    @staticmethod
    def paint(widget: QWidget, points: Sequence[QPoint]) -> None:
        """Drag the left button through points of a widget."""
        QTest.mousePress(widget, LEFT, NONE, points[0])
        for point in points[1:]:
            QTest.mouseMove(widget, point)
        QTest.mouseRelease(widget, LEFT, NONE, points[-1])


def write_small(pixmap: QPixmap, target: Path) -> None:
    """Write a picture as a PNG of 256 colours; those that fill areas stay exactly what they are."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    with Image.open(io.BytesIO(buffer.data().data())) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    colours, at, counts = np.unique(
        pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    palette = _palette(colours[np.argsort(-counts, kind="stable")])
    few = np.concatenate([_nearest(part, palette) for part in np.array_split(colours, 64)])
    indexed = Image.fromarray(few[at].reshape(pixels.shape[:2]).astype(np.uint8), "P")
    indexed.putpalette(palette.astype(np.uint8).tobytes())
    indexed.save(target, "PNG", optimize=True)


def _palette(colours: Array) -> Array:
    """The most frequent colours, and what covers all others best."""
    exact, others = colours[:EXACT], colours[EXACT:]
    if not len(others):
        return exact
    rest = Image.fromarray(others.reshape(1, -1, 3).astype(np.uint8))
    found = rest.quantize(256 - EXACT, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    return np.concatenate([exact, np.array(found, np.uint8).reshape(-1, 3)])[:256]


def _nearest(colours: Array, palette: Array) -> Array:
    apart = colours[:, None, :].astype(np.int32) - palette[None, :, :].astype(np.int32)
    return np.asarray((apart**2).sum(axis=2).argmin(axis=1))
