"""The trained net as an ONNX file: tables in 8 bits, convolutions in 7 bits with a scale a column.

7 bits, so that the sums of 8-bit products fit in 16 bits on processors without VNNI: the same scores everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.learn.net import DILATIONS, LOOK, TABLES

Array = npt.NDArray[Any]
_SMALL = ("shape", "gaz")
_FAR = 1 << 40
_SPREAD = 6


class Graph:
    """An ONNX graph in the making."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self._weights: dict[str, Any] = {}

    @property
    def weights(self) -> list[Any]:
        """The constants, in the order of their first use."""
        return list(self._weights.values())

    def constant(self, name: str, value: Array) -> str:
        """Names a constant, once."""
        from onnx import numpy_helper

        if name not in self._weights:
            self._weights[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def add(self, operator: str, *inputs: str, outputs: int = 1, **attributes: Any) -> Any:
        """Adds a node; gives the name of its output, or of its outputs where they are several."""
        from onnx import helper

        names = [f"{operator.lower()}{len(self.nodes)}.{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names


def model(weights: Mapping[str, Array], words: list[str], characters: list[str], classes: tuple[str, ...]) -> bytes:
    """The model file: graph, weights, and as metadata the words, characters and classes that its numbers stand for."""
    from onnx import TensorProto, checker, helper

    graph = Graph()
    x = _table(graph, weights, TABLES[0])
    for name in TABLES[1:]:
        x = graph.add("Add", x, _table(graph, weights, name))
    for number, dilation in enumerate(DILATIONS):
        x = _convolution(graph, weights, x, number, dilation)
        if number == LOOK:
            mean = graph.add("ReduceMean", x, axes=[0], keepdims=1)
            x = graph.add("Add", x, _linear(graph, weights, mean, "look"))
    out = _linear(graph, weights, x, "out")
    graph.nodes.append(helper.make_node("Identity", [out], ["scores"]))
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, ["words"]) for name in TABLES]
    output = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["words", len(weights["out"])])
    made = helper.make_model(
        helper.make_graph(graph.nodes, "names", inputs, [output], graph.weights),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
        ir_version=8,
    )
    said = {"words": words, "characters": characters, "classes": classes}
    helper.set_model_props(made, {key: json.dumps(value, ensure_ascii=False) for key, value in said.items()})
    checker.check_model(made)
    content: bytes = made.SerializeToString(deterministic=True)
    return content


def _table(graph: Graph, weights: Mapping[str, Array], name: str) -> Any:
    """The rows of a table; large ones in 8 bits, with one scale, the few numbers beyond `_SPREAD` deviations cut off."""
    table = weights[name].astype(np.float32)
    if name in _SMALL:
        return graph.add("Gather", graph.constant(f"{name}.table", table), name)
    scale = np.float32(_SPREAD * table.std() / 127)
    small = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
    rows = graph.add("Gather", graph.constant(f"{name}.table", small), name)
    return graph.add("DequantizeLinear", rows, graph.constant(f"{name}.scale", np.array(scale)))


def _convolution(graph: Graph, weights: Mapping[str, Array], x: str, number: int, dilation: int) -> Any:
    """x + relu(convolution of x), as one product of each word with its two neighbours at the distance of the dilation."""
    kernel = weights[f"conv{number}"].astype(np.float32)
    columns = np.concatenate([kernel[:, :, tap].T for tap in range(3)])
    scale = (np.abs(columns).max(0) / 63).astype(np.float32)
    small, size, zero = graph.add("DynamicQuantizeLinear", x, outputs=3)
    pads = graph.constant(f"pads{dilation}", np.array([dilation, 0, dilation, 0], np.int64))
    padded = graph.add("Pad", small, pads, zero)
    rows = graph.constant("rows", np.array([0], np.int64))
    end = graph.constant(f"end{dilation}", np.array([-2 * dilation], np.int64))
    start = graph.constant(f"start{dilation}", np.array([2 * dilation], np.int64))
    left = graph.add("Slice", padded, rows, end, rows)
    right = graph.add("Slice", padded, start, graph.constant("far", np.array([_FAR], np.int64)), rows)
    y = graph.add(
        "MatMulIntegerToFloat",
        graph.add("Concat", left, small, right, axis=1),
        graph.constant(f"conv{number}", np.round(columns / scale).astype(np.int8)),
        size,
        graph.constant(f"conv{number}.scale", scale),
        zero,
        graph.constant("zero", np.zeros((), np.int8)),
        graph.constant(f"conv{number}.bias", weights[f"conv{number}.bias"].astype(np.float32)),
        domain="com.microsoft",
    )
    return graph.add("Add", x, graph.add("Relu", y))


def _linear(graph: Graph, weights: Mapping[str, Array], x: str, name: str) -> Any:
    product = graph.add("MatMul", x, graph.constant(name, weights[name].T.astype(np.float32)))
    return graph.add("Add", product, graph.constant(f"{name}.bias", weights[f"{name}.bias"].astype(np.float32)))
