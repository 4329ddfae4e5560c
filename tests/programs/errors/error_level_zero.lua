-- Level 0: no position.
error("just the text", 0)
-- expect plain error: just the text
