"""The command line's words: argparse speaking French, one sentence a fault."""

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from config.reading import nearest
from config.refusal import Refusal
from config.words import PAPERS

_FRENCH = {
    "usage: ": "usage : ",
    "positional arguments": "arguments ",
    "options": "options ",
    "show this help message and exit": "affiche cette aide",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "unrecognized arguments: %s": "mot en trop : %s.",
    "the following arguments are required: %s": "il manque %s.",
    "expected one argument": "attend une valeur.",
    "expected at most one argument": "attend une valeur au plus.",
    "expected at least one argument": "attend au moins une valeur.",
    "ignored explicit argument %r": "ne prend pas de valeur (%r).",
    "not allowed with argument %s": "ne va pas avec %s.",
    "one of the arguments %s is required": "il faut l'un de : %s.",
    "ambiguous option: %(option)s could match %(matches)s": "option ambiguë : %(option)s (%(matches)s).",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » est inconnu ; au choix : %(choices)s.",
    "unexpected option string: %s": "option inattendue : %s.",
}


LONGEST = 1000  # letters of what is said of a word


class Misused(Refusal):
    """The command line cannot be understood; the message is a French sentence."""


SUBCOMMANDS = argparse._SubParsersAction  # noqa: SLF001 - the library gives it no other name


class Parser(argparse.ArgumentParser):
    """An ArgumentParser in French that raises Misused instead of leaving."""

    def __init__(self, **kwargs: Any) -> None:
        argparse._ = lambda text: _FRENCH.get(text, text)  # type: ignore[attr-defined]
        options: dict[str, Any] = {"formatter_class": _Help, "allow_abbrev": False} | kwargs
        super().__init__(**options)
        self.register("type", None, text)

    def error(self, message: str) -> NoReturn:
        said = re.sub(r"[\x00-\x1f\x7f]", " ", message).encode(errors="replace").decode()
        if len(said) > LONGEST:
            said = f"{said[:LONGEST]}…"
        raise Misused(f"{said} « {self.prog} --help » dit comment faire.")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if isinstance(action, SUBCOMMANDS) and value not in action.choices:
            known = nearest(str(value), action.choices) or f" ; au choix : {', '.join(action.choices)}."
            raise argparse.ArgumentError(None, f"commande « {value} » inconnue{known}")
        super()._check_value(action, value)


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help that lists the commands once, aligned."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32, width=100)
        self._action_max_length = 15  # commands and options share one column

    def _format_action(self, action: argparse.Action) -> str:
        text = super()._format_action(action)
        if isinstance(action, SUBCOMMANDS):
            return "\n".join(text.split("\n")[1:])  # the names of all commands once more
        return text


def text(text: str) -> str:
    """A word of the command line. Raises ArgumentTypeError for one the terminal could not decode."""
    try:
        text.encode()
    except UnicodeEncodeError:
        readable = text.encode(errors="replace").decode()
        raise argparse.ArgumentTypeError(f"« {readable} » est illisible ; écrivez-le en UTF-8.") from None
    return text


def code(text: str) -> str:
    """What names a record that is looked for: what the terminal could not decode is no code, and finds none."""
    return text.encode(errors="replace").decode()


def day(text: str) -> Any:
    """A day written AAAA-MM-JJ or JJ/MM/AAAA, as a ``pendulum.Date``."""
    from models.french.typed import Misread, parse_day

    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}", text.strip()):
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date ; écrivez AAAA-MM-JJ ou JJ/MM/AAAA.")
    try:
        return parse_day(text)
    except Misread as misread:
        raise argparse.ArgumentTypeError(str(misread)) from None


def whole(text: str) -> int:
    """A whole number."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre entier.")
    return int(text)


def path(text: str) -> str:
    """The name of a file or a folder. A variable left empty names none, least of all the current folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("le nom est vide ; donnez celui d'un fichier ou d'un dossier.")
    return text


