"""Writes the bundled weights as a sentence-transformers folder, once, by one rename."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.e5 import WEIGHTS_SHA256, E5Weights, Vocabulary, check_weights, find_weights
from index.folders import ensure_folder

FOLDER_NAME = f"multilingual-e5-small-{WEIGHTS_SHA256[:12]}"
METASPACE = "\u2581"
_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def convert_bundled(models: Path) -> Path:
    """Give the sentence-transformers folder of the bundled encoder, written on the first call.

    Raises:
        EncoderError: the weights are missing or damaged.
    """
    return ensure_folder(models / FOLDER_NAME, _write_checked)


def _write_checked(folder: Path) -> None:
    source = find_weights()
    check_weights(source)
    write_model_folder(E5Weights(source), folder)


def write_model_folder(weights: E5Weights, folder: Path) -> None:
    """Write everything that `SentenceTransformer(folder)` reads."""
    from safetensors.numpy import save_file

    shape = weights.shape
    configs: dict[str, Any] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": shape.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": weights.vocabulary.pad,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "tokenizer.json": tokenizer_json(weights.vocabulary),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
            "model_max_length": shape.positions,
            "clean_up_tokenization_spaces": False,
        },
    }
    (folder / "2_Normalize").mkdir()
    for name, content in configs.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    save_file(bert_tensors(weights), folder / "model.safetensors", metadata={"format": "pt"})


def bert_tensors(weights: E5Weights) -> dict[str, NDArray[np.float32]]:
    """Give every tensor by the name `transformers.BertModel` has for it."""
    tensors = {
        "embeddings.word_embeddings.weight": weights.tensor("emb.word"),
        "embeddings.position_embeddings.weight": weights.tensor("emb.pos"),
        "embeddings.token_type_embeddings.weight": weights.tensor("emb.type"),
        "embeddings.LayerNorm.weight": weights.tensor("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.tensor("emb.ln.b"),
    }
    for i, layer in enumerate(weights.layer_names):
        for short, long in _TENSORS.items():
            tensors[f"encoder.layer.{i}.{long}.weight"] = weights.tensor(f"{layer}.{short}.w")
            tensors[f"encoder.layer.{i}.{long}.bias"] = weights.tensor(f"{layer}.{short}.b")
    # BertModel has a pooler that mean pooling never reads; without these it would be drawn at random, with a warning.
    tensors["pooler.dense.weight"] = np.zeros((weights.shape.hidden, weights.shape.hidden), dtype=np.float32)
    tensors["pooler.dense.bias"] = np.zeros(weights.shape.hidden, dtype=np.float32)
    return {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}


def tokenizer_json(vocabulary: Vocabulary) -> dict[str, Any]:
    """Give the tokenizer in the format of the `tokenizers` library.

    The library joins neighbouring unknown characters into one token and the package's engine does not, so characters
    that no piece holds are cut apart beforehand.
    """
    special = {"<s>": vocabulary.bos, "</s>": vocabulary.eos}
    names = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    known = {name: vocabulary.pieces.index(name) for name in names}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": number,
                "content": name,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for name, number in known.items()
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": precompiled_map(vocabulary.normalisation)},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Metaspace", "replacement": METASPACE, "prepend_scheme": "always", "split": True},
                {
                    "type": "Split",
                    "pattern": {"Regex": unknown_pattern(vocabulary.pieces)},
                    "behavior": "Isolated",
                    "invert": False,
                },
            ],
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": "<s>", "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
            ],
            "pair": [
                {"SpecialToken": {"id": "<s>", "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
            ],
            "special_tokens": {n: {"id": n, "ids": [i], "tokens": [n]} for n, i in special.items()},
        },
        "decoder": {"type": "Metaspace", "replacement": METASPACE, "prepend_scheme": "always", "split": True},
        "model": {
            "type": "Unigram",
            "unk_id": vocabulary.unk,
            "byte_fallback": False,
            "vocab": [[p, float(s)] for p, s in zip(vocabulary.pieces, vocabulary.scores, strict=True)],
        },
    }


def unknown_pattern(pieces: list[str]) -> str:
    """Give a regular expression for one character that stands in no piece."""
    known = sorted({ord(c) for piece in pieces for c in piece})
    ranges: list[list[int]] = []
    for code_point in known:
        if ranges and code_point == ranges[-1][1] + 1:
            ranges[-1][1] = code_point
        else:
            ranges.append([code_point, code_point])
    return "[^" + "".join(f"\\x{{{a:X}}}-\\x{{{b:X}}}" for a, b in ranges) + "]"


def precompiled_map(normalisation: dict[str, str]) -> str:
    """Give a character map in SentencePiece's precompiled form, base64.

    The form is a u32 length, a double-array trie of the characters' UTF-8 bytes (units as in darts-clone: label in
    bits 0-7, leaf flag in bit 8, offset from bit 10, values with bit 31 set), and the zero-terminated replacements.
    """
    blob = bytearray()
    where: dict[str, int] = {}
    root: dict[int, Any] = {}
    for character, replacement in sorted(normalisation.items()):
        if replacement not in where:
            where[replacement] = len(blob)
            blob += replacement.encode() + b"\0"
        node = root
        for byte in character.encode():
            node = node.setdefault(byte, {})
        node[0] = where[replacement]
    units = _double_array(root)
    return base64.b64encode(np.uint32(units.nbytes).tobytes() + units.tobytes() + bytes(blob)).decode("ascii")


def _double_array(root: dict[int, Any]) -> NDArray[np.uint32]:
    units = np.zeros(1 << 18, dtype=np.uint32)
    is_taken = np.zeros(len(units), dtype=bool)
    is_taken[0] = True
    base = 0
    queue: list[tuple[int, dict[int, Any]]] = [(0, root)]
    while queue:
        position, node = queue.pop(0)
        labels = np.array(sorted(node))
        base += 1  # never looks back: some slots stay empty, which costs little and saves a quadratic search
        while is_taken[base ^ labels].any():
            base += 1
        is_taken[base ^ labels] = True
        units[position] |= np.uint32((position ^ base) << 10)
        for label, child in node.items():
            if label == 0:
                units[position] |= np.uint32(1 << 8)
                units[base] = np.uint32(child | 1 << 31)
            else:
                units[base ^ label] = np.uint32(label)
                queue.append((base ^ label, child))
    return units[: (int(np.flatnonzero(is_taken)[-1]) | 0xFF) + 1].astype("<u4")  # every base ^ byte is inside
