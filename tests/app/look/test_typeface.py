"""Typeface: the shipped letters are those that are used, whatever the machine has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from app.look.theme import font
from app.look.typeface import FILES, load_typeface

SHIPPED = 400_000
SIGNS = "…×→←↑↓●·–—“”−≥≤≠≈±½²³¹⁴⁶₀°µÄößéñŠčłΣαπЖяЁїẠử"
MEASURE = (
    "from PySide6.QtWidgets import QApplication; a = QApplication(['weft']);"
    "from app.canvas.words import advance;"
    "print(advance('text encoder'), advance('Decode latent', 'nodeTitle', 600))"
)


def test_the_fonts_of_the_package_are_used(application: QApplication) -> None:
    assert load_typeface() == ("Inter",)
    for weight in (400, 500, 600):
        used = QFontInfo(font("body", weight))
        assert (used.family(), used.weight()) == ("Inter", weight)


def test_they_are_small_and_have_their_licence() -> None:
    assert sum(file.stat().st_size for file in FILES) < SHIPPED
    licence = FILES[0].with_name("Inter-LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence


@pytest.mark.parametrize("role", ["body", "nodeLabel"])
def test_figures_are_equally_wide(application: QApplication, role: str) -> None:
    metrics = QFontMetricsF(font(role))
    widths = {metrics.horizontalAdvance(figure * 4) for figure in "0123456789"}
    assert len(widths) == 1
    for narrow in " -.,:":
        assert metrics.horizontalAdvance(narrow * 4) < 0.75 * max(widths), "only figures"


def test_the_signs_of_the_interface_are_drawn(application: QApplication) -> None:
    for file in FILES:
        raw = QRawFont(str(file), 12)
        assert [sign for sign in SIGNS if not raw.supportsCharacter(ord(sign))] == []


def test_nodes_are_as_wide_where_no_fonts_are_installed(
    application: QApplication, tmp_path: Path
) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig/>", encoding="utf-8")
    outputs = [
        subprocess.run(
            [sys.executable, "-c", MEASURE],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **fonts},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for fonts in ({}, {"FONTCONFIG_FILE": str(empty)})
    ]
    assert outputs[0] == outputs[1] != ""
