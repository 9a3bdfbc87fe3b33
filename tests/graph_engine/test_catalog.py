"""The catalogue: declarations are read once, wrong ones are named, broken packs harm no other."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import pytest

from graph_engine import Catalog, Node, Session
from graph_engine.check import find_problems
from graph_engine.errors import DeclarationError
from graph_engine.hints import Number, Prompt, Seed, Size, Slider
from graph_engine.spec import read_spec
from tests.graph_engine.graphs import CATALOG, node, workflow_of
from tests.graph_engine.stub_nodes import Add, Label, Signal

ROOT = Path(__file__).parents[2]

GOOD = '''
from typing import Annotated, NamedTuple

from graph_engine import Node
from graph_engine.hints import Slider


class Thing(Node, version=4, category="Things"):
    """Make a thing.

    Inputs:
        size: How large.
    """

    size: Annotated[int, Slider(1, 9)] = 3

    class Outputs(NamedTuple):
        size: int

    def run(self, context):
        return self.Outputs(self.size)
'''


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "nodes"
    folder.mkdir()
    (folder / "mypack.py").write_text(GOOD)
    return folder


# --- Declarations ---


def test_a_declaration_is_read_into_data() -> None:
    class Sample(Node, version=2, category="Sampling", numerics=("numpy",)):
        """Denoise a signal under a prompt.

        More about it.

        Inputs:
            signal: What to start from;
                it stays unchanged.
            steps: How many steps: more is finer.
        Outputs:
            signal: The result.
        """

        signal: Signal
        extra: Signal | None = None
        steps: Annotated[int, Slider(1, 150)] = 25
        sampler: Literal["euler", "heun"] = "euler"
        needed: float

        class Outputs(NamedTuple):
            signal: Signal

    spec = read_spec(Sample)
    assert (spec.type, spec.version, spec.category, spec.effects) == (
        "Sample",
        2,
        "Sampling",
        False,
    )
    assert spec.summary == "Denoise a signal under a prompt."
    assert spec.doc.endswith("More about it.")
    assert list(spec.inputs) == ["signal", "extra", "steps", "sampler", "needed"]
    assert spec.inputs["signal"].doc == "What to start from; it stays unchanged."
    assert spec.inputs["steps"].doc == "How many steps: more is finer."
    required = [name for name, port in spec.inputs.items() if port.required]
    assert required == ["signal", "needed"]
    assert [port.name for port in spec.scalars] == ["steps", "sampler", "needed"]
    assert spec.inputs["sampler"].type.choices == ("euler", "heun")
    assert spec.outputs["signal"].doc == "The result."
    assert dict(spec.value_types) == {"Signal": Signal, "Label": Label}


def test_nodes_are_constructed_by_keyword_and_frozen() -> None:
    add = Add(first=1)
    with pytest.raises(AttributeError):
        add.first = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        Add(1)  # type: ignore[call-arg]


def test_every_description_is_json() -> None:
    for spec in CATALOG.values():
        data = spec.describe()
        assert json.loads(json.dumps(data, allow_nan=False)) == data
    data = CATALOG["Ramp"].describe()
    assert data["inputs"][0]["hint"]["widget"] == "number"
    signal = {"name": "signal", "type": "Signal", "names": ["Signal"], "optional": False, "doc": ""}
    assert data["outputs"] == [signal]
    assert CATALOG["Add"].describe()["inputs"][2]["choices"] == ["sum", "difference", "product"]


def bad_docstring() -> type[Node]:
    class Wrong(Node):
        """Do.

        Inputs:
            stepz: How many.
        """

        steps: int = 1

    return Wrong


def bad_output_docstring() -> type[Node]:
    class Wrong(Node):
        """Do.

        Outputs:
            picture: What.
        """

    return Wrong


def bad_default() -> type[Node]:
    class Wrong(Node):
        steps: Annotated[int, Slider(1, 9)] = 10

    return Wrong


def bad_choice() -> type[Node]:
    class Wrong(Node):
        mode: Literal["a", "b"] = "c"  # type: ignore[assignment]

    return Wrong


def bad_type() -> type[Node]:
    class Wrong(Node):
        steps: 3  # type: ignore[valid-type]

    return Wrong


def bad_reference() -> type[Node]:
    class Wrong(Node):
        steps: Nowhere  # type: ignore[name-defined]  # noqa: F821

    return Wrong


def bad_port_default() -> type[Node]:
    class Wrong(Node):
        signal: Signal | None = "x"  # type: ignore[assignment]

    return Wrong


def bad_infinite_default() -> type[Node]:
    class Wrong(Node):
        limit: float = float("inf")

    return Wrong


def bad_output_type() -> type[Node]:
    class Wrong(Node):
        class Outputs(NamedTuple):
            what: Literal[None]

    return Wrong


def bad_outputs() -> type[Node]:
    class Wrong(Node):
        class Outputs:
            value: int

    return Wrong


def bad_effects() -> type[Node]:
    class Wrong(Node, effects=True):
        class Outputs(NamedTuple):
            value: int

    return Wrong


@pytest.mark.parametrize(
    ("declare", "words"),
    [
        (bad_docstring, ["Wrong", "stepz"]),
        (bad_output_docstring, ["Wrong", "picture"]),
        (bad_default, ['"steps" of Wrong is 10', "must be from 1 to 9"]),
        (bad_choice, ['"mode" of Wrong', "must be one of a, b"]),
        (bad_type, ["Wrong"]),
        (bad_reference, ["Wrong", "Nowhere"]),
        (bad_port_default, ['"signal" of Wrong can only have the default None']),
        (bad_infinite_default, ['"limit" of Wrong', "finite"]),
        (bad_output_type, ['"what" of Wrong has no usable type']),
        (bad_outputs, ["The Outputs of Wrong must be a NamedTuple"]),
        (bad_effects, ["Wrong has effects, so it can't have outputs"]),
    ],
)
def test_a_wrong_declaration_names_class_and_field(
    declare: Callable[[], type[Node]], words: list[str]
) -> None:
    with pytest.raises(DeclarationError) as caught:
        read_spec(declare())
    for word in words:
        assert word in caught.value.message


@pytest.mark.parametrize(
    ("hint", "good", "bad", "sentence"),
    [
        (Number(minimum=1), 1, 0, "must be at least 1"),
        (Number(maximum=5), 5, 6, "must be at most 5"),
        (Number(0, 1), 0.5, -0.1, "must be from 0 to 1"),
        (Size(), 512, 510, "must be divisible by 8 (such as 504 or 512)"),
        (Size(), 8, 0, "must be from 8 to 16384"),
        (Seed(), 2**64 - 1, 2**64, "must be from 0 to 18446744073709551615"),
        (Prompt(), "any\ntext", None, ""),
    ],
)
def test_hints_say_what_a_value_must_be(hint: Any, good: Any, bad: Any, sentence: str) -> None:
    assert hint.problem(good) == ""
    assert bad is None or hint.problem(bad) == sentence


# --- Former ids and near names ---


def test_a_former_id_leads_to_the_new_type() -> None:
    assert CATALOG["Plus"] is CATALOG["Add"]
    assert "Plus" in CATALOG
    assert "Plus" not in list(CATALOG)
    assert CATALOG.get("Minus") is None


def test_near_names_know_the_prefix_of_packs(packs: Path) -> None:
    catalog = Catalog.load([packs])
    assert '"mypack.Thing"' in catalog.nearest("mypack.Thnig")
    assert '"mypack.Thing"' in catalog.nearest("mypak.Thing")


# --- Packs in a folder ---


def test_a_file_is_a_pack_and_prefixes_its_types(packs: Path, tmp_path: Path) -> None:
    catalog = Catalog.load([packs])
    spec = catalog["mypack.Thing"]
    assert (spec.pack, spec.version, spec.category) == ("mypack", 4, "Things")
    assert catalog.broken == ()
    workflow = workflow_of(t=node("mypack.Thing", size=5))
    with Session(catalog=catalog, cache=tmp_path / "cache", device="cpu") as session:
        assert session.run(workflow).values["t"] == {"size": 5}


def test_a_folder_is_a_pack_with_modules_of_its_own(packs: Path) -> None:
    package = packs / "bigpack"
    package.mkdir()
    (package / "__init__.py").write_text("from .parts import Thing, _Hidden\n")
    (package / "parts.py").write_text(GOOD + "\n\nclass _Hidden(Thing): pass\n")
    catalog = Catalog.load([packs])
    assert catalog.broken == ()
    assert {"bigpack.Thing", "mypack.Thing"} <= set(catalog)
    assert "bigpack._Hidden" not in catalog


def test_imported_nodes_belong_to_the_pack_that_defines_them(packs: Path) -> None:
    (packs / "other.py").write_text(
        "from tests.graph_engine.stub_nodes import Add\n" + GOOD.replace("Thing(", "Other(")
    )
    catalog = Catalog.load([packs])
    assert "other.Other" in catalog
    assert "other.Add" not in catalog


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("class Broken(:\n", ["SyntaxError"]),
        ("import no_such_module\n", ["ModuleNotFoundError", "no_such_module"]),
        ("raise RuntimeError('not today')\n", ["RuntimeError: not today"]),
        ("import sys\nsys.exit(3)\n", ["SystemExit: 3"]),
        (GOOD.replace("size: How", "sice: How"), ["Thing", '"sice"']),
        (GOOD.replace("] = 3", "] = 30"), ["Thing", "must be from 1 to 9"]),
        (GOOD.replace("] = 3", "] = []"), ["ValueError", "size"]),
        (GOOD.replace("Node, version", "Node, vresion"), ["TypeError", "vresion"]),
        (
            GOOD + "\nFirst = Thing\n" + GOOD.replace('"Things"', '"More"'),
            ['"broken.Thing" is already there'],
        ),
        ("\0", ["null bytes"]),
        ("\xff", []),
    ],
)
def test_a_broken_pack_is_reported_and_the_rest_works(
    packs: Path, source: str, words: list[str]
) -> None:
    (packs / "broken.py").write_bytes(source.encode("latin-1"))
    catalog = Catalog.load([packs])
    (broken,) = catalog.broken
    assert broken.name == "broken"
    assert broken.origin == str(packs / "broken.py")
    for word in words:
        assert word in broken.message
    assert "mypack.Thing" in catalog
    assert not any(name.startswith("broken.") for name in catalog)


def test_a_node_of_a_broken_pack_says_why_it_is_not_there(packs: Path) -> None:
    (packs / "broken.py").write_text("import no_such_module\n")
    catalog = Catalog.load([packs])
    (problem,) = find_problems(workflow_of(a=node("broken.Thing")), catalog)
    assert problem.hint.startswith('The node pack "broken" is broken: ')
    assert "no_such_module" in problem.hint


def test_the_first_of_two_packs_with_one_name_counts(packs: Path, tmp_path: Path) -> None:
    second = tmp_path / "more"
    second.mkdir()
    (second / "mypack.py").write_text(GOOD.replace("version=4", "version=5"))
    catalog = Catalog.load([packs, second, tmp_path / "nowhere"])
    assert catalog["mypack.Thing"].version == 4
    (broken,) = catalog.broken
    assert 'The node type "mypack.Thing" is already there, from the pack "mypack"' in broken.message


def test_hidden_and_other_files_are_no_packs(packs: Path) -> None:
    for name in ("_private.py", ".hidden.py", "notes.txt", "data.json"):
        (packs / name).write_text("1/0")
    (packs / "empty_folder").mkdir()
    assert Catalog.load([packs]).broken == ()


def test_packs_can_not_shadow_modules(packs: Path) -> None:
    (packs / "json.py").write_text(GOOD)
    catalog = Catalog.load([packs])
    assert "json.Thing" in catalog
    assert sys.modules["json"] is json


def test_loading_again_sees_the_new_source(packs: Path) -> None:
    assert Catalog.load([packs])["mypack.Thing"].version == 4
    (packs / "mypack.py").write_text(GOOD.replace("version=4", "version=55"))
    assert Catalog.load([packs])["mypack.Thing"].version == 55


# --- Installed packs ---

LIST = """
import json
from graph_engine import Catalog
catalog = Catalog.load()
print(json.dumps({"types": [n for n in catalog if "." in n], "packs": sorted({s.pack for s in
    catalog.values()}), "broken": [[b.name, b.message] for b in catalog.broken]}))
