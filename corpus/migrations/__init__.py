"""Alembic migrations of the record store; the program runs them itself."""
