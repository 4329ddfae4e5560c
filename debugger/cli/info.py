"""`moonwalk info`: which Moonwalk this is, and how it was built."""

import platform

import click

from debugger.cli.dialect_option import VERSIONS


@click.command(short_help="Show the version and how the engine was built.")
def command() -> int:
    """Show the version, the Python it runs on, the Lua versions it knows, and whether its engine is compiled."""
    from engine import build_info

    lines = [
        ("moonwalk", build_info.VERSION),
        ("python", f"{platform.python_version()} ({platform.python_implementation()})"),
        ("platform", platform.platform()),
        ("dialects", ", ".join(VERSIONS)),
        *describe_build(),
    ]
    for name, what in lines:
        click.echo(f"{name + ':':<12} {what}")
    return 0


def describe_build() -> list[tuple[str, str]]:
    """Whether the engine is compiled, why not, and which of its modules are."""
    from engine import build_info

    compiled = build_info.extension_modules()
    if not compiled or build_info.wants_pure():
        why = "MOONWALK_PURE is set" if compiled else "there is no build for this Python"
        return [("compiled", f"no ({why})")]
    record = build_info.read_record() or {}
    interpreted = [name for name in build_info.source_modules() if name not in record]
    return [
        ("compiled", f"yes, {len(record)} modules, up to date with their sources"),
        ("interpreted", ", ".join(name for name in interpreted if not name.endswith("__init__.py"))),
    ]
