"""The cache: what it gives back is what it got; budgets, damage, rivals and kills cost only time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from graph_engine.cache import Cache, MemoryCache
from graph_engine.codecs import NotStorable, decode, encode
from graph_engine.disk_cache import DiskCache
from graph_engine.large_results import LargeResults
from graph_engine.small_results import SmallResults
from tests.graph_engine.graphs import OpenSession, as_data, node, workflow_of
from tests.graph_engine.stub_nodes import Label, Opaque, Signal, stub_catalog

ROOT = Path(__file__).parents[2]
MEGABYTE = 10**6
TYPES = stub_catalog().value_types
_DTYPES = st.one_of(
    arrays.boolean_dtypes(),
    arrays.integer_dtypes(),
    arrays.unsigned_integer_dtypes(),
    arrays.floating_dtypes(sizes=(16, 32, 64)),
)
_ARRAYS = arrays.arrays(
    _DTYPES, arrays.array_shapes(min_dims=0, min_side=0, max_dims=4, max_side=3)
)
_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())
_VALUES = st.recursive(
    st.one_of(_SCALARS, _ARRAYS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
        st.builds(Label, st.text(max_size=3), st.tuples(st.text(max_size=2))),
        st.builds(Signal, _ARRAYS, inner),
    ),
    max_leaves=6,
)


def key(number: int) -> str:
    return f"{number:064x}"


def disk(folder: Path, limit: int = 10 * MEGABYTE) -> DiskCache:
    return DiskCache(folder, TYPES, limit)


# --- Values ---


def test_memory_lets_go_of_what_no_run_uses_any_more() -> None:
    memory = MemoryCache(MEGABYTE, runs=3)
    memory.put(key(0), "used in each run")
    memory.put(key(1), "used once")
    for run in range(2, 6):
        memory.begin_run()
        memory.put(key(run), run)
        assert memory.get(key(0)) == "used in each run"
    kept = [number for number in range(6) if memory.contains(key(number))]
    assert kept == [0, 3, 4, 5]
    for _ in range(3):
        memory.begin_run()
    assert (len(memory), memory.bytes) == (0, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.tuples(_VALUES))
def test_every_value_comes_back_as_it_was(tmp_path: Path, value: Any) -> None:
    disk(tmp_path).put(key(1), value)
    other = disk(tmp_path)
    other.catch_up()
    found = other.get(key(1))
    assert repr(as_data(found)) == repr(as_data(value))
    other.clear()


class Pair(NamedTuple):
    first: int


class Level(IntEnum):
    LOW = 1


@dataclass(frozen=True)
class Stranger:
    value: int = 0


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1: 2},
        1j,
        b"bytes",
        {1, 2},
        Opaque(),
        Stranger(),
        Pair(1),
        Level.LOW,
        np.float64(1),
        OrderedDict(a=1),
        np.array([1j]),
        np.array(["text"]),
        np.array([object()]),
        np.zeros(2, dtype=np.longdouble),
        np.zeros(2, dtype="datetime64[s]"),
        np.ma.masked_array([1, 2], [True, False]),
        np.zeros(2, dtype=[("x", "f4")]),
        Signal,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_can_not_come_back_whole_stays_in_memory(tmp_path: Path, value: Any) -> None:
    with pytest.raises(NotStorable):
        encode((value,), {}, TYPES)
    cache = Cache(MemoryCache(MEGABYTE), disk(tmp_path))
    cache.put(key(1), (value,))
    assert cache.get(key(1)) is not None
    assert disk(tmp_path).get(key(1)) is None


def test_a_class_of_the_same_name_is_another_class() -> None:
    impostor: Any = dataclass(type("Label", (), {"__annotations__": {"text": str}, "text": ""}))
    with pytest.raises(NotStorable):
        encode(impostor(), {}, TYPES)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype=">f4").reshape(2, 3),
        np.arange(6, dtype=">i8"),
        np.arange(12.0).reshape(3, 4).T,
        np.arange(12)[::-2],
        np.broadcast_to(np.float32(3), (2, 3)),
        np.asfortranarray(np.ones((2, 3))),
        np.array(5, dtype=np.uint16),
        np.zeros((0, 3)),
    ],
)
def test_arrays_of_any_layout_come_back(
    tmp_path: Path, array: Any, caplog: pytest.LogCaptureFixture
) -> None:
    disk(tmp_path).put(key(1), (array,))
    (found,) = disk(tmp_path).get(key(1)) or (None,)
    assert found is not None
    assert found.shape == array.shape
    assert found.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(found, array)
    assert not caplog.records


def test_a_changed_value_class_is_a_miss(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    disk(tmp_path).put(key(1), (Label("x"),))
    changed: Any = dataclass(type("Label", (), {"__annotations__": {"words": str}}))
    for types in ({}, {"Label": changed}):
        assert DiskCache(tmp_path, types, MEGABYTE).get(key(1)) is None
    other = DiskCache(tmp_path, {}, MEGABYTE)
    other.catch_up()
    assert other.get(key(1)) is None
    assert "no longer fits its type" in caplog.text
    caplog.clear()


def test_unknown_json_is_refused() -> None:
    with pytest.raises(KeyError):
        decode({"$type": "Nobody", "fields": {}}, {}, TYPES)


# --- Memory ---


def array_of(size: int) -> tuple[Any]:
    return (np.zeros(size, dtype=np.uint8),)


def test_memory_keeps_its_budget_and_lets_the_oldest_go() -> None:
    memory = MemoryCache(10_500 * 3)
    for number in range(3):
        memory.put(key(number), array_of(9_000))
    assert memory.get(key(0)) is not None
    memory.put(key(3), array_of(9_000))
    assert [memory.contains(key(number)) for number in range(4)] == [True, False, True, True]
    assert memory.bytes <= 10_500 * 3
    memory.put(key(3), array_of(100))
    assert memory.bytes <= 22_500
    memory.clear()
    assert (memory.bytes, len(memory)) == (0, 0)


@pytest.mark.parametrize(
    "huge", [array_of(10**6), ("x" * 10**6,), ([0] * 10**5,), ({"a": ("y" * 10**6,)},)]
)
def test_memory_counts_every_kind_of_value_and_one_too_large_moves_nothing(huge: Any) -> None:
    memory = MemoryCache(500_000)
    memory.put(key(1), array_of(10))
    memory.put(key(2), huge)
    assert memory.contains(key(1))
    assert not memory.contains(key(2))
    memory.put(key(1), huge)
    assert (memory.bytes, len(memory)) == (0, 0)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3000)), max_size=40))
def test_memory_never_exceeds_its_budget(puts: list[tuple[int, int]]) -> None:
    memory = MemoryCache(6000)
    for number, size in puts:
        memory.put(key(number), array_of(size))
        assert 0 <= memory.bytes <= 6000
        assert memory.contains(key(number))
        assert memory.bytes >= 1000 * len(memory)


# --- Disk: large results ---


def put_array(results: LargeResults, number: int, size: int) -> None:
    results.put(key(number), "[]", {"0": np.full(size, number % 256, dtype=np.uint8)})


def test_large_results_keep_their_budget_and_the_ones_used_last(tmp_path: Path) -> None:
    results = LargeResults(tmp_path, 100_000)
    for number in range(9):
        put_array(results, number, 10_000)
        set_age(tmp_path, number, 1000 - number)
    assert results.get(key(0)) is not None
    for number in range(9, 14):
        put_array(results, number, 10_000)
        assert results.bytes <= 100_000
    assert results.contains(key(0))
    assert not results.contains(key(1))
    assert results.contains(key(13))


def set_age(folder: Path, number: int, seconds: int) -> None:
    (file,) = folder.rglob(f"{key(number)}.safetensors")
    changed = file.stat().st_mtime - seconds
    os.utime(file, (changed, changed))


def test_many_short_sessions_keep_the_budget_together(tmp_path: Path) -> None:
    for number in range(40):
        results = LargeResults(tmp_path, 100_000)
        put_array(results, number, 5_000)
        assert results.bytes <= 100_000
        set_age(tmp_path, number, 1000 - number)
    assert results.contains(key(39))
    assert not results.contains(key(0))


def test_sessions_side_by_side_exceed_the_budget_only_a_little(tmp_path: Path) -> None:
    rivals = [LargeResults(tmp_path, 100_000) for _ in range(3)]
    for number in range(120):
        put_array(rivals[number % 3], number, 4_000)
        assert rivals[0].bytes <= 100_000 * 1.3
        set_age(tmp_path, number, 1000 - number)


def test_a_result_larger_than_the_cache_moves_nothing(tmp_path: Path) -> None:
    results = LargeResults(tmp_path, 100_000)
    put_array(results, 1, 10_000)
    put_array(results, 2, 200_000)
    assert (results.contains(key(1)), results.contains(key(2))) == (True, False)
    assert list(tmp_path.rglob("*.partial")) == []


def test_abandoned_files_are_swept_and_those_of_others_are_left(tmp_path: Path) -> None:
    results = LargeResults(tmp_path, 100_000)
    put_array(results, 1, 1000)
    group = next(tmp_path.iterdir())
    for name, age in (("old.partial", 10**5), ("fresh.partial", 0)):
        (group / name).write_bytes(b"half")
        changed = (group / name).stat().st_mtime - age
        os.utime(group / name, (changed, changed))
    put_array(LargeResults(tmp_path, 100_000), 2, 1000)
    assert [file.name for file in tmp_path.rglob("*.partial")] == ["fresh.partial"]
    results.clear()
    assert len(results) == 0
    assert [file.name for file in tmp_path.rglob("*.partial")] == ["fresh.partial"]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_gives_a_wrong_large_result(
    tmp_path: Path, data: st.DataObject, caplog: pytest.LogCaptureFixture
) -> None:
    results = LargeResults(tmp_path, MEGABYTE)
    content: dict[str, Any] = {
        "0": np.arange(5, dtype=np.float32),
        "1": np.ones((1, 2), dtype=np.int16),
    }
    results.put(key(1), '["text"]', content)
    (file,) = tmp_path.rglob("*.safetensors")
    raw = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del raw[data.draw(st.integers(0, len(raw) - 1)) :]
    same = bytes(raw) == file.read_bytes()
    file.write_bytes(raw)
    found = results.get(key(1))
    if found is None:
        assert not results.contains(key(1))
        assert "damaged" in caplog.text
    else:
        assert found[0] == '["text"]'
        assert {name: array.tolist() for name, array in found[1].items()} == {
            name: array.tolist() for name, array in content.items()
        }
    assert found is not None or not same
    caplog.clear()


# --- Disk: small results ---


def test_small_results_are_seen_by_others_after_catching_up(tmp_path: Path) -> None:
    one, two = (SmallResults(tmp_path / "small.jsonl", MEGABYTE) for _ in range(2))
    one.put(key(1), "[1]")
    assert one.get(key(1)) == "[1]"
    assert two.get(key(1)) is None
    two.catch_up()
    assert two.get(key(1)) == "[1]"
    two.put(key(2), "[2]")
    one.catch_up()
    assert one.get(key(2)) == "[2]"
    assert len(one) == len(two) == 2


def test_small_results_shorten_to_the_newer_half(tmp_path: Path) -> None:
    file = tmp_path / "small.jsonl"
    small = SmallResults(file, 5_000)
    for number in range(200):
        small.put(key(number), f"[{number}]")
        assert file.stat().st_size <= 5_000
    assert small.get(key(199)) == "[199]"
    assert not small.contains(key(0))
    fresh = SmallResults(file, 5_000)
    assert len(fresh) == len(small)
    assert fresh.get(key(199)) == "[199]"


def test_a_file_shortened_by_another_is_read_anew_without_false_alarm(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "small.jsonl"
    reader = SmallResults(file, MEGABYTE)
    writer = SmallResults(file, 5_000)
    for number in range(300):
        writer.put(key(number), json.dumps("x" * (number % 17)))
        if number % 7 == 0:
            reader.catch_up()
    reader.catch_up()
    assert reader.get(key(299)) is not None
    assert len(reader) == len(writer)
    assert not caplog.records


def test_a_reader_far_behind_sees_that_the_file_is_another(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "small.jsonl"
    reader = SmallResults(file, MEGABYTE)
    writer = SmallResults(file, 5_000)
    for number in range(120):
        writer.put(key(number), json.dumps("x" * (number % 17)))
        if number == 3:
            reader.catch_up()
    assert len(reader) == len(writer)
    assert not reader.contains(key(0))
    assert not caplog.records


def test_a_file_cleared_by_another_is_empty(tmp_path: Path) -> None:
    one, two = (SmallResults(tmp_path / "small.jsonl", MEGABYTE) for _ in range(2))
    one.put(key(1), "[1]")
    two.catch_up()
    two.clear()
    one.catch_up()
    assert not one.contains(key(1))
    one.put(key(1), "[1]")
    two.catch_up()
    assert two.get(key(1)) == "[1]"


@pytest.mark.parametrize("cut", range(1, 110, 9))
def test_a_torn_last_line_spoils_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, cut: int
) -> None:
    file = tmp_path / "small.jsonl"
    small = SmallResults(file, MEGABYTE)
    small.put(key(1), "[1]")
    small.put(key(2), "[2]")
    os.truncate(file, file.stat().st_size - cut)
    after = SmallResults(file, MEGABYTE)
    after.catch_up()
    assert after.get(key(1)) == ("[1]" if cut < 105 else None)
    after.put(key(3), "[3]")
    fresh = SmallResults(file, MEGABYTE)
    fresh.catch_up()
    assert fresh.get(key(3)) == "[3]"
    assert fresh.get(key(1)) == after.get(key(1))
    caplog.clear()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_gives_a_wrong_small_result(
    tmp_path: Path, data: st.DataObject, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "small.jsonl"
    file.unlink(missing_ok=True)
    small = SmallResults(file, MEGABYTE)
    for number in range(3):
        small.put(key(number), f'["ä{number}"]')
    raw = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(raw)
    fresh = SmallResults(file, MEGABYTE)
    fresh.catch_up()
    for number in range(3):
        assert fresh.get(key(number)) in (None, f'["ä{number}"]')
    lost = sum(not fresh.contains(key(number)) for number in range(3))
    # Without its line break the last record may be one that is still being written.
    assert "damaged" in caplog.text or lost <= (not raw.endswith(b"\n"))
    caplog.clear()


# --- Several processes ---

WRITER = """
import sys
import numpy as np
from pathlib import Path
from graph_engine.disk_cache import DiskCache
folder, seed, rounds, limit = Path(sys.argv[1]), *map(int, sys.argv[2:5])
order = np.random.default_rng(seed)
cache = DiskCache(folder, {}, limit)
print("ready", flush=True)
for _ in range(rounds):
    number = int(order.integers(0, 30))
    key = f"{number:064x}"
    cache.catch_up()
    found = cache.get(key)
    expected = (number, np.full(number * 50, number)) if number % 2 else (number, "x" * number)
    if found is not None:
        assert found[0] == number and repr(found[1]) == repr(expected[1]), (number, found)
    cache.put(key, expected)
