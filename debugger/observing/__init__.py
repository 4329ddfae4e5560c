"""Observing: a run, played once from its beginning to its end, and what happened in it function by function."""
