"""Turns records into passages, and passages into a keyword and vector snapshot. Imports corpus.

Others use `build_snapshot`, `open_snapshot` and `verify_snapshot` of `index.build` and `index.snapshot`, and the
query side of `index.analysis`.
"""
