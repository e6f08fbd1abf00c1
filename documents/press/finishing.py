"""The last touch on a printed file: both standards named, streams with a clear end, the field for the seal."""

from typing import Any

FOR_EVERYONE = b"""
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
<rdf:li xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""  # PDF/A knows no PDF/UA: a file that is both explains the word by which it says so
SEAL = "seal"  # the field that is signed, and the id of what is drawn under it
PRINTED, LOCKED, SIGNED_ONLY_APPENDED = 4, 128, 3


def finish(document: Any, pdf: Any, *, archive: bool, missing: set[int]) -> None:
    """Complete a PDF that WeasyPrint is about to write; `document` is its layout, `pdf` the objects.

    For the `archive` it says that it is PDF/UA too, and gets its place for the seal. The numbers of characters that no
    font could draw are put into `missing`.
    """
    for font in document.fonts.values():
        missing.update(font.missing)
    write_line = pdf.write_line
    pdf.write_line = lambda content, output: write_line(_with_a_clear_end(content), output)
    if archive:
        _for_the_archive(document, pdf)


def _for_the_archive(document: Any, pdf: Any) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.compress = False  # to be found by whoever looks for it
    said = b"".join(metadata.stream).replace(b"</rdf:RDF>", FOR_EVERYONE + b"</rdf:RDF>")
    metadata.stream = [said.replace(b"endstream", b"end&#115;tream")]  # a title in plain sight may hold this word
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])  # WeasyPrint lists each attachment twice
    for number, page in enumerate(document.pages):
        if SEAL in page.anchors:
            _field_for_the_seal(pdf, number, page)


def _field_for_the_seal(pdf: Any, number: int, page: Any) -> None:
    """An empty signature field over the drawn seal, in the reading order for those who hear the document."""
    from pydyf import Array, Dictionary, Stream, String

    left, top, right, bottom = (0.75 * length for length in page.anchors[SEAL])
    height = 0.75 * page.height
    reference = pdf.page_references[number]
    nothing = {"Type": "/XObject", "Subtype": "/Form", "BBox": Array((0, 0, right - left, bottom - top))}
    look = _added(pdf, Stream([], Dictionary(nothing)))  # what is seen is drawn in the page itself
    field = Dictionary({
        "Type": "/Annot", "Subtype": "/Widget", "FT": "/Sig", "F": PRINTED + LOCKED, "P": reference,
        "Rect": Array((left, height - bottom, right, height - top)), "AP": Dictionary({"N": look}),
        "T": String(SEAL), "TU": String("Electronic seal"),
    })  # fmt: skip
    _added(pdf, field)
    _object(pdf, reference)["Annots"] = Array([field.reference])
    pdf.catalog["AcroForm"] = Dictionary({"Fields": Array([field.reference]), "SigFlags": SIGNED_ONLY_APPENDED})

    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    whole = _object(pdf, root["K"][0])
    element = Dictionary({"Type": "/StructElem", "S": "/Form", "P": whole.reference, "Pg": reference})
    element["K"] = Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": reference})
    whole["K"].append(_added(pdf, element))
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    field["StructParent"] = len(numbers) // 2
    numbers.extend([field["StructParent"], element.reference])


def _with_a_clear_end(content: bytes) -> bytes:
    """A stream whose last byte is a carriage return, so that the line end after it is not read as its part."""
    ending = b"\r\nendstream\nendobj"
    return content.removesuffix(ending) + b"\r" + ending if content.endswith(ending) else content


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _added(pdf: Any, thing: Any) -> bytes:
    pdf.add_object(thing)
    return thing.reference
