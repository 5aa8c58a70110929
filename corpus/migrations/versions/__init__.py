"""One file a step, append-only: a migration that has been released is never edited."""
