"""The direction of imports, and what an import may cost."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TORCH = ("torch", "diffusers", "transformers", "accelerate", "peft", "scipy", "torchsde")
QT = ("PySide6", "shiboken6")

# Imports every module below a package except the named parts, then prints what came along.
PROBE = """
import importlib, pkgutil, sys
package_name, left_out, unwanted = sys.argv[1], sys.argv[2].split(","), sys.argv[3].split(",")
package = importlib.import_module(package_name)
def visit(path, prefix):
    for module in pkgutil.iter_modules(path, prefix):
        if module.name in left_out or module.name.endswith(".__main__"):
            continue
        imported = importlib.import_module(module.name)
        if module.ispkg:
            visit(imported.__path__, module.name + ".")
visit(package.__path__, package_name + ".")
print(",".join(name for name in unwanted if name in sys.modules))
"""

# The window's modules, and its client with the answers of a real engine process.
STUDIO = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
import app.window
from app.engine.client import EngineClient
from app.engine.descriptions_store import load_descriptions, read_descriptions
from graph_engine.hosts.engine_process.messages import Check

def take(checked):
    assert "unet" in checked.known["checkpoint"], checked
    application.quit()

application = QCoreApplication([])
QTimer.singleShot(60_000, lambda: application.exit(1))
assert "Sample" in load_descriptions().catalog
client = EngineClient()
client.describe(lambda described: read_descriptions(described.catalog))
client.check(Check("a", 1, open(sys.argv[1]).read()), take, sys.exit)
client.start()
code = application.exec()
print(",".join(name for name in sys.argv[2].split(",") if name in sys.modules))
sys.exit(code)
"""


def brought_along(package: str, *, left_out: str = "", unwanted: tuple[str, ...]) -> str:
    probe = subprocess.run(
        [sys.executable, "-c", PROBE, package, left_out, ",".join(unwanted)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert probe.returncode == 0, probe.stderr
    return probe.stdout.strip()


def test_imports_keep_their_direction() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    outcome = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("package", "left_out", "unwanted"),
    [
        ("graph_engine", "graph_engine.backends.ray", (*TORCH, *QT, "ray")),
        # Only the node declarations: nodes.diffusion is where torch lives.
        ("nodes", "nodes.diffusion", (*TORCH, *QT, "ray")),
        ("app", "", (*TORCH, "ray", "nodes")),
    ],
)
def test_every_module_imports_light(package: str, left_out: str, unwanted: tuple[str, ...]) -> None:
    assert brought_along(package, left_out=left_out, unwanted=unwanted) == ""


def test_a_studio_that_talks_to_the_engine_stays_light() -> None:
    unwanted = (*TORCH, "nodes", "numpy", "graph_engine.session")
    starter = ROOT / "workflows" / "text_to_image.weft.json"
    studio = subprocess.run(
        [sys.executable, "-c", STUDIO, str(starter), ",".join(unwanted)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert studio.returncode == 0, studio.stderr
    assert studio.stdout.strip() == ""
