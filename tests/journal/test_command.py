"""The journal read in words on the command line."""

from models.people import participants


def filled(store):
    amina = participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    participants.add(last_name="Lefèvre", first_name="Bruno", who="Karim")
    participants.correct(amina, town="Angers", who="Karim")
    return amina


def test_the_last_acts_with_what_they_changed(store, assidu):
    amina = filled(store)
    answer = assidu("journal", "--person", amina.code)
    assert answer.status == 0
    lines = answer.out.splitlines()
    assert "DIALLO Amina" in lines[0] and "Karim" in lines[0] and "30/06/2026" in lines[0]
    assert lines[1].strip() == "commune : (vide) → Angers"
    assert "LEFÈVRE" not in answer.out
    assert lines[-1] == "2 actes."


def test_by_whom_and_how_many(store, assidu):
    filled(store)
    assert [one["who"] for one in assidu("journal", "--by", "Karim", "--json").document["entries"]] == ["Karim"] * 2
    answer = assidu("journal", "--limit", "1", "--json").document
    assert [one["number"] for one in answer["entries"]] == [3]
    assert answer["entries"][0]["differences"] == ["commune : (vide) → Angers"]


def test_between_two_days(store, assidu):
    filled(store)
    assert len(assidu("journal", "--from", "2026-06-30", "--to", "2026-06-30", "--json").document["entries"]) == 3
    assert assidu("journal", "--to", "2026-06-29", "--json").document == {"entries": []}


def test_one_record(store, assidu):
    amina = filled(store)
    found = assidu("journal", "--record", "person", str(amina.id), "--json").document["entries"]
    assert [one["number"] for one in found] == [3, 1]


def test_what_cannot_be_asked(store, assidu):
    filled(store)
    for words, said in (
        (("--person", "DIALO"), "inconnue"),
        (("--action", "X"), "inconnue"),
        (("--record", "personne", "1"), "Table « personne » inconnue"),
        (("--record", "Person", "x"), "donnez un nombre entier"),
        (("--from", "2026-07-01", "--to", "2026-06-01"), "donnez --from avant --to"),
        (("--limit", "0"), "au moins 1"),
        (("--limit", "beaucoup"), "n'est pas un nombre entier"),
    ):
        answer = assidu("journal", *words)
        assert (answer.status, answer.out, len(answer.errors)) == (2, "", 1), words
        assert said in answer.errors[0], words


def test_verify_against_a_seal_noted_elsewhere(store, assidu):
    filled(store)
    noted = assidu("verify", "--json").document["last"]
    answer = assidu("verify", "--seal", noted)
    assert answer.status == 0
    assert "L'acte n° 3 et son sceau y sont encore ; rien n'a été fait depuis." in answer.out
    gone = assidu("verify", "--seal", noted.replace("n° 3", "n° 4"), "--json")
    assert gone.status == 1
    assert gone.document["since"] == ""
    assert gone.document["faults"][0].startswith("Le sceau noté est celui de l'acte n° 4, et le journal s'arrête")
    wrong = assidu("verify", "--seal", "je ne sais plus")
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.errors[0].startswith("Ce sceau ne se lit pas : ")
