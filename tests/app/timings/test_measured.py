"""What was measured of a node: in the inspector after a run, and in the tab of the timings."""

from __future__ import annotations

from app.docks.node_form import NodeForm
from app.timings.commands import show_timings
from app.window import StudioWindow
from tests.app.sweeps.conftest import wait_until


def test_a_node_tells_the_time_and_memory_of_its_last_run(live: StudioWindow) -> None:
    assert live.page is not None
    assert live.live is not None
    recorder = live.live.timings
    assert recorder is not None
    live.page.scene.select(("blur",))
    live.actions_of.run("run.run")
    wait_until(lambda: recorder.runs)

    def told() -> str:
        form = live.docks.inspector.findChild(NodeForm)
        return form.measured.text() if form is not None else ""

    wait_until(lambda: told().startswith("Took "))
    assert "engine at" in told()
    page = show_timings(live)
    assert page is not None
    rows = {total.node for total in page.flame.flame.totals}
    assert {"dot", "shown", "blur", "save"} <= rows
    assert all(total.peak for total in page.flame.flame.totals)
    assert show_timings(live) is page
