"""Frame bodies whose text is UTF-8 or UTF-16 without a mark, written so that an ID3v2.3 reader can read them."""

from __future__ import annotations

from chaptag.containers.id3.strings import decode_text, split_text, terminator

__all__ = ["downgrade_text", "text_body", "text_values", "values_joined"]

# The fields after the encoding byte. S: a terminated string, T: a string to the end, L: a terminated Latin-1 string,
# a digit: so many bytes, P: pairs of a terminated string and four bytes, *: the rest.
_LAYOUTS = {
    "APIC": "L1S*",
    "COMM": "3ST",
    "COMR": "L8L1SSL*",
    "GEOB": "LSS*",
    "OWNE": "L8T",
    "SYLT": "5SP",
    "TXXX": "ST",
    "USER": "3T",
    "USLT": "3ST",
    "WXXX": "S*",
}


def text_values(body: bytes) -> list[str]:
    """Decode the values of a text frame; 2.4 puts a terminator between them."""
    if not body:
        return []
    encoding, rest = body[0], body[1:]
    values: list[str] = []
    while rest:
        head, rest = split_text(encoding, rest)
        values.append(decode_text(encoding, head))
    return values


def text_body(text: str) -> bytes:
    """Write a text frame's body for 2.3: Latin-1 where it is ASCII, else UTF-16 with a byte order mark."""
    encoding = 0 if text.isascii() else 1
    return bytes((encoding,)) + _encode(encoding, text)


def values_joined(name: str, body: bytes) -> list[str]:
    """List what becomes one value in 2.3: there, readers ignore whatever follows the first terminator of a text.

    Empty values at the end are none: some writers end a text twice. Frames without such a text have no values.
    """
    if name[0] == "T" and name != "TXXX":
        values = text_values(body)
    elif body and _LAYOUTS.get(name, "").endswith("T"):
        *_, text = _fields(_LAYOUTS[name][:-1] + "*", body[0], body[1:])
        values = text_values(body[:1] + text) if isinstance(text, bytes) else []
    else:
        values = []
    while len(values) > 1 and not values[-1]:
        values.pop()
    return values


def downgrade_text(name: str, body: bytes) -> bytes:
    """Write the strings of a frame's body in an encoding that 2.3 has; bodies that have none come back as they are.

    Several values of a text are joined with a slash, as 2.3 does.
    """
    values = values_joined(name, body)
    if not body or body[0] > 3 or (body[0] < 2 and len(values) < 2):
        return body
    if name[0] == "T" and name != "TXXX":
        return text_body("/".join(values))
    layout = _LAYOUTS.get(name)
    if layout is None:
        return body
    fields = _fields(layout, body[0], body[1:])
    if layout.endswith("T"):
        fields[-1] = "/".join(values)
    encoding = 0 if all(field.isascii() for field in fields if isinstance(field, str)) else 1
    parts = []
    for index, field in enumerate(fields):
        if isinstance(field, bytes):
            parts.append(field)
        else:
            ends = not (layout.endswith("T") and index == len(fields) - 1)
            parts.append(_encode(encoding, field) + (terminator(encoding) if ends else b""))
    return bytes((encoding,)) + b"".join(parts)


def _fields(layout: str, encoding: int, data: bytes) -> list[str | bytes]:
    """Take a body apart: strings decoded, all else as bytes, in order."""
    found: list[str | bytes] = []
    for kind in layout:
        if kind in "ST":
            head, data = split_text(encoding, data)
            found.append(decode_text(encoding, head))
        elif kind == "L":
            head, nul, data = data.partition(b"\0")
            found.append(head + nul)
        elif kind == "P":
            while data:
                head, data = split_text(encoding, data)
                found += [decode_text(encoding, head), data[:4]]
                data = data[4:]
        else:
            size = len(data) if kind == "*" else int(kind)
            found.append(data[:size])
            data = data[size:]
    return found


def _encode(encoding: int, text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le") if encoding else text.encode("ascii")
