"""Parquet with typed columns; the search stands in the file's metadata."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq

from search.formats.table import NUMBER_COLUMNS, ExportTable


def write(table: ExportTable) -> bytes:
    """Give the table as one row group."""
    fields = [pa.field(name, _type(name)) for name in table.columns]
    metadata: dict[bytes | str, bytes | str] = {
        "query": table.query,
        "corpus_version": str(table.corpus_version),
        "snapshot": table.snapshot,
        "methods": table.methods,
    }
    rows = table.rows()
    columns = [pa.array([row[i] for row in rows], type=field.type) for i, field in enumerate(fields)]
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=metadata)), stream)
    return stream.getvalue()


def _type(name: str) -> pa.DataType:
    if name == "score":
        return pa.float64()
    return pa.int64() if name in NUMBER_COLUMNS else pa.string()
