"""Types: LuaCATS annotations and what they say of variables, fields and functions."""
