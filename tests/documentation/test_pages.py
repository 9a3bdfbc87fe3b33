"""The pages: links lead somewhere, and the generated one is what the nodes say now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph_engine import Catalog
from scripts.node_reference import PAGE, reference

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    missing = [link for link in local if not (page.parent / link).exists()]
    assert not missing


def test_every_page_is_linked_from_the_readme_or_the_architecture() -> None:
    text = "".join((ROOT / page).read_text() for page in ("README.md", "docs/architecture.md"))
    assert [page.name for page in PAGES[2:] if page.name not in text] == []


def test_the_node_reference_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == "\n".join(reference(Catalog.load())) + "\n"
