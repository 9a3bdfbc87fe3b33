"""Fixing: what a click on a fix does, in the list of problems and in the inspector."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.docks.fixes import Fix
from app.look.menu import PaintedMenu
from app.look.words import tr
from app.page.page import WorkflowPage


def do_fix(page: WorkflowPage, fix: Fix, owner: QWidget, at: QPoint) -> None:
    """Do a fix; one with choices opens a menu of them at a point of its owner."""
    if fix.choices:
        menu = PaintedMenu("", owner)
        for choice in fix.choices:
            menu.addAction(choice.label).triggered.connect(partial(do_fix, page, choice, owner, at))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(owner.mapToGlobal(at))
    elif fix.copies:
        QGuiApplication.clipboard().setText(fix.copies)
        page.say(tr('"{name}" is on the clipboard.', name=fix.copies))
    elif fix.edit is not None:
        page.document.go_to_level(fix.level)
        page.stage.apply(fix.edit, fix.label)