cache.close()
print("done", flush=True)
"""


def start_writer(folder: Path, seed: int, rounds: int, limit: int) -> subprocess.Popen[str]:
    words = [str(folder), str(seed), str(rounds), str(limit)]
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def expect_sound(folder: Path) -> None:
    """Every entry that is there can be read and is right."""
    cache = DiskCache(folder, {}, MEGABYTE)
    cache.catch_up()
    for number in range(30):
        found = cache.get(key(number))
        if found is not None:
            wanted = np.full(number * 50, number) if number % 2 else "x" * number
            assert found[0] == number
            assert repr(found[1]) == repr(wanted)


@pytest.mark.parametrize("limit", [MEGABYTE, 60_000])
def test_several_processes_share_one_folder(tmp_path: Path, limit: int) -> None:
    writers = [start_writer(tmp_path, seed, 250, limit) for seed in range(3)]
    for writer in writers:
        out, err = writer.communicate(timeout=60)
        assert writer.returncode == 0, err
        assert out.split() == ["ready", "done"]
        assert "damaged" not in err
        assert "not kept" not in err
    expect_sound(tmp_path)
    assert list(tmp_path.rglob("*.partial")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_a_writer_killed_at_any_moment_leaves_no_wrong_result(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for seed in range(12):
        with start_writer(tmp_path, seed, 1_000_000, 60_000) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            grown = watch_growth(tmp_path, seed * 7)
            writer.send_signal(signal.SIGKILL)
        assert grown
        expect_sound(tmp_path)
        # Half-written lines of a killed writer are named once and then gone over.
        caplog.clear()


def watch_growth(folder: Path, looks: int) -> bool:
    """Look on while the writer works, a different number of times for each writer."""
    for _ in range(100_000):
        if (folder / "small.jsonl").exists():
            break
    for _ in range(looks):
        list(folder.rglob("*"))
    return (folder / "small.jsonl").exists()


def test_what_a_process_with_the_same_number_left_is_not_in_the_way(tmp_path: Path) -> None:
    results = LargeResults(tmp_path, MEGABYTE)
    put_array(results, 1, 10)
    (file,) = tmp_path.rglob("*.safetensors")
    for number in range(20):
        file.with_name(f"{file.name}.{os.getpid()}.{number}.partial").write_bytes(b"half")
    put_array(results, 1, 20)
    found = results.get(key(1))
    assert found is not None
    assert found[1]["0"].size == 20


# --- Folders that can't be written ---


def flow() -> Any:
    return workflow_of(
        "Flow",
        file=node("ReadFile", file="poem.txt"),
        r=node("Ramp", length=1000),
        m=node("Measure", {"signal": "r.signal"}),
        s=node("Show", {"value": "m.length", "label": "file.text"}),
    )


def test_a_cache_folder_that_can_not_be_written_costs_only_the_keeping(
    open_session: OpenSession, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "poem.txt").write_text("rose", encoding="utf-8")
    os.utime(tmp_path / "poem.txt", (1, 1))
    (tmp_path / "a_file").write_text("")
    session = open_session(cache=tmp_path / "a_file" / "cache")
    for _ in range(2):
        assert session.run(flow()).outputs["s"] == {"value": 1000, "label": "rose"}
    (warning,) = [record.getMessage() for record in caplog.records]
    assert "Results are not kept in" in warning
    caplog.clear()
    assert session.run(workflow_of(bad=node("Fail"))).error is not None
    session.cache.clear()


FULL_DISK = """
import logging, resource, sys
from pathlib import Path
from graph_engine import Session
from tests.graph_engine.graphs import CATALOG, node, workflow_of
logging.basicConfig(format="%(message)s")
session = Session(catalog=CATALOG, cache=sys.argv[1], device="cpu")
limits = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
workflow = workflow_of(r=node("Ramp", length=1000), m=node("Measure", {"signal": "r.signal"}),
                       s=node("Show", {"value": "m.length"}))
