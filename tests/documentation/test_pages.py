"""The pages: links lead somewhere, and the generated one is what the nodes say now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph_engine import Catalog
from scripts.guide_pictures import PICTURES
from scripts.node_reference import PAGE, reference

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "studio"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]

LARGEST, LARGEST_SUM = 120_000, 1_500_000


def links_of(page: Path) -> list[tuple[str, str]]:
    """The file and the anchor of each link that stays in the repository."""
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?[^)]*\)", text)
    return [(link, anchor) for link, anchor in links if "://" not in link]


def anchors_of(page: Path) -> set[str]:
    """What the headings of a page are called in links."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    missing = []
    for link, anchor in links_of(page):
        target = page.parent / link if link else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            missing.append(f"{link}#{anchor}")
    assert not missing


def test_every_page_is_linked_from_the_readme_the_architecture_or_the_guide() -> None:
    linking = [ROOT / page for page in ("README.md", "docs/architecture.md", "docs/studio.md")]
    linked = {(page.parent / link).resolve() for page in linking for link, _ in links_of(page)}
    assert [page.name for page in PAGES[2:] if page.resolve() not in linked] == []


def test_the_guide_shows_all_its_pictures_and_they_are_small() -> None:
    shown = {
        (page.parent / link).resolve()
        for page in PAGES
        for link, _ in links_of(page)
        if link.endswith(".png")
    }
    pictures = sorted((GUIDE / "pictures").glob("*.png"))
    assert [picture.stem for picture in pictures] == sorted(PICTURES)
    assert [picture.name for picture in pictures if picture.resolve() not in shown] == []
    sizes = {picture.name: picture.stat().st_size for picture in pictures}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) <= LARGEST_SUM


def test_the_node_reference_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == "\n".join(reference(Catalog.load())) + "\n"
