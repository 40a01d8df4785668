"""What chance does to a file: bytes changed, cut, moved or repeated, and the same inside the parts of an archive.

``spoilt(content, dice)`` gives other bytes; the same dice give the same.
"""

import io
import re
import struct
import warnings
import zipfile
from random import Random

NASTY = (
    b"", b"\0", b"\xff", b"\x1b[2J", b"0", b"-1", b"1e308", b"NaN", b"99999999999999999999", b"'", b'"', b"<", b">",
    b"&#0;", b"&amp;", b"&e;", b"]]>", b"<!--", b"<!DOCTYPE a>", b"\xed\xa0\x80", b"\xe2\x80\xae", b"=1+1", b"../../x",
    b"#REF!", b"A0", b"XFD1048576", b"xfd1048576", b"A1:XFD1048576", b"1048577", b"n", b"s", b"str", b"e", b"b", b"d",
    b"inlineStr", b"UTF-7", b"[", b"]", b"{", b"$", b"=", b".", b'"[" = 1\n', b'"\\u001b[2J" = 1\n',
    b"9999-12-31", b"nan", b"true",
)  # fmt: skip
_WORD = re.compile(rb"[\w.:#/-]+")


def spoilt(content: bytes, dice: Random) -> bytes:
    """A file made from another: anything in it may be wrong."""
    if dice.random() < 0.35:
        return _bytes(content, dice)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except zipfile.BadZipFile:
        return _words(content, dice)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        name = dice.choice([*parts])
        parts[name] = (_words if dice.random() < 0.7 else _bytes)(parts[name], dice)
    return _packed(parts, dice)


def _packed(parts: dict[str, bytes], dice: Random) -> bytes:
    """An archive of these parts; one in four is itself unusual."""
    entries = [*parts.items()]
    odd = dice.random() * 4
    if odd < 0.15:
        entries.remove(dice.choice(entries))
    elif odd < 0.3:
        entries.append(dice.choice(entries))
    elif odd < 0.45:
        entries.append((dice.choice(("/etc/x", "../../x", "C:\\x", "xl\\workbook.xml", "é\0x", "a/" * 500)), b"x"))
    elif odd < 0.6:
        name, part = dice.choice(entries)
        entries.append((name.upper(), part))
    elif odd < 0.7:
        dice.shuffle(entries)
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        warnings.simplefilter("ignore")  # two parts of the same name are meant
        for name, part in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if dice.random() < 0.2 else zipfile.ZIP_DEFLATED
            if odd < 1 and dice.random() < 0.2:
                info.external_attr = 0o120777 << 16  # a symbolic link
            with archive.open(info, "w", force_zip64=dice.random() < 0.1) as stream:
                stream.write(part)
    content = bytearray(file.getvalue())
    if odd > 3.6:  # the list of parts lies about one of them
        places = [found.start() for found in re.finditer(b"PK\x01\x02|PK\x03\x04|PK\x05\x06", content)]
        place = dice.choice(places) + dice.randrange(4, 30)
        content[place : place + 4] = struct.pack(
            "<I", dice.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, dice.getrandbits(32)))
        )
    return bytes(content)


def _bytes(content: bytes, dice: Random) -> bytes:
    found = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 8))):
        size = max(1, len(found))
        start = dice.randrange(size)
        end = min(size, start + dice.choice((1, 1, 4, 30, 1000)))
        way = dice.randrange(6)
        if way == 0:
            found[start : start + 1] = bytes([dice.randrange(256)])
        elif way == 1 and found:
            found[start % len(found)] ^= 1 << dice.randrange(8)
        elif way == 2:
            del found[start:end]
        elif way == 3:
            found[start:start] = found[start:end] * dice.choice((1, 1, 50))
        elif way == 4:
            found[start:end] = dice.choice(NASTY)
        else:
            del found[start if dice.random() < 0.2 else size :]
    return bytes(found)


def _words(content: bytes, dice: Random) -> bytes:
    """Text whose words, tags or lines are exchanged, dropped, repeated or replaced by something nasty."""
    words = [*_WORD.finditer(content)]
    if not words:
        return _bytes(content, dice)
    for found in sorted(dice.sample(words, min(len(words), dice.choice((1, 1, 2, 5)))), key=lambda one: -one.start()):
        other = dice.choice(words)
        way = dice.randrange(5)
        new = (
            dice.choice(NASTY),
            other[0],
            found[0] * dice.choice((2, 50, 3000)),
            b"",
            content[min(found.start(), other.start()) : max(found.end(), other.end())][:5000],
        )[way]
        content = content[: found.start()] + new + content[found.end() :]
    return content
