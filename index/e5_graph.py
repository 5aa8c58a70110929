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


def write_graph(weights: E5Weights, path: Path, kind: Graph) -> None:
    """Write the graph from summed embeddings (1, n, hidden) to the last layer's states, of the same shape."""
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
            opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_MICROSOFT, 1)],
            ir_version=10,
        ),
        str(path),
    )


def quantise(matrix: NDArray[np.float32], *, is_signed: bool) -> tuple[NDArray[np.integer], NDArray[np.float32]]:
    """Round a matrix (n_out, n_in) to 8 bits with one scale an output channel, symmetrically.

    Returns:
        int8 about 0 or uint8 about 128, shape (n_in, n_out); scales float32 (n_out,).
    """
    scale = np.maximum(np.abs(matrix).max(axis=1), 1e-12) / 127
    steps = np.rint(matrix / scale[:, None]).T.astype(np.int16)
    return (steps.astype(np.int8) if is_signed else (steps + 128).astype(np.uint8)), scale.astype(np.float32)


class _Writer:
    def __init__(self, weights: E5Weights, kind: Graph) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._weights = weights
        self._kind = kind

    def layer(self, layer: str, state: str) -> str:
        """Add one encoder layer; gives the name of its output."""
        joined = self._linear(state, layer, ["q", "k", "v"])
        parts = [f"{layer}.{name}" for name in "qkv"]
        self.nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=3))
        context = self._node("MultiHeadAttention", parts, f"{layer}.context", num_heads=self._weights.shape.heads)
        middle = self.norm(self._linear(context, layer, ["ao"]), state, f"{layer}.aln")
        inner = self._node("Gelu", [self._linear(middle, layer, ["fi"])], f"{layer}.gelu")
        return self.norm(self._linear(inner, layer, ["fo"]), middle, f"{layer}.oln")

    def norm(self, value: str, skip: str | None, name: str) -> str:
        """Add a layer norm of a value, or of the sum of two."""
        scales = [self._constant(f"{name}.{part}", self._weights.tensor(f"{name}.{part}")) for part in "wb"]
        epsilon = self._weights.shape.epsilon
        if skip:
            return self._node("SkipLayerNormalization", [value, skip, *scales], f"{name}.out", epsilon=epsilon)
        self.nodes.append(helper.make_node("LayerNormalization", [value, *scales], [f"{name}.out"], epsilon=epsilon))
        return f"{name}.out"

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
        is_signed = self._kind is Graph.SIGNED
        steps, scale = quantise(matrix, is_signed=is_signed)
        zero = "" if is_signed else self._constant(f"{name}.zero", np.full(len(scale), 128, dtype=np.uint8))
        weight, scales = self._constant(f"{name}.weight", steps), self._constant(f"{name}.scale", scale)
        inputs = [value, weight, scales, zero, bias_name]
        return self._node("DynamicQuantizeMatMul", inputs, f"{name}.out")

    def _node(self, operator: str, inputs: list[str], output: str, **attributes: float) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=_MICROSOFT, **attributes))
        return output

    def _constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name