def parser() -> Parser:
    """Every command of Assidu and what it takes."""
    whole = Parser(
        prog="assidu",
        description="Assidu : appels, heures mutualisées, prêts et indicateurs des actions d'insertion.",
        epilog="Sans commande, ouvre l'application. Une date s'écrit AAAA-MM-JJ ou JJ/MM/AAAA.",
    )
    whole.add_argument("--version", action="store_true", help="affiche la version")
    commands = whole.add_subparsers(dest="command", title="commandes ", metavar="COMMANDE")
    commands.type = str  # all that follows goes through it, names of files too

    demo = commands.add_parser("demo", help="ouvre l'application sur une année d'exemple")
    demo.add_argument(
        "--seed-only", metavar="DOSSIER", type=path, help="remplit seulement ce dossier, sans ouvrir l'application"
    )

    _taking(commands)
    _conventions(commands)

    indicators = commands.add_parser("indicators", help="calcule les indicateurs d'une action")
    indicators.add_argument("action", metavar="ACTION", type=code, help="le code de l'action")
    _period(indicators)
    _json(indicators)

    check = commands.add_parser("check", help="énumère les écarts à la convention")
    check.add_argument("action", metavar="ACTION", type=code, nargs="?", help="le code d'une action ; toutes sans lui")
    _json(check)

    hours = commands.add_parser("hours", help="montre les heures de conduite et la mutualisation")
    hours.add_argument("action", metavar="ACTION", type=code, help="le code de l'action")
    _json(hours)

    export = commands.add_parser("export", help="écrit le classeur des indicateurs d'une action")
    export.add_argument("action", metavar="ACTION", type=code, help="le code de l'action")
    _period(export)
    export.add_argument("-o", "--output", metavar="FICHIER", type=path, help="le classeur à écrire (.xlsx)")
    _sent(export, "note qu'il est envoyé ce jour-là (aujourd'hui) et en garde la copie")
    _identifiers(export)

    _returns(commands)
    _calendar(commands)
    _closing(commands)

    _printing(commands)

    due = commands.add_parser("due", help="énumère ce qui arrive à échéance et ce qui est en retard")
    due.add_argument("--until", metavar="DATE", type=day, help="dernier jour (dans 30 jours)")
    _json(due)
    stakes = commands.add_parser("stakes", help="énumère ce qui va être perdu, ou l'est : euros, heures, jours")
    _json(stakes)

    _backups(commands)
    _journal(commands)
    _personal(commands)

    waits = commands.add_parser("waiting", help="énumère les marques qui attendent le serveur")
    _json(waits)

    keys = commands.add_parser("keys", help="énumère les commandes des écrans, leurs noms et leurs touches")
    _json(keys)

    verify = commands.add_parser(
        "verify", help="vérifie le journal, les heures et la base, et dit ce qui ne tient plus"
    )
    verify.add_argument(
        "--seal",
        metavar="SCEAU",
        help="dit si le journal a encore l'acte de ce sceau, que la commande donne à la fin et que vous avez noté "
        "ailleurs, et ce qui a été fait depuis",
    )
    _json(verify)

    move = commands.add_parser("move", help="déplace toutes les données vers un serveur PostgreSQL, ou en revient")
    move.add_argument("address", metavar="ADRESSE", help="postgresql://compte@serveur/base ou sqlite:///chemin/base.db")
    _grant(commands)
    _sharing(commands)
    _encrypting(commands)
    return whole


def _printing(commands: Any) -> None:
    paper = commands.add_parser("print", help="imprime un document à signer ou à remettre, en PDF")
    paper.add_argument("kind", metavar="DOCUMENT", choices=PAPERS, help=f"lequel : {', '.join(PAPERS)}")
    paper.add_argument("action", metavar="ACTION", type=code, help="le code de l'action")
    which = paper.add_mutually_exclusive_group()
    which.add_argument("--session", metavar="CODE", help="de cette séance, avec l'autre demi-journée s'il y en a une")
    which.add_argument("--week", metavar="DATE", type=day, help="une feuille par groupe, de la semaine de ce jour")
    which.add_argument("--day", metavar="DATE", type=day, help="des séances de ce jour")
    which.add_argument("--person", metavar="ID", help="de cette personne ; sans elle, de toutes celles de l'action")
    _period(paper)
    paper.add_argument("--group", metavar="GROUPE", default="", help="la liste de ce groupe ; sans lui, de tous")
    paper.add_argument("--nature", metavar="NATURE", default="", help="les heures de cette nature de séance seulement")
    paper.add_argument("--date", metavar="DATE", type=day, help="la date que porte le document (aujourd'hui)")
    paper.add_argument("--marked", action="store_true", help="avec les présences notées, au lieu d'une feuille vierge")
    paper.add_argument("--yes", action="store_true", help="imprime aussi quand la police manque d'une lettre")
    paper.add_argument("-o", "--output", metavar="FICHIER", type=path, help="le document à écrire (.pdf)")
    _json(paper)