"""


def install(site: Path, name: str, point: str, source: str) -> None:
    """Put a distribution with an entry point into a folder, as pip would."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[weft.nodes]\n{name} = {point}\n")
    (site / f"{name}_module.py").write_text(source)


def test_installed_packs_are_found_and_broken_ones_reported(tmp_path: Path) -> None:
    install(tmp_path, "sparkle", "sparkle_module", GOOD)
    install(tmp_path, "glitter", "glitter_module", "import no_such_module")
    install(tmp_path, "dust", "nowhere_module", "")
    probe = textwrap.dedent(f"import sys; sys.path.append({str(tmp_path)!r})\n") + LIST
    outcome = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT
    )
    found = json.loads(outcome.stdout)
    assert "sparkle.Thing" in found["types"]
    assert "weft" in found["packs"]
    assert {name for name, _ in found["broken"]} == {"glitter", "dust"}


# --- Type checkers ---

TYPED = """
from tests.graph_engine.stub_nodes import Add, Const
Add(first=1, second=2, mode="sum")
Const()
Const(value="x")
Add(second=1)
Add(1)
Add(first=1, mode="wrong")
Add(first=1, third=3)
Add(first=1).first = 2
"""


def test_type_checkers_understand_the_construction_of_nodes(tmp_path: Path) -> None:
    file = tmp_path / "typed.py"
    file.write_text(TYPED)
    outcome = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context",
         "--cache-dir", str(ROOT / ".mypy_cache"), str(file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )  # fmt: skip
    wrong = {int(line.split(":")[1]) for line in outcome.stdout.splitlines() if ": error:" in line}
    assert wrong == {5, 6, 7, 8, 9, 10}, outcome.stdout + outcome.stderr
