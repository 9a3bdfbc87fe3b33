"""The nodes of docs/node_packs.md work as the page says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph_engine import Builder, Catalog, Session
from nodes import ImageFromMask, PaintMask

PAGE = Path(__file__).parents[2] / "docs" / "node_packs.md"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The built-in nodes, and the page's as a pack in a folder."""
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL))
    folder = tmp_path_factory.mktemp("nodes")
    (folder / "grain.py").write_text(code)
    return Catalog.load([folder])


def test_grain_is_added(catalog: Catalog, tmp_path: Path) -> None:
    grain: Any = catalog["grain.FilmGrain"].node_class
    builder = Builder(catalog)
    mask = builder.add(PaintMask(width=16, height=16, strokes="paint 4 8,8"))
    picture = builder.add(ImageFromMask(mask=mask.mask))
    builder.add(grain(image=picture.image, strength=0.5), "grain")
    with Session(catalog=catalog, cache=tmp_path) as session:
        pixels = session.run(builder.build()).values["grain"]["image"].pixels
    assert len(np.unique(pixels)) > 100


def test_more_steps_go_on_from_the_last(catalog: Catalog, tmp_path: Path) -> None:
    relax: Any = catalog["grain.Relax"].node_class

    def run(session: Session, steps: int) -> Any:
        builder = Builder(catalog)
        mask = builder.add(PaintMask(width=16, height=16, strokes="paint 4 8,8"))
        picture = builder.add(ImageFromMask(mask=mask.mask))
        builder.add(relax(image=picture.image, steps=steps), "relax")
        planned = session.plan(builder.build()).nodes["relax"].resumes
        result = session.run(builder.build())
        return planned, result.nodes["relax"], result.values["relax"]["image"].pixels

    with Session(catalog=catalog, cache=tmp_path / "a") as session:
        run(session, 20)
        planned, relaxed, pixels = run(session, 30)
        assert (planned.step, planned.steps) == (20, 30)
        assert (relaxed.status, relaxed.counts["resumed_at_step"]) == ("resumed", 20)
    with Session(catalog=catalog, cache=tmp_path / "b") as session:
        assert (run(session, 30)[2] == pixels).all()
