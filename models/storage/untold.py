"""What a server refuses when a transaction ends: a record added, changed or removed that no act tells as it now stands.

It is so in the tables a trainer may write, whoever writes. The last act that tells the record must tell it so, word for
word. Whoever owns the tables is above it; the rows of a coordinator's take-over, which pages of the journal tell, and
of a purge, which tells anew what others told, are not looked at one by one.
"""

from models.tables import TABLES, Table, long_fields
from models.tables.base import ACTS

MESSAGE = "cet enregistrement n''est raconté par aucun acte"
BY_PAGES = ("import", "purge")
"""Kinds of acts whose rows are not looked at one by one: a coordinator's."""

BODY = """
DECLARE
    its_number integer := coalesce(NEW.id, OLD.id);
    its_start text := '{{"table": "{model}", "before": ';
    its_first text := its_start || 'null, "after": {{"id": ' || its_number || ', ';
    its_next text := its_start || '{{"id": ' || its_number || ', ';
    its_state text;
    told text;
BEGIN
    IF (SELECT login = session_user AND kind IN {by_pages} FROM journal_entry ORDER BY id DESC LIMIT 1) THEN
        RETURN NULL;
    END IF;
    SELECT '"after": ' || {text} || '}}' INTO its_state FROM "{table}" WHERE id = its_number;
    its_state := coalesce(its_state, '"after": null}}');
    FOR told IN SELECT changes FROM journal_subject JOIN journal_entry ON journal_entry.id = entry_id
        WHERE journal_subject.kind = '{model}' AND record = its_number ORDER BY entry_id DESC
    LOOP
        IF strpos(told, its_next) > 0 THEN
            told := split_part(told, its_next, -1);
            IF strpos(told, its_state) > 0 AND strpos(told, its_state) = strpos(told, '"after": ') THEN
                RETURN NULL;
            END IF;
            EXIT;
        END IF;
        IF strpos(told, its_start || 'null, ' || its_state) > 0 THEN RETURN NULL; END IF;
        EXIT WHEN strpos(told, its_first) > 0;
    END LOOP;
    RAISE EXCEPTION '{message}';
END"""


def statements() -> list[str]:
    """What makes the triggers; each function finds its tables on the path it is made with, whoever runs it."""
    return [statement for model in TABLES if model.trainers not in ("", ACTS) for statement in _trigger(model)]


def _trigger(model: type[Table]) -> list[str]:
    table = model._meta.table_name
    body = BODY.format(model=model.__name__, table=table, text=_told(model), by_pages=str(BY_PAGES), message=MESSAGE)
    return [
        f"CREATE OR REPLACE FUNCTION refuse_{table}_untold() RETURNS trigger LANGUAGE plpgsql"
        f" SET search_path FROM CURRENT AS $${body} $$",
        f"DROP TRIGGER IF EXISTS {table}_untold ON {table}",
        f"CREATE CONSTRAINT TRIGGER {table}_untold AFTER INSERT OR UPDATE OR DELETE ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (act_is_owed()) EXECUTE FUNCTION refuse_{table}_untold()",
    ]


def _told(model: type[Table]) -> str:
    """A record of ``model`` in the words of the server, exactly as an act tells it (``models.acts.act.plain``)."""
    long, parts = long_fields(model), []
    for name, field in model._meta.fields.items():
        column = f'"{field.column_name}"'
        if name in long:
            text = f"coalesce({column}, '')"
            text = text if field.field_type == "BLOB" else f"convert_to({text}, 'UTF8')"
            said = f"to_json(encode(sha256({text}), 'hex'))::text"
        elif field.null:
            said = f"coalesce(to_json({column})::text, 'null')"
        else:
            said = f"to_json({column})::text"
        parts.append(f"'\"{name}\": ' || {said}")
    return "'{' || " + " || ', ' || ".join(parts) + " || '}'"
