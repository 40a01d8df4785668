"""How a server knows that an act is told as Assidu tells it, whoever writes it: when, of what kind, in which words.

The functions are part of the rules of the journal (``models.storage.server_guards``) and run as whoever writes. They
are planned once a connection: an act is told at each key of a roll.
"""

COORDINATORS_KINDS = """
    ('import', 'purge', 'close', 'reopen', 'freeze', 'restore', 'demo', 'adopt', 'tidy', 'role', 'join', 'move',
    'return', 'hold', 'unrestrict', 'release', 'grant', 'reverse', 'report', 'moped', 'lend', 'extend', 'loan',
    'downtime', 'give_back', 'lost', 'action', 'group', 'theme', 'two_people', 'enter', 'record')
"""
"""The kinds of acts a trainer never does."""

MOMENT = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"

SAYS = """
    WITH told AS (
        SELECT one->>'table' AS model, one->'before' AS before, one->'after' AS after,
            one->>'before' IS NULL AS is_new, one->>'after' IS NULL AS gone,
            CASE WHEN one->>'after' IS NULL THEN one->'before' ELSE one->'after' END AS side
        FROM json_array_elements(changes::json) AS change(one)
    ), full_told AS (
        SELECT told.*, count(*) OVER () AS total, person.last_name, person.first_name,
            action.code AS action_code, substr(session.day, 9, 2) || '/' || substr(session.day, 6, 2) || '/' ||
            substr(session.day, 1, 4) AS on_day, (after->>'minutes')::integer AS lasting
        FROM told LEFT JOIN person ON person.id = (side->>'person')::integer
        LEFT JOIN session ON session.id = (side->>'session')::integer
        LEFT JOIN action ON action.id = (side->>'action')::integer
    )
    SELECT (kind NOT IN ('undo', 'redo') OR bool_or(model = 'Movement') OR sentence = (
        SELECT CASE act_is_told.kind WHEN 'undo' THEN 'Défait : ' ELSE 'Rétabli : ' END
            || regexp_replace(undone.sentence, '^(Défait|Rétabli|Annulé) : ', '')
        FROM journal_entry AS undone WHERE undone.id = undoes
    )) IS TRUE AND (kind <> 'session' OR bool_or(model = 'Session')) IS TRUE AND coalesce(bool_and(
        (undoes IS NOT NULL OR gone OR model IS NULL OR model = 'Frozen'
            OR (after->>'recorded_at' = at AND after->>'recorded_by' = who))
        AND CASE kind WHEN 'mark' THEN model = 'Attendance' WHEN 'minutes' THEN model = 'Attendance'
            WHEN 'note' THEN model IN ('Attendance', 'Session') WHEN 'session' THEN model IN ('Session', 'Attendance')
            WHEN 'halves' THEN model IN ('Session', 'Attendance', 'SheetSeen')
            WHEN 'person' THEN model NOT IN ('Attendance', 'Session') WHEN 'parcours' THEN model <> 'Attendance' OR gone
            ELSE true END
        AND CASE
            WHEN model = 'Attendance' AND kind IN ('mark', 'minutes', 'note', 'expect') THEN
                strpos(sentence, ' du ' || on_day) > 0 AND (
                    starts_with(sentence, upper(last_name COLLATE "default") || ' ' || first_name || ' : ' || marked)
                    OR (kind = 'mark' AND after->>'status' = 'présent'
                        AND starts_with(sentence, total || ' personne' || CASE WHEN total > 1 THEN 's' ELSE '' END
                            || ' : présent, '))
                    OR starts_with(
                        assidu_fold(sentence), assidu_fold(last_name || ' ' || first_name || ' : ' || marked)))
            WHEN model = 'Session' AND kind = 'note' THEN sentence = 'Note de la séance ' || (side->>'code')
            WHEN model = 'Session' AND kind = 'halves' THEN
                right(sentence, length(' : deux demi-journées')) = ' : deux demi-journées'
            WHEN model = 'Session' AND kind = 'session' AND is_new THEN starts_with(sentence, action_code || ' : ')
            WHEN model = 'Session' AND kind = 'session' THEN
                starts_with(sentence, action_code || ', séance du ' || substr(before->>'day', 9, 2) || '/'
                    || substr(before->>'day', 6, 2) || '/' || substr(before->>'day', 1, 4) || ' à ')
                AND right(sentence, length(ending)) = ending
            ELSE true END
    ), true)
    FROM (SELECT *, CASE
        WHEN gone THEN ' : supprimée'
        WHEN after->>'state' = before->>'state' THEN ' : corrigée'
        WHEN after->>'state' = 'annulée' THEN ' : annulée (' || (after->>'cancel_reason') || ')'
        ELSE ' : rétablie' END AS ending, CASE
        WHEN kind = 'note' THEN 'note,'
        WHEN kind = 'expect' THEN CASE WHEN gone THEN 'retiré' ELSE 'ajouté' END
        WHEN kind = 'mark' AND (gone OR after->>'status' = 'prévu') THEN 'marque effacée,'
        WHEN kind = 'mark' THEN (after->>'status') || ','
        WHEN lasting IS NULL THEN 'durée de la séance,'
        WHEN mod(lasting, 60) = 0 THEN lasting / 60 || ' h,'
        WHEN lasting < 60 THEN lasting || ' min,'
        ELSE lasting / 60 || ' h ' || lpad(mod(lasting, 60)::text, 2, '0') || ',' END AS marked FROM full_told) AS said
"""
"""Whether an act is told as Assidu tells it: its rows bear its moment and its author, its kind changes the tables it
may, its sentence says who was marked, how and for which day, or what became of which session."""


TIMELY = f"""
    WITH last AS (
        SELECT CASE WHEN at ~ '{MOMENT}' THEN at::timestamp END AS moment FROM journal_entry ORDER BY id DESC LIMIT 1
    ), clock AS (SELECT now() AT TIME ZONE 'UTC' AS moment)
    SELECT CASE WHEN told ~ '{MOMENT}' THEN told::timestamp
        BETWEEN least(clock.moment, (SELECT moment FROM last)) - interval '1 day'
        AND greatest(clock.moment, (SELECT moment FROM last)) + interval '1 day' ELSE false END FROM clock
"""
"""Whether an act comes after the one before it and not after now, to a day: clocks and time zones differ."""

OWED = """
    SELECT NOT pg_has_role(session_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'journal_entry'::regclass
"""
"""Whether whoever writes owes an act for it: all but the owner of the tables, who brings them to another schema too."""


def statements() -> list[str]:
    """What makes the functions; each finds its tables on the path it is made with, whoever runs it."""
    told = "kind text, sentence text, changes text, at text, who text, undoes integer"
    return [
        _function("act_is_owed()", OWED),
        _function("act_is_timely(told text)", TIMELY),
        _function(f"act_is_told({told})", SAYS),
    ]


def _function(signature: str, question: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {signature} RETURNS boolean LANGUAGE plpgsql STABLE"
        f" SET search_path FROM CURRENT AS $$ BEGIN RETURN ({question}); END $$"
    )
