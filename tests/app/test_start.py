"""Starting the studio: its options, its guard, and the picture of its window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from app.guard import refusal, refusal_here, screen_refusal
from app.launch import save_picture
from app.look.theme import Theme
from app.options import Options, read_options
from app.window import StudioWindow
from graph_engine.hosts.cli.main import exit_code
from graph_engine.shipped import templates

ROOT = Path(__file__).parents[2]
# The studio as it starts; then whether anything heavy came along.
STUDIO = """
import sys
from app.__main__ import main
code = main()
heavy = [name for name in ("torch", "diffusers", "transformers") if name in sys.modules]
sys.exit(code or (f"imported {heavy}" if heavy else 0))
"""


def run_studio(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", STUDIO, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_picture_of_the_window_and_nothing_heavy_imported(tmp_path: Path) -> None:
    picture = tmp_path / "studio.png"
    file = str(templates()["text_to_image"])
    arguments = (file, "--screenshot", str(picture), "--size", "900x600", "--theme", "light")
    outcome = run_studio(*arguments)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stderr == outcome.stdout == ""
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (900, 600)
    assert QColor(image.pixel(4, 20)) == Theme.load("light").colour("bg.bar")


def test_the_command_line_hands_the_options_on(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def become(_program: str, command: list[str]) -> None:
        started.append(command[3:])
        sys.exit(0)

    def call(command: list[str]) -> int:
        started.append(command[3:])
        return 0

    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setattr(subprocess, "call", call)
    for given in (["a.json", "--theme", "dark"], ["--screenshot", "out.png"], ["--theme=dark"]):
        with pytest.raises(SystemExit) as leaving:
            exit_code(given)
        assert (leaving.value.code, started.pop()) == (0, given)
    assert exit_code(["--nonsense"]) == 2


@pytest.mark.parametrize(("name", "why"), [("no/folder.png", "folder"), ("studio.gif", ".png")])
def test_a_picture_that_cannot_be_written(
    window: StudioWindow,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    why: str,
) -> None:
    assert save_picture(window, tmp_path / name) == 2
    assert why in capsys.readouterr().err


def test_options() -> None:
    assert read_options([]) == Options()
    given = ["a.json", "--screenshot", "out.png", "--size", "800x600", "--theme", "light"]
    assert read_options(given) == Options(Path("a.json"), Path("out.png"), (800, 600), "light")


@pytest.mark.parametrize("arguments", [["--size", "big"], ["--theme", "pink"], ["a", "b"]])
def test_wrong_options_are_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        read_options(arguments)
    assert leaving.value.code == 2
    assert "weft: error:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("python", "pyside", "refused"),
    [
        ((3, 11), "6.11.3", False),
        ((3, 11), "6.12.0", True),
        ((3, 11), "7.0", True),
        ((3, 12), "6.12.0", False),
        ((3, 12), "", True),
    ],
)
def test_the_guard(python: tuple[int, int], pyside: str, refused: bool) -> None:
    sentence = refusal(python, pyside)
    assert bool(sentence) == refused
    assert "\n" not in sentence
    if refused:
        assert "pip install" in sentence


def test_the_guard_lets_this_python_pass() -> None:
    assert refusal_here(with_screen=True) == ""


def test_no_screen_is_told() -> None:
    assert "weft run" in screen_refusal("linux", {"DISPLAY": ""})
    assert screen_refusal("linux", {"WAYLAND_DISPLAY": "wayland-0"}) == ""
    assert screen_refusal("darwin", {}) == screen_refusal("win32", {}) == ""
