"""Makes docs/studio/pictures, the pictures of the user guide, with the real window and engine.

All of them, or those that are named: python -m scripts.guide_pictures window keys
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication

from app.dialogs.keys import KeysDialog
from app.dialogs.settings import SettingsDialog
from app.dialogs.templates import TemplatesDialog
from app.editors.mask_painter.painter import MaskPainter
from graph_engine.shipped import templates
from scripts.guide_live import LIVE
from scripts.guide_studio import GuideStudio
from scripts.guide_workflows import (
    PICTURE,
    PROBLEMS,
    STARTER,
    STARTER_AT,
    STATES,
    STATES_AT,
    TITLES,
    TWO_FAMILIES,
    TWO_FAMILIES_AT,
    UNWIRED,
    UNWIRED_AT,
    layout,
    many,
)

FOLDER = Path(__file__).parents[1] / "docs" / "studio" / "pictures"
PHOTO = Path(__file__).parents[1] / "workflows" / "pictures" / "four_landscapes.webp"
FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "WEFT_CONFIG")
Key = Qt.Key
STROKE = ((0, -40), (30, -30), (30, 10), (-20, 20), (-30, -20), (0, 60), (10, 110))


def main() -> None:
    """Make the pictures and name them."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    wanted = sys.argv[1:] or list(PICTURES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in FOLDERS:
            os.environ[name] = str(Path(folder) / name.lower())
        with Image.open(PHOTO) as picture:
            picture.save(Path(folder) / "landscape.png")
        application = QApplication(["weft"])
        # A caret that blinks would be in one picture and not in the next.
        application.setCursorFlashTime(0)
        for language in ("en", "zh_CN"):
            names = [name for name in wanted if (name == "chinese") == (language == "zh_CN")]
            if names:
                make(GuideStudio(application, Path(folder), language), names)


def make(studio: GuideStudio, names: list[str]) -> None:
    """Make some of the pictures in one window."""
    for name in names:
        PICTURES[name](studio, FOLDER / f"{name}.png")
        print(f"{name}.png")
    studio.close()


# --- the window


def window(studio: GuideStudio, target: Path) -> None:
    """Everything, with the sampler selected."""
    studio.open("Text to image", STARTER, layout(STARTER_AT))
    with studio.sized(1600, 1000, *studio.panels):
        studio.place(0.85)
        studio.click(studio.header("sampler"))
        studio.grab(target)


def window_light(studio: GuideStudio, target: Path) -> None:
    """The same in the light theme."""
    studio.set_theme("light")
    window(studio, target)
    studio.set_theme("dark")


chinese = window


def inspector(studio: GuideStudio, target: Path) -> None:
    """The sampler's values in the inspector, beside its node."""
    studio.open("Text to image", STARTER, layout(STARTER_AT))
    with studio.sized(1020, 860, "inspector"):
        studio.place(1.0, studio.body("sampler").center())
        studio.click(studio.header("sampler"))
        studio.grab(target)


def problems(studio: GuideStudio, target: Path) -> None:
    """Problems of several kinds, with their buttons."""
    studio.open("Problems", PROBLEMS, layout(STARTER_AT))
    with studio.sized(900, 620, "problems"):
        studio.grab(target, studio.panel_rect("problems"))


def outliner(studio: GuideStudio, target: Path) -> None:
    """A workflow with subgraphs as a tree."""
    studio.open_file(templates()["four_landscapes"])
    with studio.sized(1000, 640, "outliner"):
        studio.page.commands.show_all()
        studio.click(studio.header("day"))
        studio.grab(target)


# --- the canvas


def starter(studio: GuideStudio, target: Path) -> None:
    """The starter workflow's six nodes."""
    studio.open("Text to image", STARTER, layout(STARTER_AT))
    with studio.sized(1240, 720):
        studio.place(1.0)
        studio.grab(target, studio.rect_of(studio.page.scene.content()))