def _backups(commands: Any) -> None:
    backup = commands.add_parser("backup", help="sauvegarde la base")
    backup.add_argument("-o", "--output", metavar="FICHIER", type=path, help="la sauvegarde à écrire, hors du dossier")
    _json(backup)

    restore = commands.add_parser("restore", help="remet la base à une sauvegarde ; sans elle, les énumère")
    restore.add_argument("file", metavar="FICHIER", nargs="?", type=path, help="la sauvegarde à reprendre")
    restore.add_argument("--yes", action="store_true", help="ne demande pas de confirmation")
    _json(restore)


def _grant(commands: Any) -> None:
    grant = commands.add_parser("grant", help="donne ou retire un rôle ; sans compte, énumère qui en a un")
    grant.add_argument("login", metavar="COMPTE", nargs="?", help="le compte de la machine, ou du serveur")
    grant.add_argument("role", metavar="RÔLE", nargs="?", help="formateur, coordinateur ou direction")
    grant.add_argument("--name", metavar="NOM", help="le nom qui signe ses actes et que portent ses séances")
    grant.add_argument("--remove", action="store_true", help="lui retire son rôle")
    grant.add_argument(
        "--no-password", action="store_true", help="crée le compte du serveur sans mot de passe (peer, LDAP)"
    )
    _json(grant)


def _taking(commands: Any) -> None:
    take = commands.add_parser("import", help="reprend un classeur rempli sur le modèle (.xlsx ou .ods)")
    take.add_argument("file", metavar="FICHIER", type=path, help="le classeur à reprendre")
    take.add_argument("--dry-run", action="store_true", help="vérifie tout et n'écrit rien")
    _json(take)

    listed = commands.add_parser(
        "take", help="reprend une liste telle qu'elle est (.xlsx, .ods, .xls, .csv, .tsv, .txt)"
    )
    listed.add_argument("file", metavar="FICHIER", type=path, help="la liste à reprendre")
    listed.add_argument(
        "--answers", metavar="RÉPONSES", type=path, help="le fichier .toml de ce que la liste ne dit pas"
    )
    listed.add_argument("--dry-run", action="store_true", help="vérifie tout et n'écrit rien")
    _json(listed)

    template = commands.add_parser("template", help="écrit un classeur de reprise, vide ou rempli de tout")
    template.add_argument("file", metavar="FICHIER", nargs="?", type=path, help="le classeur à écrire")
    template.add_argument(
        "--filled", metavar="ACTION", nargs="?", const="", help="le remplit de ce qui est enregistré, ou d'une action"
    )
    template.add_argument(
        "--csv", metavar="DOSSIER", type=path, help="avec --filled, écrit aussi chaque feuille en CSV"
    )


def _sharing(commands: Any) -> None:
    share = commands.add_parser("share", help="partage la maison avec les comptes d'un groupe de cette machine")
    whom = share.add_mutually_exclusive_group(required=True)
    whom.add_argument("group", metavar="GROUPE", nargs="?", help="le groupe du système")
    whom.add_argument("--remove", action="store_true", help="ne la partage plus")


def _encrypting(commands: Any) -> None:
    encrypt = commands.add_parser("encrypt", help="chiffre la base et ses sauvegardes par une phrase secrète")
    other = encrypt.add_mutually_exclusive_group()
    other.add_argument("--remove", action="store_true", help="les remet en clair")
    other.add_argument("--change", action="store_true", help="change la phrase secrète")


