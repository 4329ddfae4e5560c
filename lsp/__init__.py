"""The language server: Lua editing for every dialect that the engine knows."""
