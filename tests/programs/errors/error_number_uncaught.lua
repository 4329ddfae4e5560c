-- A number as an uncaught error is shown as a string.
error(42)
-- expect plain error: 42
