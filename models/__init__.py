"""What happened and what it amounts to: records, rules, indicators, exchange of files."""

import sys

# peewee imports every PostgreSQL driver it finds, needed or not (0.13 s): ``models.storage.server`` brings its own.
_hidden = [name for name in ("psycopg2cffi", "psycopg2", "psycopg") if name not in sys.modules]
sys.modules.update(dict.fromkeys(_hidden))  # type: ignore[arg-type]
try:
    import peewee  # noqa: F401
finally:
    for _name in _hidden:
        del sys.modules[_name]
