"""Turns records into passages, and passages into a keyword and vector snapshot. Imports corpus."""
