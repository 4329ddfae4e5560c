"""Recordings: what was seen in recorded runs, and which of it still holds of the text as it is now."""
