"""The values that somebody typed into the fields of a PDF form, by the full name of each field."""

from typing import Any

from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, NullObject, StreamObject

from .protocol import ALL_TEXT, FIELD_NAME, FIELD_TEXT, FIELDS, Refused, Values


def values_of(root: DictionaryObject) -> Values:
    """Name and value of each field; a choice of several is a list. Raises ``Refused`` for absurd numbers of them."""
    form = root.get("/AcroForm", NullObject()).get_object()
    found: Values = {}
    waiting = [(kid, "", None) for kid in _items(form, "/Fields")]
    visited = 0
    while waiting:
        node, above, value = waiting.pop()
        node = node.get_object()
        visited += 1
        if visited > FIELDS or len(waiting) > FIELDS:
            raise Refused("tangled")
        if not isinstance(node, DictionaryObject):
            continue
        own = _text(node.get("/T"))
        name = f"{above}.{own}" if above and own else above or own
        if len(name) > FIELD_NAME:
            raise Refused("tangled")
        value = node.get("/V", value)
        kids = _items(node, "/Kids")
        waiting += [(kid, name, value) for kid in kids]
        if name and not kids:
            found[name] = _value(value) or _mark(node) or found.get(name, "")
    if sum(map(len, map(str, found.values()))) > ALL_TEXT:
        raise Refused("tangled")
    return found


def _items(node: Any, key: str) -> list[Any]:
    kids = node.get(key) if isinstance(node, DictionaryObject) else None
    kids = kids.get_object() if kids is not None else None
    return list(kids[: FIELDS + 1]) if isinstance(kids, ArrayObject) else []


def _mark(node: DictionaryObject) -> str:
    """What a box shows: some programs tick it without giving it a value."""
    shown = node.get("/AS")
    return _text(shown) if isinstance(shown, NameObject) and shown != "/Off" else ""


def _value(value: Any) -> str | list[str]:
    value = value.get_object() if value is not None else None
    if isinstance(value, ArrayObject):
        return [_text(one) for one in value[:FIELDS]]
    return _text(value)


def _text(value: Any) -> str:
    value = value.get_object() if value is not None else None
    if value is None or isinstance(value, NullObject | DictionaryObject | ArrayObject):
        if not isinstance(value, StreamObject):
            return ""
        value = ByteStringObject(value.get_data())
    if isinstance(value, NameObject):
        text = str(value)[1:]
    elif isinstance(value, bytes):
        text = value.decode("utf-8", "replace")
    else:
        text = str(value)
    return text[: FIELD_TEXT + 1].replace("\r\n", "\n").replace("\r", "\n")