def search_from_wire(studio: GuideStudio, target: Path) -> None:
    """A wire dropped on the empty canvas."""
    studio.open("Start", {"checkpoint": STARTER["checkpoint"]}, layout({"checkpoint": (0, 40)}))
    with studio.sized(1000, 720):
        studio.place(1.0, QPointF(320, 200))
        end = QPointF(264, 24)
        studio.pull(studio.port("checkpoint.unet", output=True), end)
        studio.release(end)
        studio.write("sam")
        studio.grab(target, studio.rect_of(QRectF(0, 0, 660, 400)))
        studio.key(Key.Key_Escape)


def wire_by_keys(studio: GuideStudio, target: Path) -> None:
    """Where a wire from the checkpoint may go, chosen by keys."""
    studio.open("By keys", UNWIRED, layout(UNWIRED_AT))
    with studio.sized(1020, 640):
        studio.place(1.0, QPointF(360, 240))
        studio.click(studio.header("checkpoint"))
        studio.key(Key.Key_W)
        studio.key(Key.Key_Down)
        studio.key(Key.Key_Return)
        studio.grab(target, studio.rect_of(QRectF(0, 40, 700, 304)))
        studio.key(Key.Key_Escape)


def refused(studio: GuideStudio, target: Path) -> None:
    """A ControlNet of one family over the sampler of another."""
    studio.open("Two families", TWO_FAMILIES, layout(TWO_FAMILIES_AT))
    with studio.sized(1100, 720):
        studio.place(1.0)
        goal = studio.port("sampler.control")
        studio.pull(studio.port("control.control", output=True), goal)
        studio.settle()
        studio.move(goal)
        studio.grab(target, studio.rect_of(QRectF(0, 0, 820, 440)))
        studio.key(Key.Key_Escape)
        studio.release(goal)


def nodes(studio: GuideStudio, target: Path) -> None:
    """The states of a node."""
    shown = layout(STATES_AT)
    for name, title in TITLES.items():
        shown["nodes"][name]["title"] = title
    shown["nodes"]["collapsed"]["collapsed"] = True
    studio.open("States", STATES, shown)
    with studio.sized(1100, 640):
        studio.place(1.0)
        studio.click(studio.header("selected"))
        studio.grab(target, studio.rect_of(studio.page.scene.content()))


def frames(studio: GuideStudio, target: Path) -> None:
    """A frame, a note, dots on a wire."""
    note = "**Try**\n\nEnd the guide at half time, so that the *second half* may paint freely."
    frame = {"title": "Prompt", "at": [232, 56], "size": [248, 200], "colour": "Conditioning"}
    shown = layout(
        STARTER_AT,
        frames=[frame],
        notes=[{"at": [0, 264], "size": [200, 120], "text": note}],
        reroutes={"decode.vae": [[232, 16], [672, 16]]},
    )
    studio.open("Frames", STARTER, shown)
    with studio.sized(1240, 720):
        studio.place(1.0)
        studio.grab(target, studio.rect_of(QRectF(0, 0, 900, 400)))


def overview(studio: GuideStudio, target: Path) -> None:
    """A thousand nodes."""
    studio.open("A thousand nodes", *many(168))
    with studio.sized(1200, 680):
        studio.page.commands.show_all()
        studio.grab(target)


def subgraph(studio: GuideStudio, target: Path) -> None:
    """Inside one of four landscapes."""
    studio.open_file(templates()["four_landscapes"])
    with studio.sized(1100, 560):
        studio.click(studio.header("day"))
        studio.key(Key.Key_Return)
        studio.page.commands.show_all()
        studio.grab(target)


# --- values


def prompt(studio: GuideStudio, target: Path) -> None:
    """The prompt's editor over its node, with weighed words."""
    studio.open("Text to image", STARTER, layout(STARTER_AT))
    with studio.sized(900, 640):
        studio.place(1.6, studio.body("prompt").center())
        studio.click(studio.field("prompt", "text"))
        studio.grab(target, studio.rect_of(studio.body("prompt"), 60))
        studio.key(Key.Key_Escape)


