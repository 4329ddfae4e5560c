"""What one top-level statement says by itself: its names, functions, calls, fields and jumps."""
