"""Canvas sheet: every state of a node and a wire on one picture, to look at beside a design.

python -m scripts.canvas_sheet OUT.png [--theme light] [--scale 2] [--zoom 0.5]
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsScene

from app.canvas.frame_item import FrameItem
from app.canvas.links_layer import LinksLayer
from app.canvas.loose_wire import LooseWire
from app.canvas.node_item import NodeItem
from app.canvas.node_status import NodeStatus, Steps
from app.canvas.node_view import NodeView, PortView, view_nodes
from app.canvas.note_item import NoteItem
from app.canvas.wire import Wire
from app.canvas.words import BOLD, lay_words
from app.look.style import apply_style
from app.look.theme import Theme
from graph_engine.catalog import Catalog
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.workflow import Layout, Workflow

STEP_X, STEP_Y = 226.0, 350.0
SIZE = QSize(1640, 1340)


def views() -> dict[str, NodeView]:
    """One node of each kind that the sheet shows."""
    nodes = {
        "base": GraphNode("LoadCheckpoint", {"model": "sd_xl_base_1.0"}),
        "prompt": GraphNode(
            "EncodeText",
            {"text": "mountains and a tree at (sunset:1.2), low sun behind the ridge, clean"},
            {"text_encoder": Link("base", "text_encoder")},
        ),
        "latent": GraphNode("EmptyLatent", {"width": 1024, "height": 1024}),
        "sample": GraphNode(
            "Sample",
            {"seed": 8214077, "steps": 30, "guidance": 6.5, "sampler": "euler", "end": 0.8},
            {
                "unet": Link("base", "unet"),
                "positive": Link("prompt", "conditioning"),
                "latent": Link("latent", "latent"),
            },
        ),
        "decode": GraphNode(
            "DecodeLatent",
            {"tiled": True},
            {"vae": Link("base", "vae"), "latent": Link("sample", "latent")},
        ),
        "lora": GraphNode(
            "LoadLoRA",
            {"model": "ink_wash_xl", "unet_strength": 0.8},
            {"unet": Link("base", "unet"), "text_encoder": Link("base", "text_encoder")},
        ),
        "glow": GraphNode("mypack.Glow", {"radius": 12}, {"image": Link("decode", "image")}),
        "blend": GraphNode(
            "BlendImages", {}, {"first": Link("glow", "image"), "second": Link("decode", "image")}
        ),
    }
    layout = Layout(nodes={"base": {"title": "SDXL base"}, "prompt": {"title": "Prompt"}})
    badges = {"sd_xl_base_1.0": "XL", "ink_wash_xl": "XL"}
    return view_nodes(Workflow(Graph(nodes), layout=layout), Catalog.load(), (), {}, badges)


def states() -> list[tuple[str, NodeView]]:
    """The views in the order of the sheet, with their captions."""
    all_views = views()
    sample, decode = all_views["sample"], all_views["decode"]
    unlinked = replace(
        sample,
        inputs=tuple(
            replace(p, linked=False, wrong=True) if p.name == "positive" else p
            for p in sample.inputs
        ),
        params=(),
    )
    sub = replace(
        all_views["base"], type="subgraph:refiner_model", title="Refiner model", icon="sub", inner=4,
        inputs=(PortView("text", "str", linked=True),),
    )  # fmt: skip
    resumes = NodeStatus("resumes", "from 16", Steps(25, known=15))
    why = NodeStatus(
        "failed", "failed", message="positive is not linked.", hint="Connect an Encode text."
    )
    return [
        ("Idle", sample),
        ("Hover", sample),
        ("Selected", replace(sample, status=NodeStatus("cached"))),
        ("Running", replace(sample, status=NodeStatus("running", "14 / 25", Steps(25, 12, 14, 0, 20)))),
        ("Cached", replace(sample, status=NodeStatus("cached", "2.9 s"))),
        ("Will run", replace(sample, status=NodeStatus("will_run", "25 steps", Steps(25)))),
        ("Resumes", replace(sample, status=resumes)),
        ("Failed", replace(unlinked, status=why)),
        ("Muted", replace(sample, state="muted")),
        ("Bypassed", replace(all_views["lora"], state="bypassed")),
        ("Collapsed", replace(all_views["prompt"], collapsed=True, status=NodeStatus("cached"))),
        ("Unknown", all_views["glow"]),
        ("Subgraph", replace(sub, status=NodeStatus("cached"))),
        ("Picture", replace(decode, status=NodeStatus("cached", "0.3 s"))),
        ("Loader", replace(all_views["base"], status=NodeStatus("cached", "0.4 s"))),
        ("Prompt", replace(all_views["prompt"], status=NodeStatus("done"))),
        ("Will run", replace(decode, status=NodeStatus("will_run"))),
        ("Unfolded", replace(all_views["latent"], unfolded=True, status=NodeStatus("waiting"))),
        ("Busy", replace(decode, status=NodeStatus("running", "", progress=0.4))),
        ("Wiring", decode),
    ]  # fmt: skip


def landscape() -> QImage:
    """A picture that stands for a rendered one."""
    image = QImage(256, 160, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sky = QLinearGradient(0, 0, 0, 160)
    sky.setColorAt(0, QColor("#5A3A9A"))
    sky.setColorAt(1, QColor("#E08A5A"))
    painter.fillRect(image.rect(), sky)
    painter.setBrush(QColor("#FFCB55"))
    painter.drawEllipse(QPointF(190, 70), 28, 28)
    painter.fillRect(0, 120, 256, 40, QColor("#3E7A34"))
    painter.end()
    return image


def build(theme: Theme) -> QGraphicsScene:
    """The scene of the sheet."""
    scene = QGraphicsScene()
    for at, (caption, view) in enumerate(states()):
        item = NodeItem(view, theme)
        scene.addItem(item)
        item.setPos(40 + STEP_X * (at % 7), 40 + STEP_Y * (at // 7))
        item.setSelected(caption == "Selected")
        if caption == "Hover":
            item.show_hover("guidance", over=True)
        if caption in ("Picture", "Busy"):
            item.show_picture(landscape(), ("3 s left", "Step 14") if caption == "Busy" else ())
        if caption == "Wiring":
            item.mark_ports({("latent", False), ("image", True)}, {("vae", False)})
    links = LinksLayer(theme)
    scene.addItem(links)
    for at, mark in enumerate(("", "hovered", "selected", "insert", "cut", "muted", "dashed")):
        start = QPointF(60, 1110 + 30 * at)
        kind = "UNet" if mark == "insert" else "Latent" if mark == "hovered" else "Image"
        wire = Wire("a", "b", kind, start, start + QPointF(180, 18), muted=mark == "muted",
                    dashed=mark == "dashed")  # fmt: skip
        links.set_wire(("b", str(at)), wire)
        if mark in ("hovered", "selected", "insert", "cut"):
            links.mark(mark, [("b", str(at))])  # type: ignore[arg-type]
    dots = [QPointF(420, 1190), QPointF(520, 1190)]
    links.set_wire(("c", "x"), Wire("a", "c", "VAE", QPointF(300, 1120), QPointF(600, 1110), dots))
    for at, refused in enumerate((False, True)):
        loose = LooseWire("VAE", theme)
        loose.show([QPointF(300, 1250 + 40 * at), QPointF(420, 1230 + 40 * at)], refused=refused)
        scene.addItem(loose)
    frame = {"title": "Edge guide", "at": [660, 1100], "size": [340, 190], "colour": "Control"}
    scene.addItem(FrameItem(frame, theme))
    text = "**Try**\n\nEnd the guide at half time, so the *second* half may paint freely.\n\n- one"
    scene.addItem(NoteItem({"at": [1040, 1110], "size": [200, 150], "text": text}, theme))
    return scene


def main() -> None:
    """Render the sheet to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--zoom", type=float, default=1.0)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(["weft"])
    theme = Theme.load(given.theme)
    apply_style(application, theme)
    scene = build(theme)
    image = QImage(SIZE * given.scale * given.zoom, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(given.scale)
    image.fill(theme.colour("bg.canvas"))
    painter = QPainter(image)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    area = QRectF(0, 0, SIZE.width(), SIZE.height())
    scene.render(painter, QRectF(0, 0, area.width() * given.zoom, area.height() * given.zoom), area)
    for at, (caption, _) in enumerate(states()):
        box = QRectF(40 + STEP_X * (at % 7), 12 + STEP_Y * (at // 7), 200, 20)
        painter.save()
        painter.scale(given.zoom, given.zoom)
        lay_words(caption, box, "text.tertiary", weight=BOLD).paint(painter, theme)
        painter.restore()
    painter.end()
    image.save(str(given.out))


if __name__ == "__main__":
    main()
