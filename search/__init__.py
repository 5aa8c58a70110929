"""Turns a question into ranked projects with their reasons. Imports index and corpus."""
