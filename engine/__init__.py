"""Moonwalk's engine: a Lua VM and its history.  Imports nothing above it, no user interface, no asyncio."""

from engine import build_info

build_info.prepare_import()
