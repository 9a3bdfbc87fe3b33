"""Runner: carries a plan out, node by node, telling each thing that happens."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_engine.cache import Cache
from graph_engine.catalog import Catalog
from graph_engine.codecs import arrays_in
from graph_engine.context import Context
from graph_engine.errors import Cancelled, NodeError, WeftError
from graph_engine.events import Event, NodeFailed, NodeFinished, NodeStarted, NodeStatus
from graph_engine.graph import Graph
from graph_engine.plan import Plan
from graph_engine.spec import NodeSpec


@dataclass(frozen=True)
class NodeResult:
    """How a node's part in a run ended."""

    status: NodeStatus
    seconds: float = 0.0
    counts: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    warnings: tuple[str, ...] = ()
    error: WeftError | None = None

    def as_data(self) -> dict[str, Any]:
        """The result as the command line's JSON shows it."""
        data: dict[str, Any] = {"status": self.status, "seconds": round(self.seconds, 4)}
        data.update(self.counts)
        if self.reason:
            data["reason"] = self.reason
        if self.warnings:
            data["warnings"] = list(self.warnings)
        if self.error is not None:
            data["error"] = self.error.as_data()
        return data


class Runner:
    """One run of a plan.

    A node that fails takes only those down that need it. A result that has gone from the cache
    since the plan was made is computed again. `results` grows as the run goes on and holds all
    nodes when `run` has returned or raised Cancelled.
    """

    def __init__(
        self,
        graph: Graph,
        catalog: Catalog,
        plan: Plan,
        cache: Cache,
        make_context: Callable[[str], Context],
        emit: Callable[[Event], None],
        report: Callable[[Exception, str], str],
    ) -> None:
        self._graph = graph
        self._catalog = catalog
        self._plan = plan
        self._cache = cache
        self._make_context = make_context
        self._emit = emit
        self._report = report
        self._values: dict[str, Any] = {}
        self._uses = Counter(
            link.node
            for name in plan.with_status("will_run")
            for link in plan.wiring.inputs[name].values()
        )
        self.results: dict[str, NodeResult] = {}
        self.effects: dict[str, Mapping[str, Any]] = {}

    def run(self) -> None:
        """Carry the plan out; raises Cancelled when the run is to stop."""
        try:
            self._run_all()
        except Cancelled:
            for name in self._plan.nodes:
                if name not in self.results:
                    self._finish(name, NodeResult("skipped", reason="the run was stopped"))
            raise

    def _run_all(self) -> None:
        for name, planned in self._plan.nodes.items():
            if planned.status == "will_run":
                self._obtain(name)
                self._let_go_of_inputs(name)
            else:
                self._finish(name, NodeResult(planned.status, reason=planned.reason))

    def value(self, name: str) -> Any | None:
        """A node's outputs, if the run has them or the cache knows them."""
        if name not in self._values:
            found = self._cache.get(self._plan.nodes[name].key)
            if found is None:
                return None
            self._values[name] = found
        return self._values[name]

    def _obtain(self, wanted: str) -> None:
        """Run a node, and before it whatever it needs that is not at hand after all."""
        stack = [wanted]
        while stack:
            name = stack[-1]
            if name != wanted and self.value(name) is not None:
                stack.pop()
                continue
            sources = dict.fromkeys(link.node for link in self._plan.wiring.inputs[name].values())
            failed = next((source for source in sources if self._is_lost(source)), None)
            if failed is not None:
                stack.pop()
                reason = f'"{failed}", which it needs, {self._what_happened(failed)}'
                self._finish(name, NodeResult("skipped", reason=reason))
                continue
            absent = [source for source in sources if self.value(source) is None]
            if absent:
                stack += absent
                continue
            stack.pop()
            self._run_node(name)

    def _is_lost(self, name: str) -> bool:
        result = self.results.get(name)
        if result is None or name in self._values:
            return False
        planned_to_run = self._plan.nodes[name].status == "will_run"
        return result.status == "failed" or (result.status == "skipped" and planned_to_run)

    def _what_happened(self, name: str) -> str:
        return "failed" if self.results[name].status == "failed" else "was skipped"

    def _run_node(self, name: str) -> None:
        node_type = self._graph.nodes[name].type
        context = self._make_context(name)
        self._emit(NodeStarted(name, node_type))
        started = time.perf_counter()
        error: WeftError | None = None
        try:
            if context.stop.is_set():
                raise Cancelled
            self._keep(name, self._compute(name, context))
        except Cancelled:
            raise
        except Exception as raised:  # noqa: BLE001 - other people's code
            # Nodes are other people's code: whatever one raises must not stop the others.
            error = self._explain(name, raised)
        result = NodeResult(
            status="failed" if error else "ran",
            seconds=time.perf_counter() - started,
            counts=context.counts,
            warnings=tuple(context.warnings),
            error=error,
        )
        if error is not None:
            self._emit(NodeFailed(name, error.as_data()))
        self._finish(name, result)

    def _compute(self, name: str, context: Context) -> Any:
        spec = self._catalog[self._graph.nodes[name].type]
        given: dict[str, Any] = {
            port.name: None for port in spec.inputs.values() if not port.required
        }
        given.update(self._plan.ingredients[name].params)
        for port, link in self._plan.wiring.inputs[name].items():
            given[port] = self._output(link.node, link.port)
            if spec.inputs[port].type.is_scalar and (
                wrong := spec.inputs[port].problem(given[port])
            ):
                raise NodeError(f'{wrong}, but "{link}" gave {given[port]!r}', port=port)
        return _checked(spec, spec.node_class(**given).run(context))

    def _output(self, name: str, port: str) -> Any:
        outputs = self._catalog[self._graph.nodes[name].type].outputs
        return self.value(name)[list(outputs).index(port)]  # type: ignore[index]  # _obtain saw to it

    def _keep(self, name: str, value: Any) -> None:
        if self._catalog[self._graph.nodes[name].type].effects:
            self.effects[name] = value
            return
        for array in arrays_in(value):
            array.setflags(write=False)
        self._values[name] = value
        self._cache.put(self._plan.nodes[name].key, value)

    def _explain(self, name: str, raised: Exception) -> WeftError:
        node_type = self._graph.nodes[name].type
        where = f'Node "{name}" ({node_type})'
        if isinstance(raised, WeftError):
            port = f', "{raised.port}"' if raised.port else ""
            return NodeError(
                f"{where}{port}: {raised.message}",
                node=name,
                type=node_type,
                port=raised.port,
                hint=raised.hint,
            )
        if isinstance(raised, MemoryError) or type(raised).__name__ == "OutOfMemoryError":
            return NodeError(
                f"{where}: there is not enough memory for this.",
                node=name,
                type=node_type,
                hint="Lower the width, height or batch, or choose --dtype float16"
                " or a smaller model.",
            )
        log_file = self._report(raised, name)
        return NodeError(
            f"{where} failed: {type(raised).__name__}: {raised}",
            node=name,
            type=node_type,
            hint=f"The details are in {log_file}." if log_file else "",
        )

    def _finish(self, name: str, result: NodeResult) -> None:
        self.results[name] = result
        self._emit(
            NodeFinished(name, result.status, result.seconds, dict(result.counts), result.reason)
        )

    def _let_go_of_inputs(self, name: str) -> None:
        """Forget values that nothing later in the run needs; the cache may still hold them."""
        for link in self._plan.wiring.inputs[name].values():
            self._uses[link.node] -= 1
            if self._uses[link.node] <= 0 and link.node not in self._plan.wiring.targets:
                self._values.pop(link.node, None)


def _checked(spec: NodeSpec, returned: Any) -> Any:
    """What a node returned, if it is what the node declares."""
    if spec.effects:
        return dict(returned) if isinstance(returned, Mapping) else {}
    if not isinstance(returned, tuple) or len(returned) != len(spec.outputs):
        names = ", ".join(spec.outputs)
        raise NodeError(f"its run method must return Outputs({names}), not {returned!r}"[:300])
    return tuple(returned)
