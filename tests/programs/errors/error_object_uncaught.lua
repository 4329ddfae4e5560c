-- A table as an uncaught error has no text of its own.
error({ code = 2 })
-- expect plain error: (error object is a table value)