def _personal(commands: Any) -> None:
    person = commands.add_parser(
        "person", help="dit, exporte, retient, réunit ou efface ce qui est conservé sur une personne"
    )
    person.add_argument("id", metavar="ID", type=code, help="l'identifiant de la personne")
    what = person.add_mutually_exclusive_group()
    what.add_argument("--export", action="store_true", help="écrit tout ce qui est conservé sur elle, lisible par tous")
    what.add_argument("--hold", metavar="MOTIF", help="la conserve quelle que soit la durée de conservation")
    what.add_argument("--release-hold", action="store_true", help="lève ce motif")
    what.add_argument("--unrestrict", action="store_true", help="la remet dans les listes de tous les jours")
    what.add_argument(
        "--erase", action="store_true", help="efface ses noms sans attendre ; les chiffres ne changent pas"
    )
    what.add_argument(
        "--join", metavar="AUTRE", type=code, help="y réunit la fiche AUTRE, qui est celle de la même personne"
    )
    what.add_argument(
        "--apart", metavar="AUTRE", type=code, help="dit que la fiche AUTRE est celle d'une autre personne"
    )
    what.add_argument(
        "--ask-again", metavar="AUTRE", type=code, help="ne dit plus que la fiche AUTRE est d'une autre personne"
    )
    person.add_argument(
        "--take",
        metavar="CHOIX",
        action="append",
        default=[],
        help="avec --join, garde pour ce CHOIX ce que dit AUTRE (--dry-run énumère les choix) ; plusieurs fois",
    )
    person.add_argument(
        "--dry-run", "--what-if", action="store_true", help="avec --join, dit ce qui serait fait, et n'écrit rien"
    )
    person.add_argument("-o", "--output", metavar="FICHIER", type=path, help="la page à écrire (.html), avec --export")
    person.add_argument("--yes", action="store_true", help="ne demande pas de confirmation")
    _json(person)

    purge = commands.add_parser("purge", help="archive puis efface les noms au terme de leur conservation")
    purge.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, et n'écrit rien")
    purge.add_argument(
        "--until", metavar="DATE", type=day, help="seulement les derniers contacts à cette date ou avant"
    )
    purge.add_argument("--yes", action="store_true", help="ne demande pas de confirmation")
    purge.add_argument("--backups", action="store_true", help="jette aussi les sauvegardes d'avant, après une nouvelle")
    _json(purge)


def _returns(commands: Any) -> None:
    handed = commands.add_parser("return", help="prépare un rapport à remettre au Département")
    handed.add_argument("action", metavar="ACTION", type=code, help="le code de l'action")
    period = handed.add_mutually_exclusive_group(required=True)
    period.add_argument("--month", metavar="AAAA-MM", help="le rapport de ce mois")
    period.add_argument("--quarter", metavar="AAAA-TN", help="le rapport de ce trimestre")
    period.add_argument(
        "--year", metavar="AAAA", help="le rapport de cette année, ou le bilan arrêté à son 31 décembre"
    )
    period.add_argument("--final", action="store_true", help="le rapport de toute l'action")
    handed.add_argument("--code", metavar="CODE", default="", help="lequel, s'il y en a plusieurs de même durée")
    handed.add_argument("-o", "--output", metavar="FICHIER", type=path, help="le classeur à écrire (.xlsx)")
    _sent(handed, "note qu'il est remis ce jour-là (aujourd'hui)")
    _identifiers(handed)
    _json(handed)

    copies = commands.add_parser("copies", help="énumère les copies gardées de ce qui a été envoyé, ou en montre une")
    copies.add_argument("action", metavar="ACTION", type=code, help="le code de l'action")
    copies.add_argument("number", metavar="N", nargs="?", type=whole, help="le numéro d'une copie")
    one = copies.add_mutually_exclusive_group()
    one.add_argument(
        "-o", "--output", metavar="FICHIER", type=path, help="écrit de nouveau son classeur, à l'identique"
    )
    one.add_argument("--since", action="store_true", help="dit ce qui a bougé depuis, chiffre par chiffre")
    _json(copies)


