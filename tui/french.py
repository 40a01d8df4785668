"""The built-in words of the interface library, said in French: key names and the descriptions of its own bindings."""

from dataclasses import replace

from textual.binding import ActiveBinding, Binding
from textual.keys import _character_to_key

from config.reading import short
from config.refusal import Refusal
from models.french.folding import fold

KEYS = {
    "escape": "Échap",
    "enter": "Entrée",
    "space": "Espace",
    "tab": "Tab",
    "backspace": "Retour arr.",
    "delete": "Suppr",
    "insert": "Inser",
    "home": "Début",
    "end": "Fin",
    "pageup": "Page ↑",
    "pagedown": "Page ↓",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "ampersand": "&",
    "quotation_mark": '"',
    "apostrophe": "'",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
    "comma": ",",
    "full_stop": ".",
    "asterisk": "*",
    "left_parenthesis": "(",
    "section_sign": "§",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}
MODIFIERS = {"ctrl": "Ctrl", "shift": "Maj", "alt": "Alt", "super": "Super", "meta": "Méta", "hyper": "Hyper"}

SHIFTED = {f"f{rank + 12}": f"f{rank}" for rank in range(1, 13)}
"""Function keys many terminals send in the place of those with Maj."""

ALIKE = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""Keys a terminal sends as another."""

BUILT_IN = {
    "Bottom": "Tout en bas",
    "Copy": "Copier",
    "Copy selected text": "Copier le texte choisi",
    "Cursor Down": "Ligne suivante",
    "Cursor Up": "Ligne précédente",
    "Cursor down": "Ligne suivante",
    "Cursor down select": "Choisir vers le bas",
    "Cursor left": "Vers la gauche",
    "Cursor left select": "Choisir vers la gauche",
    "Cursor left word select": "Choisir le mot précédent",
    "Cursor line end": "Fin de la ligne",
    "Cursor line end select": "Choisir jusqu'à la fin",
    "Cursor line start": "Début de la ligne",
    "Cursor line start select": "Choisir jusqu'au début",
    "Cursor page down": "Page suivante",
    "Cursor page up": "Page précédente",
    "Cursor right": "Vers la droite",
    "Cursor right select": "Choisir vers la droite",
    "Cursor right word select": "Choisir le mot suivant",
    "Cursor to next ancestor": "Branche suivante",
    "Cursor to next sibling": "Voisin suivant",
    "Cursor to parent": "Remonter d'un niveau",
    "Cursor to previous sibling": "Voisin précédent",
    "Cursor up": "Ligne précédente",
    "Cursor up select": "Choisir vers le haut",
    "Cursor word left": "Mot précédent",
    "Cursor word right": "Mot suivant",
    "Cut": "Couper",
    "Cut selected text": "Couper",
    "Delete all to the left": "Effacer tout à gauche",
    "Delete all to the right": "Effacer tout à droite",
    "Delete character left": "Effacer la lettre à gauche",
    "Delete character right": "Effacer la lettre à droite",
    "Delete left to start of word": "Effacer le mot à gauche",
    "Delete line": "Effacer la ligne",
    "Delete right to start of word": "Effacer le mot à droite",
    "Delete to line end": "Effacer jusqu'à la fin",
    "Delete to line start": "Effacer jusqu'au début",
    "Dismiss menu": "Fermer la liste",
    "Down": "Vers le bas",
    "End": "Fin",
    "Expand or collapse all": "Tout plier ou déplier",
    "First": "Première ligne",
    "Focus Next": "Champ suivant",
    "Focus Previous": "Champ précédent",
    "Go to bottom": "Tout en bas",
    "Go to end": "Fin du texte",
    "Go to start": "Début du texte",
    "Go to top": "Tout en haut",
    "Home": "Début",
    "Last": "Dernière ligne",
    "Move cursor left": "Vers la gauche",
    "Move cursor left a word": "Mot précédent",
    "Move cursor left a word and select": "Choisir le mot précédent",
    "Move cursor left and select": "Choisir vers la gauche",
    "Move cursor right a word": "Mot suivant",
    "Move cursor right a word and select": "Choisir le mot suivant",
    "Move cursor right and select": "Choisir vers la droite",
    "Move cursor right or accept the completion suggestion": "Vers la droite, ou accepter",
    "Next option": "Choix suivant",
    "Next tab": "Onglet suivant",
    "Open link": "Ouvrir le lien",
    "Page Down": "Page suivante",
    "Page Left": "Page à gauche",
    "Page Right": "Page à droite",
    "Page Up": "Page précédente",
    "Page down": "Page suivante",
    "Page up": "Page précédente",
    "Paste": "Coller",
    "Paste text from the clipboard": "Coller",
    "Press button": "Valider",
    "Previous option": "Choix précédent",
    "Previous tab": "Onglet précédent",
    "Quit": "Quitter",
    "Redo": "Refaire",
    "Scroll Down": "Vers le bas",
    "Scroll End": "Tout en bas",
    "Scroll Home": "Tout en haut",
    "Scroll Left": "Vers la gauche",
    "Scroll Right": "Vers la droite",
    "Scroll Up": "Vers le haut",
    "Select": "Choisir",
    "Select all": "Tout choisir",
    "Select line": "Choisir la ligne",
    "Select line end": "Choisir jusqu'à la fin",
    "Select line start": "Choisir jusqu'au début",
    "Show menu": "Ouvrir la liste",
    "Submit": "Valider",
    "Toggle": "Cocher ou décocher",
    "Toggle collapsible": "Plier ou déplier",
    "Toggle option": "Cocher ou décocher",
    "Top": "Tout en haut",
    "Undo": "Annuler la frappe",
    "Up": "Vers le haut",
}

_MODIFIERS = {fold(told): name for name, said in MODIFIERS.items() for told in (name, said)}
_NAMES = {
    **{fold(name): name for name in (*KEYS, *(f"f{rank}" for rank in range(1, 25)))},
    **{fold(said): name for name, said in KEYS.items() if len(said) > 1},
}

_SIGNS = {said: name for name, said in KEYS.items() if len(said) == 1}


def key_name(key: str) -> str:
    """How a key is written for people: ``Ctrl+P``, ``Échap``, ``n``."""
    *modifiers, name = key.split("+")
    if name in SHIFTED:
        modifiers, name = ["shift"], SHIFTED[name]
    said = KEYS.get(name) or (name.upper() if modifiers or len(name) > 1 else name)
    return "+".join([*(MODIFIERS.get(modifier, modifier) for modifier in modifiers), said])


class Unread(Refusal):
    """A text is the name of no key."""


def keys_named(text: str) -> list[str]:
    """The keys, as the library calls them, that people write ``Ctrl+U``, ``Échap, q`` or ``maj+f3``. Raises Unread."""
    parts = [","] if text.strip() == "," else [part.strip() for part in text.split(",")]
    return [key for part in parts for key in _key_named(part)]


def _key_named(text: str) -> list[str]:
    *modifiers, name = ["+"] if text == "+" else text.replace("++", "+plus").split("+")
    folded = [_MODIFIERS.get(fold(one).strip(), "") for one in modifiers]
    key = name.strip().lower()
    key = _SIGNS.get(key, "") or (_character_to_key(key) if len(key) == 1 else _NAMES.get(fold(key), ""))
    if not key or "" in folded:
        raise Unread(f"« {short(text)} » n'est pas une touche : écrivez F8, Ctrl+U, Suppr, u…")
    key = "+".join([*sorted(set(folded)), key])
    if key in ALIKE:
        raise Unread(f"aucun terminal ne distingue {key_name(key)} de {key_name(ALIKE[key])}")
    if folded == ["shift"] and len(name.strip()) == 1:
        raise Unread(f"« {short(text)} » est lue comme {name.strip().lower()} : les lettres n'ont pas deux sens")
    older = [other for other, shifted in SHIFTED.items() if key == f"shift+{shifted}"]
    return [key, *older]


def display(binding: Binding) -> str:
    """How the key of a binding is shown."""
    return binding.key_display or key_name(binding.key)


def described(active: ActiveBinding) -> ActiveBinding:
    """The same binding, its description in French."""
    french = BUILT_IN.get(active.binding.description)
    if french is None:
        return active
    return active._replace(binding=replace(active.binding, description=french))
