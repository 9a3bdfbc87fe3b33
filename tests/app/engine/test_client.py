"""EngineClient: a real engine process is asked, killed, broken and asked again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QApplication

from app.engine.client import EngineClient
from app.engine.restarts import MOST, Restarts
from graph_engine.catalog import Catalog
from graph_engine.descriptions import catalog_data, read_catalog
from graph_engine.fitting import WireEnd
from graph_engine.hosts.engine_process.messages import Check, Checked, MakePlan
from graph_engine.shipped import shipped_folder, templates

from .waiting import Collected, exists, wait_until, works

Given = TypeVar("Given")
STARTER = templates()["text_to_image"].read_text(encoding="utf-8")
CONTROLNET_ON_XL = """
{"format": "weft", "version": 1, "name": "", "nodes": {
  "checkpoint": {"type": "LoadCheckpoint", "params": {"model": "tiny-sdxl"}},
  "prompt": {"type": "EncodeText", "params": {"text": "a house"},
             "inputs": {"text_encoder": "checkpoint.text_encoder"}},
  "latent": {"type": "EmptyLatent"},
  "sampler": {"type": "Sample", "inputs": {"unet": "checkpoint.unet",
              "positive": "prompt.conditioning", "latent": "latent.latent"}},
  "controlnet": {"type": "LoadControlNet", "params": {"model": "tiny-controlnet"}},
  "picture": {"type": "LoadImage"},
  "control": {"type": "ApplyControlNet", "inputs": {"controlnet": "controlnet.controlnet",
              "image": "picture.image"}}
}}
"""
NOISY_PACK = '''
import os, sys
from graph_engine import Node

print("a pack says hello")
os.write(1, b"and writes to the descriptor")
os.system("echo so does a program that it starts")
assert sys.stdin.read() == ""


class Quiet(Node):
    """Do nothing.

    Inputs:
        value: A number.
    """

    value: int = 0
'''
DEADLY_PACK = '''
import os
from graph_engine import Node


class Deadly(Node):
    """End the process when it is asked what it knows."""

    value: int = 0

    def outline(self, known):
        os.abort()


class Raising(Node):
    """Fail when it is asked what it knows."""

    value: int = 0

    def outline(self, known):
        raise RuntimeError("the lamp broke")
'''


def has_refusals(collected: Collected, number: int) -> bool:
    return len(collected.refusals) == number


def answer_of(ask: Callable[..., int]) -> Any:
    """Ask with the rest of the arguments bound; the answer once it is there."""
    collected = Collected()
    ask(collected.answers.append, collected.refusals.append)
    wait_until(lambda: collected.is_there)
    assert not collected.refusals, collected.refusals
    return collected.answers[0]


def checked(client: EngineClient, text: str = STARTER, document: str = "a") -> Checked:
    answer = answer_of(lambda then, no: client.check(Check(document, 1, text), then, no))
    assert isinstance(answer, Checked)
    return answer


# --- What it is asked ---


def test_every_ask_is_answered(client: EngineClient, catalog: Catalog, tmp_path: Path) -> None:
    client.start()
    described = answer_of(client.describe)
    assert described.catalog == catalog_data(catalog)
    assert list(read_catalog(described.catalog)) == list(catalog)
    answer = checked(client)
    assert answer.problems == ()
    assert answer.known["checkpoint"]["unet"]["model"]["family"] == "sd1"
    planned = answer_of(lambda then, no: client.plan(MakePlan("a", 4, STARTER), then, no))
    assert planned.revision == 4
    assert planned.plan["nodes"]["sampler"]["status"] == "will_run"
    models = answer_of(client.models)
    found = {model.name: model for model in models.models}
    assert (found["tiny-sdxl"].kind, found["tiny-sdxl"].family) == ("checkpoint", "sdxl")
    assert found["tiny-sdxl"].fits("vae")
    assert not found["tiny-sdxl"].fits("lora")
    places = answer_of(client.places)
    assert places.cache == str(tmp_path / "cache")
    assert str(shipped_folder("models").resolve()) in places.models


def test_problems_come_as_the_check_names_them(client: EngineClient) -> None:
    client.start()
    wrong = STARTER.replace('"EncodeText"', '"EncodeTxt"', 1).replace('"model"', '"modle"', 1)
    problems = checked(client, wrong).problems
    assert {problem.port for problem in problems} >= {"modle", "model"}
    assert any("EncodeText" in problem.hint for problem in problems)
    planned = answer_of(lambda then, no: client.plan(MakePlan("a", 1, wrong), then, no))
    assert planned.plan == {}
    assert {problem.port for problem in planned.problems} >= {"modle", "model"}


def test_an_sd15_controlnet_does_not_fit_sdxl(client: EngineClient) -> None:
    client.start()
    end = WireEnd("control", "control", is_output=True)
    answer = answer_of(lambda then, no: client.fits(CONTROLNET_ON_XL, "", end, then, no))
    assert answer.reasons == {
        "control.previous": "This link would make a cycle: control → control.",
        "sampler.control": 'The ControlNet "tiny-controlnet" is for Stable Diffusion 1; the U-Net'
        ' of "tiny-sdxl" is SDXL.',
    }


def test_any_text_is_answered(client: EngineClient) -> None:
    client.start()
    end = WireEnd("nobody", "here", is_output=True)
    for text in ("", "{", "null", "[" * 10_000, '{"format": "weft"}', "\ud800", STARTER[:500]):
        collected = Collected()
        then, no = collected.answers.append, collected.refusals.append
        client.check(Check("a", 1, text), then, no)
        client.fits(text, "", end, then, no)
        client.plan(MakePlan("a", 1, text), then, no)
        wait_until(partial(has_refusals, collected, 3))
        assert not collected.answers
    assert checked(client).problems == ()


def test_the_newest_of_many_checks_is_answered(client: EngineClient) -> None:
    client.start()
    wait_until(lambda: client.is_ready)
    collected = Collected()
    for revision in range(20):
        client.check(Check("a", revision, STARTER), collected.answers.append)
    checked(client, document="another")
    assert collected.answers[-1].revision == 19
    assert len(collected.answers) == 1


def test_an_ask_that_was_taken_back_is_not_answered(client: EngineClient) -> None:
    collected = Collected()
    client.start()
    number = client.describe(collected.answers.append, collected.refusals.append)
    client.forget(number)
    checked(client)
    assert not collected.is_there


# --- What node packs do ---


def test_what_a_pack_prints_harms_nothing(client: EngineClient, packs: Path) -> None:
    (packs / "noisy.py").write_text(NOISY_PACK)
    log: list[str] = []
    client.logged.connect(log.append)
    client.start()
    assert "noisy.Quiet" in read_catalog(answer_of(client.describe).catalog)
    wait_until(lambda: "so does a program" in "".join(log))
    assert "a pack says hello" in "".join(log)
    assert "and writes to the descriptor" in "".join(log)


def test_a_broken_pack_is_told(client: EngineClient, packs: Path) -> None:
    (packs / "torn.py").write_text("import no_such_module\n")
    client.start()
    catalog = read_catalog(answer_of(client.describe).catalog)
    (broken,) = catalog.broken
    assert (broken.name, broken.origin) == ("torn", str(packs / "torn.py"))
    assert "no_such_module" in broken.message
    problems = checked(client, STARTER.replace('"EncodeText"', '"torn.Thing"', 1)).problems
    assert any('"torn" is broken' in problem.hint for problem in problems)


def test_a_node_that_fails_is_a_problem_of_its_own(client: EngineClient, packs: Path) -> None:
    (packs / "bad.py").write_text(DEADLY_PACK)
    client.start()
    text = '{"format": "weft", "version": 1, "name": "", "nodes": {"a": {"type": "bad.Raising"}}}'
    (problem,) = checked(client, text).problems
    assert "the lamp broke" in problem.message


# --- What becomes of the process ---


def test_a_killed_engine_is_started_again(client: EngineClient) -> None:
    deaths: list[str] = []
    client.died.connect(deaths.append)
    client.start()
    checked(client)
    first = client.process_id
    os.kill(first, signal.SIGKILL)
    collected = Collected()
    client.check(Check("a", 2, STARTER), collected.answers.append, collected.refusals.append)
    wait_until(lambda: collected.is_there)
    assert collected.answers[0].revision == 2
    assert client.process_id not in (0, first)
    assert deaths == ["The engine was ended from outside or crashed. It is started again."]


def test_the_engine_is_restarted_on_demand(client: EngineClient) -> None:
    deaths: list[str] = []
    client.died.connect(deaths.append)
    client.start()
    checked(client)
    first = client.process_id
    collected = Collected()
    client.describe(collected.answers.append, collected.refusals.append)
    client.restart()
    assert not exists(first)
    wait_until(lambda: collected.is_there)
    assert not collected.refusals
    assert deaths == []


def test_an_ask_that_kills_the_engine_is_given_up(client: EngineClient, packs: Path) -> None:
    (packs / "bad.py").write_text(DEADLY_PACK)
    client.start()
    collected = Collected()
    text = '{"format": "weft", "version": 1, "name": "", "nodes": {"a": {"type": "bad.Deadly"}}}'
    client.check(Check("a", 1, text), collected.answers.append, collected.refusals.append)
    wait_until(lambda: collected.is_there)
    assert collected.refusals == ["The engine was ended from outside or crashed."]
    assert checked(client).problems == ()


def test_one_that_never_starts_is_given_up(application: QApplication, tmp_path: Path) -> None:
    broken = EngineClient(command=[str(tmp_path / "no_such_program")])
    collected = Collected()
    gone: list[bool] = []
    broken.gone.connect(lambda: gone.append(True))
    broken.describe(collected.answers.append, collected.refusals.append)
    broken.start()
    wait_until(lambda: gone)
    wait_until(lambda: collected.is_there)
    assert "can't be started" in collected.refusals[0]
    broken.stop()


def test_one_that_dies_at_once_is_started_some_times_only(application: QApplication) -> None:
    broken = EngineClient(command=[sys.executable, "-c", "raise SystemExit(3)"])
    deaths: list[str] = []
    gone: list[bool] = []
    broken.died.connect(deaths.append)
    broken.gone.connect(lambda: gone.append(True))
    broken.start()
    wait_until(lambda: gone)
    assert len(deaths) == MOST + 1
    assert deaths[0] == "The engine stopped with the code 3. It is started again."
    assert deaths[-1].endswith(f"It was started {MOST} times within a minute.")
    broken.stop()


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (
            "import sys; sys.stdout.write('hello, this is no frame, but text'); input()",
            "understood",
        ),
        (
            "import struct, sys; t = b'"
            '{"number":0,"kind":"Hello","body":{"protocol":1,"weft":"0.0.0","process":1}}'
            "'; sys.stdout.buffer.write(struct.pack('>I', len(t)) + t); sys.stdout.flush(); input()",
            "Weft 0.0.0 is installed now",
        ),
    ],
)
def test_another_program_is_no_engine(application: QApplication, program: str, words: str) -> None:
    other = EngineClient(command=[sys.executable, "-c", program])
    deaths: list[str] = []
    other.died.connect(deaths.append)
    other.start()
    wait_until(lambda: deaths)
    assert words in deaths[0]
    other.stop()


def test_the_process_ends_with_its_studio(application: QApplication, packs: Path) -> None:
    program = (
        "from PySide6.QtCore import QCoreApplication;"
        "from app.engine.client import EngineClient;"
        "a = QCoreApplication([]); c = EngineClient();"
        "c.ready.connect(lambda: print(c.process_id, flush=True)); c.start(); a.exec()"
    )
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=root
    ) as studio:
        assert studio.stdout is not None
        engine = int(studio.stdout.readline())
        assert works(engine)
        studio.kill()
    wait_until(lambda: not works(engine))


def test_restarts_are_counted_within_a_minute() -> None:
    now = [0.0]
    restarts = Restarts(lambda: now[0])
    delays = [restarts.next_delay() for _ in range(MOST)]
    assert delays == sorted(delays, key=lambda delay: delay or 0.0)
    assert delays[0] == 0
    assert restarts.next_delay() is None
    now[0] += 61
    assert restarts.next_delay() == 0
