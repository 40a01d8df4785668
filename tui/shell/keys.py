"""What keys do, for help and the palette to list: said on the bindings themselves, and nowhere else.

The first line of a binding's ``tooltip``, else its description, is what its command is called; the next is what help
adds. So ``tooltip="\\nAvec un motif."`` adds to the description alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from textual.binding import ActiveBinding, Binding, BindingsMap
from textual.screen import Screen

from tui import french
from tui.host import Host

OF_LISTS = ("rows.filter", "rows.sort")


@dataclass(frozen=True)
class Listed:
    """What an action is called, what help adds, and the keys that do it.

    ``node`` is the part of the screen it belongs to; ``usual``: it does what it does in any list, in any field.
    """

    action: str
    name: str
    more: str
    keys: tuple[str, ...]
    node: Any
    usual: bool


def of_screen(screen: Screen[Any]) -> list[Listed]:
    """The keys of a screen and of what has the focus in it, each action once, then what its menu holds; not those that
    work everywhere."""
    known = screen.active_bindings.values()
    own = list(_listed(active for active in known if active.enabled and active.node is not screen.app))
    menu = next((one.keys for one in own if one.action == "menu"), ())
    return own + [Listed(action, name, "", menu, screen, False) for name, action in getattr(screen, "menu", ())]


def ids_of(screen: Screen[Any]) -> set[str]:
    """The commands that may be given from a screen, by the id of their binding."""
    known = {one.binding.id or "" for one in screen.active_bindings.values() if one.enabled}
    return known | {f"action.{action}" for _, action in getattr(screen, "menu", ())}


def of_application(app: Host) -> list[Listed]:
    """The keys that work everywhere."""
    known = list(Binding.make_bindings(app.BINDINGS))
    order = [one.id for one in known]
    bindings = BindingsMap(known)
    bindings.apply_keymap(app.keymap)
    held = sorted((one for _, one in bindings), key=lambda one: order.index(one.id))
    return list(_listed(ActiveBinding(app, one, enabled=True) for one in held))  # type: ignore[arg-type]


def _listed(found: Iterable[ActiveBinding]) -> Iterator[Listed]:
    """Ours alone: a binding of the library has no id."""
    actions: dict[tuple[Any, str], list[ActiveBinding]] = {}
    for active in found:
        if active.binding.id and active.binding.description and not active.binding.system:
            actions.setdefault((active.node, active.binding.action), []).append(active)
    for (node, action), alike in actions.items():
        first = alike[0].binding
        name, _, more = first.tooltip.partition("\n")
        keys = dict.fromkeys(french.display(one.binding) for one in alike)
        usual = first.description in french.BUILT_IN.values() or first.id in OF_LISTS
        yield Listed(action, name or first.description, more, tuple(keys), node, usual)
