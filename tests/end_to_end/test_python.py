"""The Python of docs/python.md and the README does what they say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph_engine import Builder, Catalog, InputError, Node, Session, parse_workflow
from graph_engine.workflow_io import format_workflow
from nodes import DecodeLatent, EmptyLatent, LoadCheckpoint

ROOT = Path(__file__).parents[2]


def code_of(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("number", range(len(code_of("docs/python.md"))))
def test_documented_code_runs(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "workflows").symlink_to(ROOT / "workflows")
    exec(code_of("docs/python.md")[number], {})  # noqa: S102 - our own documentation
    printed = capsys.readouterr().out
    assert Path(printed.strip("[]'\n")).is_file()


def test_readme_shows_the_same_three_lines() -> None:
    assert code_of("README.md")[0] == code_of("docs/python.md")[0]


def test_what_is_built_is_a_workflow_file() -> None:
    builder = Builder(Catalog.load(), "Built")
    checkpoint = builder.add(LoadCheckpoint(model="tiny-sd15"))
    latent = builder.add(EmptyLatent(width=64), id="canvas")
    builder.add(DecodeLatent(vae=checkpoint.vae, latent=latent.latent))
    built = builder.build()
    assert parse_workflow(format_workflow(built)) == built
    assert built.graph.nodes["canvas"].params == {"width": 64}
    assert [str(link) for link in built.graph.nodes["decodelatent"].inputs.values()] == [
        "loadcheckpoint.vae",
        "canvas.latent",
    ]


def test_builder_refuses_what_it_does_not_know() -> None:
    class Stray(Node):
        """Nobody's node."""

        def run(self, context: object) -> tuple[()]:
            return ()

    with Session(keep_results=False) as session:
        builder = Builder(session.catalog)
        with pytest.raises(InputError, match="Stray is not in the catalogue"):
            builder.add(Stray())
        builder.add(EmptyLatent(), id="canvas")
        with pytest.raises(InputError, match='already a node "canvas"'):
            builder.add(EmptyLatent(), id="canvas")


def test_type_checkers_see_wrong_params_and_links(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from graph_engine import Builder, Catalog\n"
        "from nodes import EncodeText, LoadCheckpoint, EmptyLatent\n"
        "builder = Builder(Catalog.load())\n"
        'checkpoint = builder.add(LoadCheckpoint(model="m"))\n'
        'builder.add(EncodeText(text_encoder=checkpoint.text_encoder, text="fine"))\n'
        'builder.add(EncodeText(text_encoder=checkpoint.vae, text="wrong"))\n'
        'builder.add(EmptyLatent(width="x"))\n'
        "checkpoint.clip\n"
    )
    command = [sys.executable, "-m", "mypy", "--no-incremental", "--no-error-summary", str(script)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    wrong = [line for line in found.splitlines() if "script.py" in line]
    assert [re.search(r":(\d+):", line)[1] for line in wrong] == ["6", "7", "8"]  # type: ignore[index]
