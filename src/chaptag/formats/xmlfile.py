"""A chapter file as XML: parsed without entities, DTDs and network, depth and size bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.formats.textfile import check_size
from chaptag.model.errors import NotesError
from chaptag.model.finding import Place
from chaptag.model.text import visible

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["local_name", "parse_xml", "place_of", "xml_text"]

_ENTITY = "<!ENTITY"
_MAX_TAGS = 1_000_000
_BROKEN = "Export the file again, or mend it at that place; it may be cut off, or lack a tag or an escape (&amp;)."


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse an XML file and return its root.

    Entity declarations are refused: no chapter file needs one, and they are how small files grow large. libxml2
    bounds the depth (256) and the length of a text (10 MB). Raises NotesError with line and column.
    """
    from lxml import etree

    check_size(data, name)
    for encoding in ("ascii", "utf-16-le", "utf-16-be"):
        if (at := data.find(_ENTITY.encode(encoding))) >= 0:
            line = data.count(b"\n", 0, at) + 1
            column = at - (data.rfind(b"\n", 0, at) + 1) + 1
            hint = "Write each text itself in the place of its entity, and take the declarations out."
            raise NotesError("entity declarations are not read", hint=hint, place=Place(name, line, column))
    if data.count(b"<") > _MAX_TAGS:
        raise NotesError(f"more than {_MAX_TAGS:,} tags are no chapter list", place=Place(name, 1, 1))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        place = Place(name, max(line, 1), max(column, 1))
        why = visible(error.msg or "the file is empty")
        raise NotesError(f"this is not XML: {why}", hint=_BROKEN, place=place) from error
    except (ValueError, LookupError) as error:
        raise NotesError(f"this is not XML: {error}", hint=_BROKEN, place=Place(name, 1, 1)) from error


def local_name(element: etree._Element) -> str:
    """Tell an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def place_of(element: etree._Element, name: str) -> Place:
    """Tell the line on which an element stands."""
    return Place(name, element.sourceline or 1, 1)


def xml_text(root: etree._Element) -> str:
    """Write a document: declaration, two spaces a level, a line break at the end."""
    from lxml import etree

    etree.indent(root, space="  ")
    body = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
