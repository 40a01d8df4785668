"""A fiche de liaison as a page to print and sign, laid out as annexe 7: administrative part, request, signatures,
answers. What is not known is left to be written by hand."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from pendulum import Date
from xlsxwriter.format import Format

from config.files import free, named
from config.schema import LiaisonKind
from models.days.clock import today
from models.export.book import INK, PALE, Book
from models.export.kinds import plain
from models.export.written import write_whole
from models.french.comparing import list_key
from models.french.wording import capital
from models.french.wording import day as say_day
from models.french.wording import person as say_person
from models.tables import LIAISON_OUTCOMES, OPINIONS, Contract, Liaison
from models.terms import liaison

WIDTHS = (27, 24, 20, 24)
WHOLE = sum(WIDTHS)
SMALL, LINE = 9, 13.0  # points
TICKED, UNTICKED = "☒", "☐"
DECLARATION = (
    "Je soussigné(e) {name}, adhère aux actions proposées et atteste avoir pris connaissance que les informations "
    "seront communiquées au Président du Département pour validation et que le non respect de l'obligation "
    "d'engagement peut entraîner la suspension de l'allocation RSA après avis de l'équipe pluridisciplinaire."
)


def usual_path(folder: Path, fiche: Liaison) -> Path:
    """Where the page of a fiche goes in ``folder``: no name, nor an identifier made from one, in a file's name,
    which nothing has yet."""
    name = f"fiche-de-liaison_{fiche.action.code}_{fiche.person_id}_{fiche.kind}_{fiche.day.isoformat()}"
    return free(folder / f"{named(name)}.xlsx")


def printed(fiche: Liaison, path: Path, author: str, operator: str = "") -> None:
    """Writes the page of a fiche to ``path``, whole or not at all; ``author`` asks for it, ``operator`` employs them.

    Raises CannotWrite, with a French sentence, when the folder or the file does not let itself be written.
    """
    write_whole(path, lambda draft, scratch: _Page(fiche, Book(draft, scratch, False, operator, ""), author).write())


class _Page:
    """Four columns, filled from top to bottom."""

    def __init__(self, fiche: Liaison, book: Book, author: str) -> None:
        self.fiche, self.book, self.author = fiche, book, author
        self.spec, self.person = fiche.action.spec, fiche.person
        self.kind = liaison.kind_of(self.spec, fiche.kind)
        self.sheet = book.sheet("Fiche de liaison")
        self.row = 0

    def write(self) -> None:
        self.book.describe(f"Fiche de liaison – {say_person(self.person)}", self.author, today())
        self.sheet.set_portrait()
        made = f"Établi par {self.author} le {say_day(today())}".replace("&", "&&")
        self.sheet.set_footer(f"&L&8 {plain(made)[:180]}&C&9Page &P / &N")
        self.sheet.hide_gridlines(2)
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        self._across("FICHE DE LIAISON RÉFÉRENT – CONSEIL GÉNÉRAL", bold=True, font_size=14, align="center")
        self._administrative()
        self._request()
        self.sheet.set_h_pagebreaks([self.row])  # what is signed and answered has its own page
        self._signatures()
        self._answers()
        self.sheet.print_area(0, 0, self.row, len(WIDTHS) - 1)
        self.book.workbook.close()

    def _administrative(self) -> None:
        one = self.person
        self._block("Partie administrative")
        self._pairs(("Maison du Département", one.zone), ("Correspondant", ""))
        self._pairs((f"Référent {self.spec.sphere}".strip(), one.referent), ("Organisme", one.referent_structure))
        self._pairs(("Tél., mail", one.referent_contact))
        self._line("Bénéficiaire du RSA")
        self._pairs(("N° allocataire CAF", one.caf_number), ("RSA depuis le", say_day(one.rsa_since)))
        self._pairs(("N° Pôle Emploi (si inscrit)", one.job_seeker_number), ("Niveau de formation", one.education))
        self._pairs(("Nom patronymique", one.last_name.upper()), ("Prénom", one.first_name))
        self._pairs(("Adresse", " ".join(filter(None, (one.address, one.postcode, one.town)))))
        self._pairs(("Date de naissance", say_day(one.birth)), ("Situation familiale", one.family_status))
        self._pairs(("N° de téléphone", one.phone), ("E-mail", one.email))
        contract = self._contract()
        label = self.spec.listed("contract_kind").get(contract.kind, contract.kind) if contract else "Contrat"
        start, end = (say_day(contract.start), say_day(contract.end)) if contract else ("", "")
        self._pairs((f"{label} : début", start), ("Fin", end))

    def _contract(self) -> Contract | None:
        """The contract of the action on the day of the request, or the last one begun."""
        begun = Contract.select().where(
            Contract.action == self.fiche.action, Contract.person == self.person, Contract.start <= self.fiche.day
        )
        return begun.order_by(Contract.start.desc()).first()

    def _request(self) -> None:
        self._block(f"Demande du {say_day(self.fiche.day)}")
        self._boxes([(one.label, one.code == self.fiche.kind) for one in self.spec.liaison_kind])
        if self.kind and self.kind.motives:
            self._line("Motif de la demande")
            self._boxes([(motive, motive == self.fiche.reason) for motive in self.kind.motives])
        free = "" if self.kind and self.kind.motives else self.fiche.reason
        self._text("Objet", " – ".join(filter(None, (free, self.fiche.request))), lines=4)
        if self.kind and self.kind.actions:
            self._actions(self.kind)
        if self.kind and (papers := liaison.papers(self.kind, liaison.listed(self.fiche.actions))):
            attached = {list_key(one) for one in liaison.listed(self.fiche.attached)}
            self._line("Pièces à joindre")
            self._boxes([(paper, list_key(paper) in attached) for paper in papers])

    def _actions(self, kind: LiaisonKind) -> None:
        """The boxes of the actions, group by group (« group : action »)."""
        asked = set(liaison.listed(self.fiche.actions))
        for group, actions in groupby(kind.actions, key=lambda action: action.rpartition(" : ")[0]):
            self._line(group or "Demande")
            self._boxes([(action.rpartition(" : ")[2], action in asked) for action in actions])

    def _signatures(self) -> None:
        self._block("Signatures")
        needed = (*self.kind.signatures, *self.kind.wished) if self.kind else ()
        self._line("Partie réservée au référent" + (" (signature attendue)" if "référent" in needed else ""))
        self._signed(self.fiche.signed_referent, "Signature du référent")
        self._line("Partie réservée aux remarques du bénéficiaire")
        self._text("Remarques", "", lines=4)
        self._across(DECLARATION.format(name=say_person(self.person)))
        said = " (obligatoire)" if "personne" in needed else ""
        self._signed(self.fiche.signed_person, f"Signature du bénéficiaire{said}")

    def _signed(self, day: Date | None, label: str) -> None:
        self._pairs(("À", ""), ("Le", say_day(day)))
        self._text(label, "", lines=4)

    def _answers(self) -> None:
        fiche = self.fiche
        self._block("Réponses")
        self._text("Observation ou avis du correspondant", fiche.answer, lines=6)
        self._pairs(("Fait le", say_day(fiche.answered)), ("Signature", ""))
        if self.kind and self.kind.opinion:
            self._line("Avis de l'équipe pluridisciplinaire")
            self._boxes([(capital(one), one == fiche.opinion) for one in OPINIONS])
            self._text("Avis motivé", "", lines=5)
            self._pairs(("Fait le", say_day(fiche.opinion_day)), ("Signature", ""))
        self._line("Partie réservée au Président du Conseil général")
        self._boxes([(f"Avis {one}", one == fiche.decision) for one in OPINIONS])
        self._boxes([("Avenant au contrat initialement signé : oui", False), ("non", False)])
        self._pairs(("Structure désignée", fiche.structure))
        self._pairs(("Le", say_day(fiche.decision_day)), ("Signature", ""))
        if self.kind and self.kind.actions and not self.kind.opinion:
            self._line("Partie réservée à la structure")
            self._pairs(
                ("Structure, intervenant", fiche.structure), ("1er rendez-vous le", say_day(fiche.first_meeting))
            )
            self._boxes([(capital(one), one == fiche.outcome) for one in LIAISON_OUTCOMES])
            self._text("Motif, synthèse de l'action", fiche.outcome_reason, lines=7)
            self._pairs(("Le", ""), ("Signature et cachet", ""))

    def _look(self, **look: object) -> Format:
        return self.book.look(**{"text_wrap": True, "font_size": SMALL, "valign": "vcenter", **look})

    def _block(self, title: str) -> None:
        self.row += 1
        self._across(title.upper(), bold=True, font_color="#FFFFFF", bg_color=INK)

    def _line(self, title: str) -> None:
        self._across(title, bold=True, bg_color=PALE)

    def _across(self, text: str, **look: object) -> None:
        """A text over the four columns."""
        self._merged(0, 3, text, self._look(**look))
        self._end((text, WHOLE), room=8 if "font_size" in look else 1)

    def _pairs(self, *pairs: tuple[str, str]) -> None:
        """One or two labels, each with its value on a line to write on; a lone value takes the three columns left."""
        told: list[tuple[str, float]] = []
        for column, (label, value) in zip((0, 2), pairs, strict=False):
            last = column + 1 if len(pairs) == 2 else 3
            self.sheet.write_string(self.row, column, plain(label), self._look(font_color="#404040"))
            self._merged(column + 1, last, value, self._look(bottom=4))
            told += [(label, WIDTHS[column]), (value, sum(WIDTHS[column + 1 : last + 1]))]
        self._end(*told, room=3)

    def _text(self, label: str, text: str, lines: int) -> None:
        """A label, then its text in a frame with room to write: ``lines`` at least."""
        top = {"valign": "top"}
        self.sheet.write_string(self.row, 0, plain(label), self._look(font_color="#404040", **top))
        self._merged(1, 3, text, self._look(border=4, **top))
        self._end((text, WHOLE - WIDTHS[0]), (label, WIDTHS[0]), room=2, least=lines)

    def _boxes(self, boxes: Iterable[tuple[str, bool]]) -> None:
        """Boxes two by two."""
        told = [f"{TICKED if ticked else UNTICKED} {label}" for label, ticked in boxes]
        for rank in range(0, len(told), 2):
            pair = told[rank : rank + 2]
            for column, text in zip((0, 2), pair, strict=False):
                self._merged(column, column + 1, text, self._look())
            self._end(*((text, WIDTHS[0] + WIDTHS[1]) for text in pair), room=2)

    def _merged(self, first: int, last: int, text: str, look: Format) -> None:
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", look)
        self.sheet.write_string(self.row, first, plain(text), look)

    def _end(self, *texts: tuple[str, float], room: float = 0, least: int = 1) -> None:
        """Ends the row, as tall as its texts need in their widths: not every program works it out."""
        lines = max(-(-len(text) // max(1, int(width * 1.25))) for text, width in texts)
        self.sheet.set_row(self.row, LINE * max(lines, least) + room)
        self.row += 1
