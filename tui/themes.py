"""Colours: what each is for, their values in three themes, and which theme a terminal is given.

A role is one meaning: ``accent`` a key or what has the focus, ``ok`` ``warn`` ``err`` ``late`` a status, ``muted`` what
goes without saying. Most are the library's own variables under its names (``$text-muted``, ``$text-warning``…, and
``$text-accent`` for what is late or planned); ``$line`` ``$track`` ``$edge`` ``$faint`` ``$field`` ``$hint`` are ours,
and two whole styles: ``$chosen`` for the line or the tab one is on, ``$mark`` for the sign in its first cell.
"""

from textual.theme import Theme

ROLES = (
    *("bg", "surface", "raised", "dialog", "field", "line", "track", "edge", "text", "muted", "faint", "accent"),
    *("bar", "sel", "seltext", "ok", "warn", "err", "late", "errbg", "warnbg"),
)


def _roles(values: str) -> dict[str, str]:
    return dict(zip(ROLES, values.split(), strict=True))


def _indexed(values: str) -> dict[str, str]:
    """The roles of a terminal of 256 colours, from the numbers of its colours."""
    return {role: _colour(int(number)) for role, number in _roles(values).items()}


def _colour(number: int) -> str:
    """A colour that is drawn as this one of the 256: 16 to 231 a cube, 232 to 255 greys."""
    if number >= 232:
        parts = [round((number - 231) * 255 / 25)] * 3
    else:
        levels = (0, 95, 135, 175, 215, 255)
        parts = [levels[(number - 16) // step % 6] for step in (36, 6, 1)]
    return "#" + "".join(f"{part:02X}" for part in parts)


SOMBRE = _roles(
    "#10141B #161B24 #1E2530 #1B222D #10141B #354052 #3A4658 #5F6F86 #E4E9F0 #9DAABB #707E92 #7DB7FF"
    " #5B9FE8 #1F4470 #FFFFFF #5AD6C8 #F5D060 #FF9180 #C9ACFF #4A2023 #3D3115"
)
CLAIR = _roles(
    "#FBFAF7 #F3F1EC #E9E6DF #FFFFFF #EFECE5 #CFCABF #C4BFB4 #807A6E #1C2430 #56606F #78818E #0F56B3"
    " #2F74D0 #C9DEFA #0B1F3A #0A6B4E #8A5200 #A8123F #6537B0 #F9DAD4 #F7E7BF"
)
CONTRASTE = _roles(
    "#000000 #000000 #1A1A1A #000000 #1A1A1A #8A8A8A #6A6A6A #FFFFFF #FFFFFF #D6D6D6 #A8A8A8 #8FD0FF"
    " #8FD0FF #FFFFFF #000000 #5CFFC4 #FFD84A #FFA597 #DDBBFF #5A0000 #4A3A00"
)
SOMBRE_256 = _indexed("233 234 236 235 233 239 239 244 254 248 243 111 74 24 231 79 221 209 183 52 58")
CLAIR_256 = _indexed("255 254 253 231 254 250 250 243 235 240 243 25 26 153 16 23 94 125 55 224 230")


PLAIN = {"contraste", "sombre-256", "clair-256", "terminal"}
"""The themes where what is chosen has one colour: that of a status would not be read there."""


def _theme(name: str, roles: dict[str, str], *, dark: bool = True, shade: int = 55) -> Theme:
    """``shade``: how much of a screen is hidden by a window over it, in percent."""
    bg, sel, seltext, edge, accent = (roles[role] for role in ("bg", "sel", "seltext", "edge", "accent"))
    mark = seltext if name in PLAIN else accent
    cursor, under = (seltext, sel) if name == "contraste" else (accent, bg)
    return Theme(
        name=name,
        dark=dark,
        primary=roles["bar"],
        secondary=roles["late"],
        accent=accent,
        foreground=roles["text"],
        background=bg,
        surface=roles["dialog"],
        panel=roles["raised"],
        boost=roles["surface"],
        success=roles["ok"],
        warning=roles["warn"],
        error=roles["err"],
        variables={
            **{role: roles[role] for role in ("line", "track", "edge", "faint", "field", "sel", "seltext")},
            **{role: roles[role] for role in ("errbg", "warnbg")},
            "chosen": f"bold {seltext} on {sel}",
            "mark": f"{mark} on {sel}",
            "hint": f"{seltext} 70%",
            "shade": f"{bg} {shade}%",
            "text": roles["text"],
            "text-muted": roles["muted"],
            "text-disabled": roles["faint"],
            "text-primary": accent,
            "text-success": roles["ok"],
            "text-warning": roles["warn"],
            "text-error": roles["err"],
            "text-accent": roles["late"],
            "border": accent,
            "border-blurred": roles["line"],
            "block-cursor-background": sel,
            "block-cursor-foreground": seltext,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": roles["raised"],
            "block-cursor-blurred-foreground": roles["text"],
            "block-hover-background": roles["raised"],
            "scrollbar": edge,
            "scrollbar-hover": edge,
            "scrollbar-active": accent,
            "scrollbar-background": bg,
            "input-cursor-background": cursor,
            "input-cursor-foreground": under,
            "input-selection-background": cursor,
            "input-selection-foreground": under,
        },
    )


def _of_the_terminal() -> Theme:
    """The colours the terminal has chosen: what is chosen is reversed, and nothing is told by a shade of grey."""
    default, raised = "ansi_default", "transparent"
    return Theme(
        name="terminal",
        ansi=True,
        primary=default,
        secondary="ansi_magenta",
        accent="ansi_cyan",
        success="ansi_green",
        warning=default,
        error="ansi_red",
        variables={
            **dict.fromkeys(("line", "track", "edge", "faint", "sel", "seltext"), default),
            **dict.fromkeys(("field", "errbg", "warnbg", "shade"), raised),
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "chosen": "bold reverse",
            "mark": "reverse",
            "hint": default,
            "text-muted": default,
            "text-disabled": default,
            "text-accent": "ansi_magenta",
            "border": "ansi_cyan",
            "border-blurred": default,
            "block-cursor-background": default,
            "block-cursor-foreground": default,
            "block-cursor-text-style": "bold reverse",
            "scrollbar": default,
            "scrollbar-hover": default,
            "scrollbar-active": "ansi_cyan",
            "scrollbar-background": default,
        },
    )


THEMES = {
    theme.name: theme
    for theme in (
        _theme("sombre", SOMBRE),
        _theme("clair", CLAIR, dark=False),
        _theme("contraste", CONTRASTE, shade=70),
        _theme("sombre-256", SOMBRE_256),
        _theme("clair-256", CLAIR_256, dark=False),
        _of_the_terminal(),
    )
}
CHOICES = {
    "sombre": "Couleurs sombres",
    "clair": "Couleurs claires",
    "contraste": "Couleurs très contrastées",
    "terminal": "Couleurs du terminal",
    "": "Claires ou sombres, selon le terminal",
}
"""What may be chosen in the settings, and how it is told."""


def fitting(chosen: str, colours: str | None, *, light: bool, grey: bool) -> str:
    """The name of the theme for what is ``chosen`` in the settings, on a terminal of these ``colours`` (as Rich names
    them), whose background is ``light``; ``grey``: it is asked to show no colour."""
    if grey or chosen == "contraste":
        return "contraste"
    if chosen == "terminal" or colours in ("standard", "windows"):
        return "terminal"
    name = chosen if chosen in ("sombre", "clair") else "clair" if light else "sombre"
    return f"{name}-256" if colours == "256" else name
