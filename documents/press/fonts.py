"""The typeface of documents, cut from one variable font to the weights that a page uses.

A fixed weight is drawn at once; from a variable font each letter of each document would be computed anew, which makes
printing a third slower.
"""

from functools import cache

from fontpkg_noto_sans import ROOT

VARIABLE = ROOT / "files" / "NotoSans[wdth,wght].ttf"
WEIGHTS = (400, 600)


@cache
def cut(weight: int) -> bytes:
    """The font file of one of the ``WEIGHTS``, at normal width: the same bytes in every process. Takes some 40 ms once."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(VARIABLE))
    whole = uharfbuzz.SubsetInput()
    whole.keep_everything()
    for axis, value in (("wght", weight), ("wdth", 100)):
        whole.pin_axis_location(face, axis, value)
    return bytes(uharfbuzz.subset(face, whole).blob.data)
