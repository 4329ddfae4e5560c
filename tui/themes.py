"""Moonwalk's two themes, one dark and one light; any other theme of Textual works as well."""

from typing import Final

from textual.color import Color
from textual.theme import Theme

NIGHT: Final = Theme(
    name="moonwalk-night",
    primary="#6ca8ff",
    secondary="#4a5f86",
    accent="#ffcb6b",
    warning="#ff9e64",
    error="#ff6b81",
    success="#8bd49c",
    foreground="#d7deee",
    background="#0e121b",
    surface="#131926",
    panel="#1c2536",
    dark=True,
    variables={
        "code-keyword": "#c792ea",
        "code-constant": "#ff9cac",
        "code-number": "#f7a97c",
        "code-string": "#a5d99c",
        "code-comment": "#6f7d99",
        "code-call": "#7fb8ff",
        "code-field": "#9fd8e8",
        "code-operator": "#93a3c4",
    },
)

DAY: Final = Theme(
    name="moonwalk-day",
    primary="#1f5fbf",
    secondary="#9aa8c0",
    accent="#9a5b00",
    warning="#b04a00",
    error="#c01f3f",
    success="#1f7a3a",
    foreground="#1f2735",
    background="#eef1f6",
    surface="#f9fafc",
    panel="#dfe5ef",
    dark=False,
    variables={
        "code-keyword": "#7a2fb0",
        "code-constant": "#b02a50",
        "code-number": "#a84a00",
        "code-string": "#1f7a3a",
        "code-comment": "#6a7488",
        "code-call": "#1f5fbf",
        "code-field": "#0f6f86",
        "code-operator": "#52607a",
    },
)

THEMES: Final = (NIGHT, DAY)

_CODE: Final = {
    "code-keyword": "text-accent",
    "code-constant": "text-error",
    "code-number": "text-warning",
    "code-string": "text-success",
    "code-call": "text-primary",
    "code-field": "text-secondary",
}


def code_colours(theme: Theme) -> dict[str, str]:
    """The colours of source text in a theme that does not name them."""
    colours = theme.to_color_system().generate()
    muted = Color.parse(colours["foreground"]).blend(Color.parse(colours["background"]), 0.4).hex
    named = {name: colours[like] for name, like in _CODE.items()}
    return {**named, "code-comment": muted, "code-operator": muted}
