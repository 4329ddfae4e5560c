"""Static diagnostics, one rule a module, each with its documentation."""
