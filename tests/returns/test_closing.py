"""``assidu close``, ``reopen``, ``closings``, ``copies``, and what is sent, from end to end."""

import hashlib

import pytest

from models.journal.verifying import verify
from models.people import parcours
from models.tables import Closing, Frozen, HandedIn, JournalEntry
from tests.world import day

MARCH = ("NORD-I1", "--month", "2026-03")


@pytest.fixture
def sent(nord, assidu, tmp_path):
    """The return of March, written and handed in on 8 April; gives its file."""
    path = tmp_path / "mars.xlsx"
    answer = assidu("return", *MARCH, "-o", str(path), "--sent", "2026-04-08")
    assert (answer.status, answer.errors) == (0, [])
    return path


def close(assidu, *more):
    return assidu("close", "NORD-I1", "--until", "2026-03-31", "--name", "Claire Dupont", "--yes", *more)


def test_closing_says_what_is_missing_and_what_deviates_first(nord, assidu):
    answer = close(assidu, "--json")
    document = answer.document

    assert (answer.status, document["closed"], document["errors"]) == (0, True, [])
    assert (document["action"], document["until"]) == ("NORD-I1", "2026-03-31")
    assert ("MARC", "sorties") in [(one["subject"], one["kind"]) for one in document["missing"]]
    assert ("ATELIER", "appels") in [(one["subject"], one["kind"]) for one in document["missing"]]
    severities = [one["severity"] for one in document["deviations"]]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert "roll-not-called" in [one["rule"] for one in document["deviations"]]
    assert all("2026-01-01" <= one["date"] <= "2026-03-31" for one in document["deviations"])


def test_the_next_closing_only_tells_what_is_after_the_last(nord, assidu):
    assidu("close", "NORD-I1", "--until", "2026-03-20", "--name", "Claire", "--yes")
    document = close(assidu, "--json").document

    assert "ATELIER" not in [one["subject"] for one in document["missing"]]  # of 18 March
    assert "MARC" in [one["subject"] for one in document["missing"]]  # left on the 25th


def test_without_a_terminal_a_name_and_yes_are_needed(nord, assidu):
    answer = assidu("close", "NORD-I1", "--until", "2026-03-31", "--json")

    assert (answer.status, answer.document["closed"]) == (2, False)
    assert answer.errors == answer.document["errors"]
    assert answer.errors == ["Sans terminal, une clôture demande --name (qui en répond) et --yes : rien n'est changé."]
    assert not Closing.select().exists()


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-04-16", "Le 16/04/2026 n'est pas passé : clôturez au plus tard aujourd'hui."),
        ("2025-12-31", "NORD-I1 commence le 01/01/2026 : clôturez à partir de ce jour."),
    ],
)
def test_a_day_that_cannot_be_closed(nord, assidu, until, said):
    answer = assidu("close", "NORD-I1", "--until", until, "--name", "Claire", "--yes")

    assert (answer.status, answer.errors) == (2, [said])
    assert not Closing.select().exists()


