"""Documents: texts, positions in them, and the immutable snapshots that everything else reads."""
