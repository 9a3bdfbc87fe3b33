"""A built wheel carries all it needs and runs the starter away from the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "tiny-sd15"
STARTER = "text_to_image.weft.json"
# PyPI refuses larger files unless asked.
LARGEST_WHEEL = 100 * 1024 * 1024

# Python without `site`, so that the checkout (an editable install) is out of reach and only the
# unpacked wheel and the third-party packages can be imported.
RUN_OUTSIDE = """
import sys
sys.path[:0] = sys.argv[1:3]
sys.argv = ["weft", *sys.argv[3:]]
from graph_engine.hosts.cli import main
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    outcome = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    (built,) = folder.glob("weft-*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_workflows_and_models_travel_with_it(unpacked: Path) -> None:
    workflows = {path.name for path in (ROOT / "workflows").glob("*.weft.json")}
    assert STARTER in workflows
    assert {path.name for path in (unpacked / "weft_share/workflows").iterdir()} >= workflows
    for original in MODEL.rglob("*"):
        if original.is_file():
            copy = unpacked / "weft_share/models/tiny-sd15" / original.relative_to(MODEL)
            assert copy.read_bytes() == original.read_bytes()


def test_clips_vocabulary_travels_with_its_licence(unpacked: Path) -> None:
    vocabulary = unpacked / "nodes/formats/clip_vocabulary"
    assert {path.name for path in vocabulary.iterdir()} == {"LICENSE", "merges.txt.gz"}


def test_nothing_else_travels_with_it(wheel: Path, unpacked: Path) -> None:
    (metadata,) = unpacked.glob("weft-*.dist-info")
    expected = {"graph_engine", "nodes", "app", "weft_share", metadata.name}
    assert {path.name for path in unpacked.iterdir()} == expected
    assert wheel.stat().st_size < LARGEST_WHEEL


def test_licence_command_and_node_pack_are_declared(unpacked: Path) -> None:
    (metadata,) = unpacked.glob("weft-*.dist-info")
    entry_points = (metadata / "entry_points.txt").read_text()
    assert "weft = graph_engine.hosts.cli:main" in entry_points
    assert "[weft.nodes]\nweft = nodes" in entry_points
    assert (metadata / "licenses" / "LICENSE").is_file()


@pytest.mark.slow
def test_starter_runs_outside_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    starter = unpacked / "weft_share/workflows" / STARTER
    arguments = ["run", str(starter), "--output", "pictures", "--no-cache", "--json"]
    site_packages = sysconfig.get_path("purelib")
    outcome = subprocess.run(
        [sys.executable, "-S", "-c", RUN_OUTSIDE, str(unpacked), site_packages, *arguments],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert json.loads(outcome.stdout)["status"] == "ok"
    assert list((tmp_path / "pictures").glob("*.png"))
