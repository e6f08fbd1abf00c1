"""Charts: whole pictures with names, words at every bar, nothing of what people wrote taken for markup."""

from xml.etree import ElementTree

from monitoring.charts import Bar, Column, Ink, bars, columns

SVG = "{http://www.w3.org/2000/svg}"
INK = Ink(600, "navy", "grey", "House Sans")
TOLD = {"key": "k", "title": "Goals", "description": "3 of 4"}


def drawn(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)


def words(picture: str) -> list[str]:
    return [text.text or "" for text in drawn(picture).iter(f"{SVG}text")]


def boxes(picture: str, name: str) -> list[dict[str, str]]:
    return [dict(box.attrib) for box in drawn(picture).iter(f"{SVG}rect") if box.get("class") == f"chart__{name}"]


def test_a_chart_is_a_picture_with_a_name_and_what_it_says() -> None:
    for picture in (bars([Bar("a", "1", 0.5)], **TOLD), columns([Column("a", "1", 0.5)], **TOLD)):
        root = drawn(picture)
        assert root.get("role") == "img" and root.get("aria-labelledby") == "k-title k-desc"
        assert [root.find(f"{SVG}{tag}").text for tag in ("title", "desc")] == ["Goals", "3 of 4"]


def test_every_bar_has_its_name_and_value_and_the_right_length() -> None:
    picture = bars([Bar("Reached", "3", 0.75, wanted=0.5), Bar("Not", "1", 0.25), Bar("Else", "too few", None)], **TOLD)
    assert words(picture) == ["Reached", "3", "Not", "1", "Else", "too few"]
    whole = float(boxes(picture, "track")[0]["width"][:-1])
    assert [float(box["width"][:-1]) / whole for box in boxes(picture, "bar")] == [
        0.75,
        0.25,
    ]  # none for the hidden one
    (line,) = list(drawn(picture).iter(f"{SVG}line"))
    assert float(line.get("x1", "")[:-1]) / whole == 0.5


def test_columns_are_named_where_there_is_room() -> None:
    few = columns([Column(f"m{n}", str(n), n / 4, 1.0) for n in range(4)], **TOLD)
    assert words(few) == ["0", "m0", "1", "m1", "2", "m2", "3", "m3"] and len(boxes(few, "track")) == 4
    many = words(columns([Column(f"m{n}", "100", 1.0) for n in range(24)], **TOLD))
    assert [word for word in many if word.startswith("m")] == [f"m{n}" for n in range(0, 24, 3)]
    assert many.count("100") == 8


def test_a_long_name_is_broken_and_markup_is_text() -> None:
    picture = bars([Bar("<b>There were enough sessions</b>, and they had the right length", "<1>", 1.0)], **TOLD)
    assert "<b>" not in picture and "&lt;b&gt;" in picture and "<1>" in words(picture)
    assert all(len(word) <= 34 for word in words(picture))


def test_on_a_screen_it_has_no_colour_of_its_own_and_on_paper_all_it_needs() -> None:
    rows = [Bar("a", "1", 0.5, wanted=0.7)]
    screen, paper = bars(rows, **TOLD), bars(rows, ink=INK, **TOLD)
    assert "fill" not in screen and "stroke" not in screen and 'width="100%"' in screen
    assert "%" not in paper.split("</desc>")[1] and 'fill="navy"' in paper and 'viewBox="0 0 600' in paper
    assert columns([Column("a", "1", 0.5)], ink=INK, **TOLD).count("navy") == 1
