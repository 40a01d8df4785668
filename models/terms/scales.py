"""The scales people are evaluated on: a level or a domain is one of its scale's however it is typed (E-10)."""

from config.schema import Convention, Scale
from models.french.comparing import one_of, scale_key


def scale_of(spec: Convention, code: str) -> Scale | None:
    """The scale of a convention that has this code."""
    return next((one for one in spec.scale if one.code == code), None)


def written(scale: Scale | None, subject: str, level: str) -> tuple[str, str]:
    """A domain and a level as their scale writes them; one that is none of its own stays as it is."""
    if scale is None:
        return subject, level
    return one_of(subject, scale.subjects, scale_key), one_of(level, scale.levels, scale_key)