def models(studio: GuideStudio, target: Path) -> None:
    """The list of models over its node."""
    studio.open("Text to image", STARTER, layout(STARTER_AT))
    with studio.sized(900, 640):
        studio.place(1.3, studio.body("checkpoint").center() + QPointF(80, 90))
        studio.click(studio.field("checkpoint", "model"))
        area = studio.body("checkpoint").adjusted(0, 0, 120, 180)
        studio.grab(target, studio.rect_of(area))
        studio.key(Key.Key_Escape)


def mask_painter(studio: GuideStudio, target: Path) -> None:
    """The mask painter over a picture."""
    studio.open("Mask", {"picture": PICTURE}, layout({"picture": (0, 0)}))
    studio.click(studio.field("picture", "image"))
    studio.write("paint")
    studio.key(Key.Key_Return)
    painter = studio.dialog(MaskPainter)
    around = painter.canvas.rect().center() + QPoint(-150, -40)
    studio.paint(painter.canvas, [around + QPoint(*step) for step in STROKE])
    studio.grab_dialog(MaskPainter, target)
    studio.page.floating.close()


# --- popups, dialogs, comparisons


def palette(studio: GuideStudio, target: Path) -> None:
    """The command palette."""
    studio.open("Text to image", STARTER, layout(STARTER_AT))
    with studio.sized(1000, 640):
        studio.place(0.8)
        studio.window.popups.command_palette()
        studio.write("lay")
        studio.grab(target)
        studio.key(Key.Key_Escape)


def keys(studio: GuideStudio, target: Path) -> None:
    """The dialog of the keys."""
    studio.window.popups.keys()
    studio.grab_dialog(KeysDialog, target)


def settings(studio: GuideStudio, target: Path) -> None:
    """The dialog of the settings, down to the folders, which differ on each machine."""
    store = studio.window.settings
    store.change(reduced_motion=False)
    studio.window.popups.settings()
    studio.grab_dialog(SettingsDialog, target, height=420)
    store.change(reduced_motion=True)


def shipped(studio: GuideStudio, target: Path) -> None:
    """The dialog of the templates."""
    studio.window.popups.choose_template()
    studio.grab_dialog(TemplatesDialog, target)


def compare(studio: GuideStudio, target: Path) -> None:
    """Two workflows on one canvas."""
    before = studio.open("Sunset", STARTER, layout(STARTER_AT))
    after = {name: node for name, node in STARTER.items() if name != "save"}
    after["prompt"] = {
        **STARTER["prompt"],
        "params": {"text": "hills with a house at (sunset:1.4)"},
    }
    after["sampler"] = {**STARTER["sampler"], "params": {"seed": 7, "steps": 30, "guidance": 5.0}}
    after["preview"] = {"type": "PreviewImage", "inputs": {"image": "decode.image"}}
    studio.open("Evening", after, layout({**STARTER_AT, "preview": (928, 200)}))
    with studio.sized(1280, 720):
        studio.compare_with(before)
        studio.grab(target)


PICTURES: Mapping[str, Callable[[GuideStudio, Path], None]] = {
    "window": window, "window_light": window_light, "chinese": chinese, "inspector": inspector,
    "problems": problems, "outliner": outliner, "starter": starter,
    "search_from_wire": search_from_wire, "wire_by_keys": wire_by_keys, "refused": refused, "nodes": nodes, "frames": frames,
    "overview": overview, "subgraph": subgraph, "prompt": prompt, "models": models,
    "mask_painter": mask_painter, "palette": palette, "keys": keys, "settings": settings,
    "templates": shipped, "compare": compare, **LIVE,
}  # fmt: skip


if __name__ == "__main__":
    main()
