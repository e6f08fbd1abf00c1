"""A photo or scanned page: opened, turned upright, made smaller and anew. What stood beside the picture is dropped."""

import io
import struct

from PIL import Image, ImageOps

from .protocol import LONG_SIDE, PIXELS, Refused, pack

QUALITY = 78
PICTURES, TRAILER = 4, 64 * 1024  # what phones write behind a photo: more pictures, so many bytes of notes


def opened(data: bytes) -> bytes:
    """The packed answer: the one page of a PNG or JPEG that ends where its picture ends."""
    kind = "PNG" if data.startswith(b"\x89PNG") else "JPEG"
    (_end_of_png if kind == "PNG" else _end_of_jpeg)(data)
    try:
        picture = Image.open(io.BytesIO(data), formats=(kind,))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    if picture.width * picture.height > PIXELS:
        raise Refused("pixels")
    picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
    picture.seek(0)
    return pack({"media_type": f"image/{kind.lower()}", "fields": {}}, [page_of(picture)])


def page_of(picture: Image.Image) -> bytes:
    """A picture as a JPEG page: upright, on white, at most ``LONG_SIDE`` long, without metadata."""
    if picture.mode.startswith("I"):  # sixteen bits of grey
        picture = picture.point(lambda depth: depth * (1 / 256))
    if picture.mode not in ("L", "RGB", "RGBA", "LA"):
        is_clear = "transparency" in picture.info
        picture = picture.convert("RGBA" if is_clear else "L" if picture.mode[0] in "1I" else "RGB")
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    picture = ImageOps.exif_transpose(picture)
    if picture.mode in ("RGBA", "LA"):
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
        picture = ground
    out = io.BytesIO()
    Image.frombytes(picture.mode, picture.size, picture.tobytes()).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _end_of_png(data: bytes) -> None:
    at = 8
    while at + 12 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        at += 12 + length
        if name == b"IEND":
            break
    else:
        raise Refused("damaged")
    _nothing_behind(data[at:])


def _end_of_jpeg(data: bytes) -> None:
    """Behind the picture: nothing, or more whole pictures (for bright screens), or the small notes of some phones."""
    behind = data
    for _picture in range(PICTURES):
        if behind.startswith(b"\xff\xd8\xff"):
            behind = behind[_length_of_jpeg(behind) :]
    if len(behind) <= TRAILER and behind.endswith(b"SEFT"):
        (notes,) = struct.unpack("<I", behind[-8:-4])
        if behind[-8 - notes :][:4] == b"SEFH":
            return
    _nothing_behind(behind)


def _length_of_jpeg(data: bytes) -> int:
    """Where the picture that begins here ends: from marker to marker, and through what is between the last of them."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF:
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 2
        else:
            at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
            at = _next_marker(data, at) if marker == 0xDA else at
    if data[at : at + 2] == b"\xff\xd9":
        return at + 2
    raise Refused("damaged")


def _next_marker(data: bytes, at: int) -> int:
    while (at := data.find(b"\xff", at)) >= 0:
        if data[at + 1 : at + 2] and data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    raise Refused("damaged")


def _nothing_behind(behind: bytes) -> None:
    if behind.strip(b"\0\r\n\t "):
        raise Refused("mixed")
