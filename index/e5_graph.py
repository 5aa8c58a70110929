"""Writes the bundled encoder's layers as an ONNX graph with float32 or int8 weights. Needed once, at conversion."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.e5 import E5Weights
from index.encoding import Graph

_MICROSOFT = "com.microsoft"
_MOST = 63  # of 7-bit weights
_EVENING = 0.85  # 0 would leave all unevenness to the values, 1 to the weights


def write_graph(weights: E5Weights, path: Path, kind: Graph) -> None:
    """Write the graph from summed embeddings (1, n, hidden) to the last layer's states, of the same shape.

    Its weights stand in a file beside it, NAME.data, which is mapped: inside the graph they would be copied twice at
    every start, which takes as long again as all else of it.
    """
    graph = _Writer(weights, kind)
    state = graph.norm("embeddings", None, "emb.ln")
    for layer in weights.layer_names:
        state = graph.layer(layer, state)
    hidden = weights.shape.hidden
    onnx.save(
        helper.make_model(
            helper.make_graph(
                graph.nodes,
                "e5",
                [helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, [1, "n", hidden])],
                [helper.make_tensor_value_info(state, TensorProto.FLOAT, [1, "n", hidden])],
                graph.constants,
            ),
            opset_imports=[helper.make_opsetid("", 23), helper.make_opsetid(_MICROSOFT, 1)],
            ir_version=10,
        ),
        str(path),
        save_as_external_data=True,
        location=f"{path.name}.data",
    )
    path.with_name(f"{path.name}.data").chmod(path.stat().st_mode)  # onnx lets nobody but the owner read it


def quantise(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round a matrix (n_out, n_in) to 7 bits with one scale an output channel, symmetrically.

    Processors without VNNI add two products of a weight and an 8-bit value in 16 bits: with 7-bit weights that never
    overflows, and it takes three quarters of the time of unsigned 8-bit weights.

    Returns:
        int8 from -63 to 63, shape (n_in, n_out); scales float32 (n_out,).
    """
    scale = np.maximum(np.abs(matrix).max(axis=1), 1e-12) / _MOST
    return np.rint(matrix / scale[:, None]).T.astype(np.int8), scale.astype(np.float32)


class _Writer:
    def __init__(self, weights: E5Weights, kind: Graph) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._reach: dict[str, NDArray[np.float32]] = {}  # of norms' outputs: how far each dimension goes
        self._weights = weights
        self._kind = kind

    def layer(self, layer: str, state: str) -> str:
        """Add one encoder layer; gives the name of its output."""
        joined = self._linear(state, layer, ["q", "k", "v"])
        parts = [f"{layer}.{name}" for name in "qkv"]
        self.nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=3))
        context, heads = f"{layer}.context", self._weights.shape.heads
        self.nodes.append(helper.make_node("Attention", parts, [context], q_num_heads=heads, kv_num_heads=heads))
        middle = self.norm(self._linear(context, layer, ["ao"]), state, f"{layer}.aln")
        inner = self._node("Gelu", [self._linear(middle, layer, ["fi"])], f"{layer}.gelu")
        return self.norm(self._linear(inner, layer, ["fo"]), middle, f"{layer}.oln")

    def norm(self, value: str, skip: str | None, name: str) -> str:
        """Add a layer norm of a value, or of the sum of two; an operator that does both takes five times as long."""
        scale, shift = (self._weights.tensor(f"{name}.{part}") for part in "wb")
        inputs = [self._constant(f"{name}.w", scale), self._constant(f"{name}.b", shift)]
        epsilon = self._weights.shape.epsilon
        out = f"{name}.out"
        self._reach[out] = 3 * np.abs(scale) + np.abs(shift)
        if skip:
            self.nodes.append(helper.make_node("Add", [value, skip], [f"{name}.sum"]))
            value = f"{name}.sum"
        self.nodes.append(helper.make_node("LayerNormalization", [value, *inputs], [out], epsilon=epsilon))
        return out

    def _linear(self, value: str, layer: str, parts: list[str]) -> str:
        name = f"{layer}.{'+'.join(parts)}"
        matrix = np.concatenate([self._weights.tensor(f"{layer}.{part}.w") for part in parts])
        bias = np.concatenate([self._weights.tensor(f"{layer}.{part}.b") for part in parts])
        bias_name = self._constant(f"{name}.bias", bias)
        if self._kind is Graph.FLOAT:
            product = f"{name}.product"
            self.nodes.append(
                helper.make_node("MatMul", [value, self._constant(f"{name}.weight", matrix.T)], [product])
            )
            self.nodes.append(helper.make_node("Add", [product, bias_name], [f"{name}.out"]))
            return f"{name}.out"
        if value in self._reach:
            value, matrix = self._evened(value, matrix, f"{name}.even")
        steps, scale = quantise(matrix)
        weight, scales = self._constant(f"{name}.weight", steps), self._constant(f"{name}.scale", scale)
        return self._node("DynamicQuantizeMatMul", [value, weight, scales, "", bias_name], f"{name}.out")

    def _evened(self, value: str, matrix: NDArray[np.float32], name: str) -> tuple[str, NDArray[np.float32]]:
        """Divide a value's dimensions by how far they go, and multiply the matrix by it.

        All dimensions of a value are rounded to the same 256 steps, which a few that go far would leave coarse for the
        rest. Centred cosine to full precision 0.983 -> 0.986, mean over 269 queries, for a hundredth of the time.
        """
        factor = self._reach[value] ** _EVENING / np.maximum(np.abs(matrix).max(axis=0), 1e-6) ** (1 - _EVENING)
        factor /= np.exp(np.log(factor).mean())
        self.nodes.append(helper.make_node("Mul", [value, self._constant(f"{name}.factor", 1 / factor)], [name]))
        return name, matrix * factor

    def _node(self, operator: str, inputs: list[str], output: str, **attributes: float) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=_MICROSOFT, **attributes))
        return output

    def _constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name
