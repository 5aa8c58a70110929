"""Turns a question into ranked projects with their reasons. Imports index and corpus.

A query is read (`understanding`), looked up in several channels (`retrieve`), fused (`fusion`) and ranked into records
(`rank`); the answer is written out by `engine.Searcher`. Matching a draft, explaining, exporting, repeating and scoring
stand on the same searcher. Others import the modules by name, so that `import search` stays instant.
"""