def test_at_a_terminal_the_name_and_a_written_yes_are_asked(nord, assidu, monkeypatch):
    answers = iter(["Claire Dupont", "non", "Claire Dupont", "Oui"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    words = ("close", "NORD-I1", "--until", "2026-03-31")

    refused = assidu(*words)
    assert (refused.status, Closing.select().count()) == (1, 0)
    assert refused.out.endswith("Rien n'est changé.\n")

    done = assidu(*words)
    assert done.status == 0
    assert done.out.endswith(
        "NORD-I1 : clôturée jusqu'au 31/03/2026 par Claire Dupont. Ce qui est daté d'ici là ne change plus.\n"
    )


def test_reopening_takes_a_reason_and_both_stay_told(nord, assidu):
    close(assidu)
    assert assidu("reopen", "NORD-I1", "--reason", " ").status == 2
    answer = assidu("reopen", "NORD-I1", "--reason", "Erreur de saisie", "--json")
    assert (answer.status, answer.document["closed_until"]) == (0, None)

    (told,) = assidu("closings", "NORD-I1", "--json").document["closings"]
    assert {name: told[name] for name in ("until", "signed", "closed_by", "reopened_by", "reason")} == {
        "until": "2026-03-31",
        "signed": "Claire Dupont",
        "closed_by": "Claire",
        "reopened_by": "Claire",
        "reason": "Erreur de saisie",
    }
    text = assidu("closings", "NORD-I1").out
    assert "clôture au 31/03/2026, Claire Dupont en répond" in text
    assert "clôture levée (Erreur de saisie)" in text
    assert assidu("reopen", "NORD-I1", "--reason", "encore").errors == ["NORD-I1 n'est pas clôturée."]


def test_a_closing_keeps_its_figures(nord, assidu):
    close(assidu)
    (copy,) = assidu("copies", "NORD-I1", "--json").document["copies"]
    assert (copy["kind"], copy["title"], copy["to"]) == ("clôture", "clôture au 31/03/2026", "2026-03-31")
    known = assidu("indicators", "NORD-I1", "--to", "2026-03-31", "--json").document["indicators"]
    kept = assidu("copies", "NORD-I1", str(copy["number"]), "--json").document["indicators"]
    assert [{name: one[name] for name in known[0]} for one in kept] == known
    refused = assidu("copies", "NORD-I1", str(copy["number"]), "-o", "copie.xlsx")
    assert (refused.status, refused.errors) == (
        2,
        [f"La copie n° {copy['number']} (chiffres à la clôture) n'a pas de classeur : elle ne garde que les chiffres."],
    )


def test_what_was_sent_is_written_again_byte_for_byte_whatever_happened_since(nord, assidu, sent, tmp_path, on_day):
    seal = hashlib.sha256(sent.read_bytes()).hexdigest()
    parcours.leave(nord.stays.nadia, day("31/03/2026"), "abandon", who="Zoé")
    on_day("2026-06-02")
    other = tmp_path / "autre.xlsx"
    assert assidu("return", *MARCH, "-o", str(other)).status == 0
    assert hashlib.sha256(other.read_bytes()).hexdigest() != seal

    number = Frozen.get(Frozen.sent.is_null(False)).id
    again = tmp_path / "encore.xlsx"
    answer = assidu("copies", "NORD-I1", str(number), "-o", str(again))

    assert (answer.status, answer.errors) == (0, [])
    assert hashlib.sha256(again.read_bytes()).hexdigest() == seal
    assert verify().faults == []


def test_what_has_moved_since_with_who_moved_it(nord, assidu, sent):
    number = str(Frozen.get(Frozen.sent.is_null(False)).id)
    assert "rien n'a bougé" in assidu("copies", "NORD-I1", number, "--since").out

    parcours.leave(nord.stays.nadia, day("31/03/2026"), "abandon", who="Zoé")
    moved = {one["id"]: one for one in assidu("copies", "NORD-I1", number, "--since", "--json").document["moved"]}
    left = moved["nombre-d-allocataires-sortis-de-l-action"]

    assert (left["before"], left["now"]) == (3, 4)
    assert left["added"] == [["Parcours", nord.stays.nadia.id]]
    assert [(act["who"], act["sentence"]) for act in left["acts"]] == [
        ("Zoé", JournalEntry.get(JournalEntry.who == "Zoé").sentence)
    ]
    text = assidu("copies", "NORD-I1", number, "--since").out
    assert "3 → 4" in text
    assert "Zoé : " in text


def test_an_act_taken_back_has_moved_nothing(nord, assidu, sent):
    from models.acts import undo as journal
    from models.journal import undoing

    number = str(Frozen.get(Frozen.sent.is_null(False)).id)
    parcours.leave(nord.stays.nadia, day("31/03/2026"), "abandon", who="Zoé")
    undoing.take_back(journal.last_act("Zoé"), "Zoé")

    assert assidu("copies", "NORD-I1", number, "--since", "--json").document["moved"] == []


def test_sending_again_keeps_both_copies(nord, assidu, sent, tmp_path):
    answer = assidu("return", *MARCH, "-o", str(tmp_path / "b.xlsx"), "--sent")
    assert answer.status == 0
    assert [copy.sent for copy in Frozen.select().order_by(Frozen.id)] == [day("08/04/2026"), day("15/04/2026")]
    assert HandedIn.get().day == day("15/04/2026")


def test_an_export_sent_is_kept(nord, assidu, tmp_path):
    path = tmp_path / "export.xlsx"
    assert assidu("export", "NORD-I1", "-o", str(path)).status == 0
    assert not Frozen.select().exists()
    assert assidu("export", "NORD-I1", "--to", "2026-03-31", "-o", str(path), "--sent", "2026-04-01").status == 0
    copy = Frozen.get()
    assert (copy.kind, copy.sent, bytes(copy.workbook)) == ("export", day("01/04/2026"), path.read_bytes())


@pytest.mark.parametrize("when", ["2026-04-16", "2026-02-01"])
def test_a_day_it_cannot_have_been_sent_on_writes_nothing(nord, assidu, tmp_path, when):
    path = tmp_path / "mars.xlsx"
    assert assidu("return", *MARCH, "-o", str(path), "--sent", when).status == 2
    assert not path.exists()
    assert not Frozen.select().exists()


def test_unknown_copies_are_told(nord, assidu):
    assert assidu("copies", "NORD-I1").out == "Aucune copie gardée pour NORD-I1.\n"
    assert assidu("copies", "NORD-I1", "7").errors == [
        "NORD-I1 n'a pas de copie n° 7 : « assidu copies NORD-I1 » les énumère."
    ]
    assert assidu("copies", "NORD-I1", "--since").status == 2
