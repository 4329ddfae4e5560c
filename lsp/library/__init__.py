"""What is known of Lua's standard libraries: signatures and summaries, one module a library."""
