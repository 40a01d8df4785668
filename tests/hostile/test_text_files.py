"""Convention and settings files made to exhaust or to deceive: French sentences, in bounds, whatever is in them."""

import os

import pytest

from config import catalogue, settings
from config.reading import LARGEST, MOST, Faults

HEAD = 'id = "cd00-x"\ntitle = "x"\nterritory = "x"\nedition = "1"\ndocument = "x"\n'
NAME = '"z{n}"'
PARAMETER = '[[parameter]]\nname = "p{n}"\nvalue = "$p{m}"\nmeaning = "m"\nreading = "r"\n'
INDICATOR = (
    '[[indicator]]\nmeasure = "sessions"\nid = "i{n}"\nlabel = "l"\nunit = "séance"\nsource = "s"\nnatures = ["n{n}"]\n'
    'definition = "d"\n'
)


def several(form, count):
    return "".join(form.replace("{n}", str(n)).replace("{m}", str(n + 1)) for n in range(count))


def listed(form, count):
    return ",".join(form.replace("{n}", str(n)) for n in range(count))


HOSTILE = {
    "keys by the thousand": lambda: several("k{n} = 1\n", 40_000),
    "tables by the thousand": lambda: several("[a{n}.b]\n", 20_000),
    "empty natures": lambda: "[[nature]]\n" * 60_000,
    "natures without end": lambda: several('[[nature]]\ncode = "a{n}"\nlabel = "b"\n', 20_000),
    "indicators of nothing": lambda: several(INDICATOR, 4000),
    "parameters of parameters": lambda: several(PARAMETER, 8000),
    "parents nobody knows": lambda: f"inherits = [{listed(NAME, 40_000)}]\n",
    "the same parent": lambda: "inherits = [" + listed('"cd49-aci"', 20_000) + "]\n",
    "set aside from nowhere": lambda: f'inherits = ["cd49-aci"]\nwithout = [{listed(NAME, 40_000)}]\n',
    "a key of levels": lambda: ".".join(["a"] * 400_000) + " = 1\n",
    "a header of levels": lambda: "[" + ".".join(["a"] * 400_000) + "]\n",
    "lines of levels": lambda: several("a{n}." + ".".join(["a"] * 900) + " = 1\n", 400),
    "lists in lists": lambda: "x = " + "[" * 300_000 + "]" * 300_000 + "\n",
    "lists just deep enough": lambda: "x = " + "[" * 400 + "]" * 400 + "\n",
    "tables in tables": lambda: "x = " + "{a = " * 100_000 + "1" + "}" * 100_000 + "\n",
    "a number without end": lambda: "places = " + "9" * 900_000 + "\n",
    "a number of thousands of digits": lambda: "places = " + "9" * 4000 + "\n",
    "a hexadecimal number without end": lambda: "places = 0x" + "f" * 900_000 + "\n",
    "a list of such numbers": lambda: "family = [0x" + "f" * 500_000 + "]\n",
    "no number": lambda: "family = nan\nplaces = inf\n",
    "a huge float": lambda: "places = 1e308\n",
    "days out of range": lambda: "family = 9999-12-31\nsphere = 0001-01-01\n",
    "a key without end": lambda: "k" * 900_000 + " = 1\n",
    "a key of brackets": lambda: '"' + "[" * 500_000 + '" = 1\n',
    "a key that acts on the terminal": lambda: '"\\u001b[2J\\u009b\\u202e" = 1\n',
    "a text that acts on the terminal": lambda: 'family = "\\u001b[2J"\n',
    "a text that turns the line round": lambda: 'family = "\u202eabc"\n',
    "a null": lambda: 'family = "\0"\n',
    "a header never closed": lambda: "[" + "a." * 200_000 + "\n",
    "spaces in a header": lambda: "[" + " " * 400_000 + "\n",
    "the same key twice": lambda: "a.b = 1\n" * 3,
    "itself as a parent": lambda: 'inherits = ["cd00-x"]\n',
    "types everywhere": lambda: "nature = 1\nindicator = {}\nrule = [[1]]\nreturns = [1]\nparameter = 2\nfact = [{}]\n",
    "too much": lambda: "#" * LARGEST + "\n",
}


@pytest.mark.sweep(10)
@pytest.mark.parametrize("what", HOSTILE)
def test_a_convention_file_is_refused_in_a_few_lines(tmp_path, what):
    path = tmp_path / "essai.toml"
    path.write_text(HEAD + HOSTILE[what](), encoding="utf-8")
    with pytest.raises(Faults) as refused:
        catalogue.read(path)
    assert 0 < len(refused.value.sentences) <= MOST + 1
    assert all(len(sentence) < 600 for sentence in refused.value.sentences)
    assert all(sentence.replace(" ", " ").isprintable() for sentence in refused.value.sentences)


@pytest.mark.parametrize("what", ["keys by the thousand", "a key of levels", "lists in lists", "a null", "too much"])
def test_the_settings_are_refused_in_a_few_lines(tmp_path, what):
    (tmp_path / settings.FILE).write_text(HOSTILE[what](), encoding="utf-8")
    with pytest.raises(Faults) as refused:
        settings.load(tmp_path)
    assert 0 < len(refused.value.sentences) <= MOST + 1


def test_what_would_be_waited_for_or_read_without_end_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "tuyau.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    (tmp_path / "boucle.toml").symlink_to("boucle.toml")
    (tmp_path / "octets.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("tuyau.toml", "zero.toml", "boucle.toml", "octets.toml"):
        with pytest.raises(Faults) as refused:
            catalogue.read(tmp_path / name)
        assert len(refused.value.sentences) == 1


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_the_ends_of_lines_of_any_system_are_read(tmp_path, ending):
    (tmp_path / "essai.toml").write_bytes(("\ufeff" + HEAD).replace("\n", ending).encode())
    assert catalogue.read(tmp_path / "essai.toml").id == "cd00-x"


def test_files_that_inherit_each_other_many_times_over(house, tmp_path):
    """Ten files a level, each the heir of all those of the level below: a thousand million ways to the last."""
    own = tmp_path / "conventions"
    own.mkdir()
    for level in range(9):
        for place in range(10):
            below = ", ".join([f'"cd00-{level + 1}-{one}"' for one in range(10)])
            parents = f"inherits = [{below}]\n" if level < 8 else ""
            note = '[[not_encoded]]\nfact = "f"\nreason = "r"\n[[document_kind]]\nlabel = "sans code"\n'
            text = HEAD.replace("cd00-x", f"cd00-{level}-{place}") + 'role = "commun"\n' + parents + note
            (own / f"cd00-{level}-{place}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as refused:
        catalogue.convention("cd00-0-0")
    assert len(refused.value.sentences) <= MOST + 1


def test_files_that_inherit_in_a_circle(house, tmp_path):
    own = tmp_path / "conventions"
    own.mkdir()
    for id, parent in (("cd00-a", "cd00-b"), ("cd00-b", "cd00-c"), ("cd00-c", "cd00-a")):
        text = HEAD.replace("cd00-x", id) + f'inherits = ["{parent}"]\n'
        (own / f"{id}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as refused:
        catalogue.convention("cd00-a")
    assert any("sans fin" in sentence for sentence in refused.value.sentences)
