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
from graph_engine.device_loss import is_device_lost
from graph_engine.errors import Cancelled, DeviceLost, NodeError, WeftError
from graph_engine.events import Event, NodeFailed, NodeFinished, NodeStarted, NodeStatus
from graph_engine.graph import Graph
from graph_engine.node_memory import NodeMemory
from graph_engine.plan import Plan, PlannedNode
from graph_engine.spec import NodeSpec

_MAX_SENTENCE = 300
_STOPPED = "the run was stopped"


@dataclass(frozen=True)
class NodeResult:
    """How a node's part in a run ended."""

    status: NodeStatus
    seconds: float = 0.0
    counts: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    warnings: tuple[str, ...] = ()
    error: WeftError | None = None
    memory: Mapping[str, int] = field(default_factory=dict)

    @property
    def has_value(self) -> bool:
        """Whether the node did its part or had done it before."""
        return self.status not in ("failed", "skipped")

    def as_data(self) -> dict[str, Any]:
        """The result as the command line's JSON shows it."""
        data: dict[str, Any] = {"status": self.status, "seconds": round(self.seconds, 4)}
        data.update(self.counts)
        data.update(self.memory)
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
        report: Callable[[BaseException, str], str],
        measure: Callable[[], NodeMemory],
    ) -> None:
        self._graph = graph
        self._catalog = catalog
        self._plan = plan
        self._cache = cache
        self._make_context = make_context
        self._emit = emit
        self._report = report
        self._measure = measure
        # All by key, because equal nodes share one result: the values at hand, how many nodes
        # still need each, the nodes without result because something failed, and those whose
        # result serves this run alone.
        self._values: dict[str, Any] = {}
        self._uses = Counter(
            plan.nodes[link.node].key
            for name in plan.with_status("will_run")
            for link in plan.wiring.inputs[name].values()
        )
        self._lost: dict[str, str] = {}
        self._passing: set[str] = set()
        self._wanted = {plan.nodes[name].key for name in plan.wiring.targets}
        self.results: dict[str, NodeResult] = {}
        self.effects: dict[str, Mapping[str, Any]] = {}

    def run(self) -> None:
        """Carry the plan out; raises Cancelled when the run is to stop."""
        try:
            self._run_all()
        except Cancelled:
            for name in self._plan.nodes:
                if name not in self.results:
                    self._finish(name, NodeResult("skipped", reason=_STOPPED))
            raise

    def _run_all(self) -> None:
        for name, planned in self._plan.nodes.items():
            if planned.status == "will_run":
                self._obtain(name)
                self._let_go_of_inputs(name)
            elif planned.status == "cached" and planned.key in self._lost:
                self._skip(name, self._lost[planned.key], "equals")
            elif self._has_gone(planned):
                self._obtain(name)
            else:
                self._finish(name, NodeResult(planned.status, reason=planned.reason))

    def value(self, name: str) -> Any | None:
        """A node's outputs, if the run has them or the cache knows them."""
        key = self._plan.nodes[name].key
        if key not in self._values:
            found = self._cache.get(key)
            if found is None:
                return None
            self._values[key] = found
        return self._values[key]

    def _has_gone(self, planned: PlannedNode) -> bool:
        """Whether a target that was known when the plan was made is not known any more."""
        wanted = planned.status == "cached" and planned.key in self._wanted
        return wanted and self.value(planned.id) is None

    def _obtain(self, wanted: str) -> None:
        """Run a node, and before it whatever it needs that is not at hand after all."""
        stack = [wanted]
        while stack:
            name = stack[-1]
            if name != wanted and self.value(name) is not None:
                stack.pop()
                continue
            sources = dict.fromkeys(link.node for link in self._plan.wiring.inputs[name].values())
            lost = next((source for source in sources if self._is_lost(source)), None)
            if lost is not None:
                stack.pop()
                self._skip(name, lost, "needs")
                continue
            absent = [source for source in sources if self.value(source) is None]
            if absent:
                stack += absent
                continue
            stack.pop()
            self._run_node(name)

    def _is_lost(self, name: str) -> bool:
        return self._plan.nodes[name].key in self._lost

    def _skip(self, name: str, culprit: str, relation: str) -> None:
        """Leave a node out because another one has no result."""
        first = self.results[self._lost[self._plan.nodes[culprit].key]]
        happened = "was skipped" if first.status == "skipped" else "failed"
        self._lost.setdefault(self._plan.nodes[name].key, name)
        reason = f'"{culprit}", which it {relation}, {happened}'
        self._finish(name, NodeResult("skipped", reason=reason))

    def _run_node(self, name: str) -> None:
        node_type = self._graph.nodes[name].type
        context = self._make_context(name)
        sources = (link.node for link in self._plan.wiring.inputs[name].values())
        if any(self._plan.nodes[source].key in self._passing for source in sources):
            context.do_not_keep_result()
        self._emit(NodeStarted(name, node_type))
        started, memory = time.perf_counter(), self._measure()
        error: WeftError | None = None
        try:
            if context.stop.is_set():
                raise Cancelled
            self._keep(name, self._compute(name, context), context)
        except Cancelled:
            seconds = time.perf_counter() - started
            counts, warnings = context.counts, tuple(context.warnings)
            self._finish(name, NodeResult("skipped", seconds, counts, _STOPPED, warnings))
            raise
        except (Exception, SystemExit) as raised:  # noqa: BLE001 - other people's code
            # Nodes are other people's code: whatever one raises must not stop the others.
            error = self._explain(name, raised)
            self._lost[self._plan.nodes[name].key] = name
        result = NodeResult(
            status=_status(context, error),
            seconds=time.perf_counter() - started,
            counts=context.counts,
            warnings=tuple(context.warnings),
            error=error,
            memory=memory.told(),
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
            value, port_spec = self._output(link.node, link.port), spec.inputs[port]
            if port_spec.type.is_scalar:
                if wrong := port_spec.problem(value):
                    raise NodeError(f'{wrong}, but "{link}" gave {value!r}', port=port)
                value = port_spec.normalised(value)
            given[port] = value
        return _checked(spec, spec.node_class(**given).run(context))

    def _output(self, name: str, port: str) -> Any:
        outputs = self._catalog[self._graph.nodes[name].type].outputs
        return self.value(name)[list(outputs).index(port)]  # type: ignore[index]  # _obtain saw to it

    def _keep(self, name: str, value: Any, context: Context) -> None:
        if self._catalog[self._graph.nodes[name].type].effects:
            self.effects[name] = value
            return
        for array in arrays_in(value):
            array.setflags(write=False)
        key = self._plan.nodes[name].key
        self._values[key] = value
        if context.result_is_kept:
            self._cache.put(key, value)
        else:
            self._passing.add(key)

    def _explain(self, name: str, raised: BaseException) -> WeftError:
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
        details = f"The details are in {log_file}." if log_file else ""
        if is_device_lost(raised):
            return DeviceLost(
                f"{where}: the graphics device failed: {_sentence(raised)}",
                node=name,
                type=node_type,
                hint=f"It can be used again by a new process. {details}".strip(),
            )
        return NodeError(
            f"{where} failed: {_sentence(raised)}", node=name, type=node_type, hint=details
        )

    def _finish(self, name: str, result: NodeResult) -> None:
        self.results[name] = result
        self._emit(
            NodeFinished(
                name,
                result.status,
                result.seconds,
                dict(result.counts),
                result.reason,
                dict(result.memory),
            )
        )

    def _let_go_of_inputs(self, name: str) -> None:
        """Forget values that nothing later in the run needs; the cache may still hold them."""
        for link in self._plan.wiring.inputs[name].values():
            key = self._plan.nodes[link.node].key
            self._uses[key] -= 1
            if self._uses[key] <= 0 and key not in self._wanted:
                self._values.pop(key, None)


def _status(context: Context, error: WeftError | None) -> NodeStatus:
    if error is not None:
        return "failed"
    return "resumed" if context.counts.get("resumed_at_step") else "ran"


def _sentence(raised: BaseException) -> str:
    """An error in one line: some say nothing, some say pages, and some fail to say anything."""
    try:
        lines = str(raised).strip().splitlines()
    except Exception:  # noqa: BLE001 - other people's code
        lines = []
    kind = type(raised).__name__
    return f"{kind}: {lines[0][:_MAX_SENTENCE]}" if lines else kind


def _checked(spec: NodeSpec, returned: Any) -> Any:
    """What a node returned, if it is what the node declares."""
    if spec.effects:
        return dict(returned) if isinstance(returned, Mapping) else {}
    if not isinstance(returned, tuple) or len(returned) != len(spec.outputs):
        names = ", ".join(spec.outputs)
        raise NodeError(f"its run method must return Outputs({names}), not {returned!r}"[:300])
    return tuple(returned)
