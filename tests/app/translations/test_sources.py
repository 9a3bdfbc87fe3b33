"""The sources: whatever the interface says goes through translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scripts import translations
from scripts.translations import APP

# Calls that show what they are given.
SHOWN = frozenset(
    (
        "QAction", "QCheckBox", "QGroupBox", "QLabel", "QMenu", "QPushButton", "QToolButton",
        "CheckBox", "caption", "prose", "setAccessibleDescription", "setAccessibleName",
        "setDetailedText", "setHtml", "setInformativeText", "setLabelText",
        "setPlaceholderText", "setPlainText", "setPrefix", "setStatusTip", "setSuffix",
        "setTabText", "setTabToolTip", "setText", "setTitle", "setToolTip", "setWhatsThis",
        "setWindowTitle", "addAction", "addItem", "addMenu", "addTab", "showMessage", "say",
        "refuse", "emit", "add_section", "add_row", "add_button", "ask_for_folder",
        "ask_to_open", "ask_to_save",
    )
)  # fmt: skip
# Names, which are the same in every language.
NAMES = (
    "English", "Weft", "Stable Diffusion 1.5", "Stable Diffusion 2", "SD 1.5", "SD 2",
    "Apache License 2.0", "weft models --add",
    # A1111's names in the text of its pictures, and values as they are typed.
    "Schedule type", "CFG scale", "Denoising strength", "no, yes",
)  # fmt: skip
# What no one reads: flags, marks of the code, and the widest text that a place is made for.
UNREAD = (
    "focusable multiSelectable extSelectable", "selectable focusable multiSelectable",
    "to run", "other nodes", "000 steps", "gallery thumbnails", "preview peek",
    "It has other tables.", "*.png *.jpg *.jpeg *.webp *.bmp *.gif",
)  # fmt: skip
ON_THE_COMMAND_LINE = ("guard.py", "launch.py", "options.py", "qt_messages.py", "__main__.py")
# Other names of nodes, by which they are found.
SEARCHED_FOR = "search/other_names.py"
MARKUP = re.compile(r"</?\w+[ >]|\bQ[A-Z]\w+(::|:\w| *\{)|[;{}]\s*\w+-?\w*:|\(\*\.|\(\?P")

SQL = re.compile(
    r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN|COALESCE|MAX)\b|[<>]?= \?$|\bp\.\w+"
)


def test_what_is_given_for_translation_is_literal() -> None:
    for file, tree in _sources():
        for call, name in translations.calls(tree):
            for given in call.args[translations.LITERALS[name]]:
                known = any(True for _ in translations.literals(given))
                variable = isinstance(given, ast.Name | ast.Attribute | ast.Subscript)
                allowed = known or (name == "tr" and variable)
                assert allowed, f"{file}:{call.lineno}: {ast.unparse(call)}"


def test_no_text_is_fixed_before_the_language_is_known() -> None:
    """A text made while a module is imported, or kept by a cache, would stay English."""
    for file, tree in _sources():
        parents = _parents(tree)
        early = [
            call.lineno
            for call, name in translations.calls(tree)
            if name != "marked" and not _is_made_anew(call, parents)
        ]
        assert early == [], file


def test_what_is_shown_is_translated() -> None:
    found = [f"{file}: {text!r}" for file, tree in _sources() for text in _shown_bare(tree)]
    assert found == []


def test_sentences_in_the_sources_are_translated() -> None:
    """Wherever they stand: what has a space or an ellipsis is meant for people."""
    found = [
        f"{file}: {text!r}"
        for file, tree in _sources()
        if file.as_posix() != SEARCHED_FOR and file.name not in ON_THE_COMMAND_LINE
        for text in _bare_sentences(tree)
    ]
    assert found == []


def test_texts_without_translation_are_found() -> None:
    source = """
button = QPushButton("Open")
button.setText(f"Open {name}")
button.setToolTip(tr("Open it."))
button.setObjectName("quiet")
table = (("Open another…", 1), (marked("Open a file."), 2))
"""
    tree = ast.parse(source)
    assert list(_shown_bare(tree)) == ["Open", "Open "]
    assert list(_bare_sentences(tree)) == ["Open another…"]


@cache
def _sources() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple(
        (file.relative_to(APP), ast.parse(file.read_text(encoding="utf-8")))
        for file in sorted(APP.rglob("*.py"))
    )


def _parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def _is_made_anew(call: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    inner: ast.AST = call
    while (outer := parents.get(inner)) is not None:
        if isinstance(outer, ast.Lambda) and inner is outer.body:
            return True
        if isinstance(outer, ast.FunctionDef) and inner in outer.body:
            return not any("cache" in ast.unparse(how) for how in outer.decorator_list)
        inner = outer
    return False


def _shown_bare(tree: ast.AST) -> Iterator[str]:
    """What calls show that is not translated."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call.func) in SHOWN:
            for given in call.args:
                yield from filter(_is_word, _bare_texts(given))


def _bare_sentences(tree: ast.AST) -> Iterator[str]:
    """The sentences anywhere that are not translated."""
    for text in _literals_outside(tree):
        spaced = re.search(r"[^\W\d_]{2}\S* \S|\S [^\W\d_]{2}|[^\W\d_]…", text)
        code = MARKUP.search(text) or SQL.search(text)
        if spaced and text not in (*NAMES, *UNREAD) and not code:
            yield text


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _bare_texts(given: ast.expr) -> Iterator[str]:
    """The words of an argument as they stand there, also within an f-string."""
    if isinstance(given, ast.JoinedStr):
        parts = [part for part in given.values if isinstance(part, ast.Constant)]
        yield from (str(part.value) for part in parts)
    else:
        yield from translations.literals(given)


def _is_word(text: str) -> bool:
    named = text.strip(" —·\n") in NAMES or MARKUP.search(text)
    plain = re.fullmatch(r"[a-z_.0-9]+|(Ctrl|Alt|Shift|Space|Del|Tab)\b.*", text)
    return bool(re.search(r"[^\W\d_]{2}", text)) and not named and not plain


def _literals_outside(tree: ast.AST) -> Iterator[str]:
    """The literals that are neither translated, nor docstrings, nor compared with."""
    skipped: set[ast.AST] = set()
    for call, _ in translations.calls(tree):
        skipped |= set(ast.walk(call))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
        if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            skipped |= set(ast.walk(node.annotation))
        if isinstance(node, ast.Compare | ast.JoinedStr):
            skipped |= set(ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node.value