result = session.run(workflow)
print(result.status, result.outputs["s"]["value"])
session.run(workflow)
print(len([*Path(sys.argv[1]).rglob("*.safetensors")]))
resource.setrlimit(resource.RLIMIT_FSIZE, limits)
session.cache.memory.clear()
session.run(workflow)
print(len([*Path(sys.argv[1]).rglob("*.safetensors")]))
session.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_a_full_disk_costs_only_the_keeping(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    outcome = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert outcome.stdout == "ok 1000\n0\n1\n", "once there is room again, results are kept"
    assert outcome.stderr.count("Results are not kept in") == 1
    assert list(folder.rglob("*.partial")) == []


# --- Both tiers ---


def test_what_memory_let_go_comes_from_disk(tmp_path: Path) -> None:
    cache = Cache(MemoryCache(5_000), disk(tmp_path))
    for number in range(10):
        cache.put(key(number), array_of(2_000))
    assert len(cache.memory) == 1
    assert all(cache.get(key(number)) is not None for number in range(10))
    cache.clear()
    assert not any(cache.contains(key(number)) for number in range(10))
    assert disk(tmp_path).use().entries == 0


def test_the_hit_rate_outlives_the_session(tmp_path: Path) -> None:
    for _ in range(2):
        cache = disk(tmp_path)
        cache.catch_up()
        cache.get(key(2))
        cache.put(key(1), (1,))
        cache.get(key(1))
        cache.close()
    use = disk(tmp_path).use()
    assert (use.entries, use.hits, use.misses) == (1, 2, 2)
    with (tmp_path / "hits.log").open("a", encoding="utf-8") as stream:
        stream.write("not a number\nüü")
    assert disk(tmp_path).use().entries == 1


@pytest.mark.parametrize("limit", [0, 10_000, 200_000])
def test_a_session_keeps_its_disk_budget(
    open_session: OpenSession, cache_folder: Path, limit: int
) -> None:
    session = open_session(disk_limit=limit, memory_limit=0)
    for length in range(100, 2100, 100):
        workflow = workflow_of(
            r=node("Ramp", length=length), m=node("Measure", {"signal": "r.signal"})
        )
        assert session.run(workflow).status == "ok"
        results = sum(file.stat().st_size for file in (cache_folder / "results").rglob("*.*"))
        small = cache_folder / "small.jsonl"
        assert results <= limit
        assert not small.exists() or small.stat().st_size <= max(0.05 * limit, 400)


def test_without_results_on_disk_nothing_is_written(
    open_session: OpenSession, cache_folder: Path
) -> None:
    session = open_session(keep_results=False)
    session.run(workflow_of(r=node("Ramp"), c=node("Const")))
    assert session.run(workflow_of(r=node("Ramp"))).nodes["r"].status == "cached"
    session.close()
    assert not cache_folder.exists()


def test_nothing_reads_or_writes_pickles() -> None:
    """But for the recognition of models, which knows nothing that a pickle could call."""
    words = ("pickle", "marshal", "shelve", "allow_pickle=True", "eval(", "exec(", "torch.load")
    allowed = {"no pickle", "without pickle", "exec_module"}
    own = sorted((ROOT / "graph_engine").rglob("*.py"))
    for file in (file for file in own if file.parent.name != "model_files"):
        text = file.read_text(encoding="utf-8")
        for word in allowed:
            text = text.replace(word, "")
        assert [word for word in words if word in text] == [], file


def test_the_format_on_disk_is_plain(tmp_path: Path) -> None:
    disk(tmp_path).put(key(1), (Label("x", ("y",)),))
    disk(tmp_path).put(key(2), (Signal(np.zeros(2)),))
    record = (tmp_path / "small.jsonl").read_text(encoding="ascii").strip()
    assert json.loads(record.split(" ", 2)[2]) == {
        "$tuple": [{"$type": "Label", "fields": {"text": "x", "tags": {"$tuple": ["y"]}}}]
    }
    (file,) = tmp_path.rglob("*.safetensors")
    raw = file.read_bytes()
    header = json.loads(raw[8 : 8 + int.from_bytes(raw[:8], "little")])
    assert header["0"]["dtype"] == "F64"
    assert set(header["__metadata__"]) == {"weft", "sha256"}