def _calendar(commands: Any) -> None:
    calendar = commands.add_parser("calendar", help="écrit les séances d'un intervenant pour un agenda (.ics)")
    calendar.add_argument("--trainer", metavar="NOM", help="l'intervenant ; tous sans lui")
    calendar.add_argument("--from", dest="start", metavar="DATE", type=day, help="premier jour (il y a un mois)")
    calendar.add_argument("--to", dest="end", metavar="DATE", type=day, help="dernier jour (dans un an)")
    calendar.add_argument("--names", action="store_true", help="nomme les participants des séances individuelles")
    calendar.add_argument(
        "--zone", metavar="FUSEAU", default="Europe/Paris", help="le fuseau des heures (Europe/Paris)"
    )
    calendar.add_argument("-o", "--output", metavar="FICHIER", type=path, help="le fichier à écrire (.ics)")


def _sent(parser: argparse.ArgumentParser, told: str) -> None:
    parser.add_argument("--sent", metavar="DATE", nargs="?", type=day, const=True, help=told)


def _closing(commands: Any) -> None:
    close = commands.add_parser("close", help="clôture une action jusqu'à un jour")
    close.add_argument("action", metavar="ACTION", type=code, help="le code de l'action")
    close.add_argument("--until", metavar="DATE", type=day, required=True, help="dernier jour clôturé")
    close.add_argument("--name", metavar="NOM", help="qui répond de la clôture")
    close.add_argument("--yes", action="store_true", help="ne demande pas de confirmation")
    _json(close)

    reopen = commands.add_parser("reopen", help="lève la dernière clôture d'une action")
    reopen.add_argument("action", metavar="ACTION", type=code, help="le code de l'action")
    reopen.add_argument("--reason", metavar="MOTIF", required=True, help="pourquoi elle est levée")
    _json(reopen)

    closings = commands.add_parser("closings", help="énumère les clôtures d'une action et leurs levées")
    closings.add_argument("action", metavar="ACTION", type=code, help="le code de l'action")
    _json(closings)


def _journal(commands: Any) -> None:
    journal = commands.add_parser("journal", help="raconte qui a fait quoi, et quand")
    about = journal.add_mutually_exclusive_group()
    about.add_argument("--person", metavar="CODE", type=code, help="ce qui touche cette personne")
    about.add_argument("--action", metavar="CODE", type=code, help="ce qui touche cette action")
    about.add_argument("--record", metavar=("TABLE", "N"), nargs=2, help="ce qui touche cet enregistrement")
    journal.add_argument("--from", dest="start", metavar="DATE", type=day, help="premier jour")
    journal.add_argument("--to", dest="end", metavar="DATE", type=day, help="dernier jour")
    journal.add_argument("--by", metavar="NOM", default="", help="les actes signés de ce nom")
    journal.add_argument("--limit", metavar="N", type=whole, default=50, help="nombre d'actes, les derniers (50)")
    _json(journal)


def _conventions(commands: Any) -> None:
    conventions = commands.add_parser("conventions", help="énumère, montre, vérifie ou commence une convention")
    parts = conventions.add_subparsers(dest="part", title="commandes ", metavar="COMMANDE")
    parts.type = str
    show = parts.add_parser("show", help="montre une convention, ses règles et leurs articles")
    show.add_argument("id", metavar="ID", type=code, help="l'identifiant de la convention")
    check = parts.add_parser("check", help="vérifie un fichier de convention")
    check.add_argument("file", metavar="FICHIER", type=path, help="le fichier .toml à vérifier")
    new = parts.add_parser("new", help="commence votre propre convention sur le modèle d'une autre")
    new.add_argument("id", metavar="ID", type=code, help="son identifiant : minuscules, chiffres et tirets")
    new.add_argument("--like", metavar="MODÈLE", required=True, help="l'identifiant de celle dont elle reprend tout")


def _period(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="start", metavar="DATE", type=day, help="premier jour (début de l'action)")
    parser.add_argument("--to", dest="end", metavar="DATE", type=day, help="dernier jour (fin de l'action)")


def _identifiers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--identifiers", action="store_true", help="donne les identifiants à la place des noms")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="écrit un document JSON")


def read(words: Sequence[str]) -> argparse.Namespace:
    """What the command line asks for. Raises Misused; ``--help`` prints and raises SystemExit."""
    return parser().parse_args(list(words))
