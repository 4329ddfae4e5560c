-- nil as an uncaught error.
error(nil)
-- expect plain error: (error object is a nil value)
