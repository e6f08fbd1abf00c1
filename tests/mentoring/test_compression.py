"""What goes out compressed."""

import gzip

from django.urls import reverse

from documents import uploads
from sessions import homework
from tests import stories
from tests.sessions.test_homework import picture


def test_a_page_is_compressed_for_browsers_that_take_it(group, tomas, nia, signed_in):
    stories.meeting(group, by=tomas, topic="Telling my story")
    plain = signed_in(nia).get(reverse("home"))
    packed = signed_in(nia).get(reverse("home"), headers={"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == "gzip"
    assert "Telling my story" in gzip.decompress(packed.content).decode()
    assert len(packed.content) * 2 < len(plain.content) and "Accept-Encoding" in packed.headers["Vary"]


def test_a_file_goes_out_as_it_is(group, tomas, nia, signed_in):
    task = stories.meeting(group, by=tomas, homework=["Find two adverts"]).homework.get()
    row = homework.answer(task, "done", "", uploads.accept(picture()), by=nia)
    file = reverse("sessions:homework_file", args=(row.pk,))
    answer = signed_in(tomas).get(file, headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert int(answer.headers["Content-Length"]) == len(b"".join(answer.streaming_content))
