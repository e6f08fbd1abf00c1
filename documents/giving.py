"""Give out a kept file as a download that no browser runs. Who may have it was asked before."""

from django.http import FileResponse, Http404
from django.utils.text import slugify

from . import files
from .uploads import ENDINGS


def given(path: str, *, name: str, media_type: str) -> FileResponse:
    """The file at ``path`` below the media folder, under a plain name with an ending of ours; 404 when it is gone."""
    place = files.place_of(path)
    if not place.is_file():
        raise Http404
    stem = slugify(name)[:80] or "file"
    told = {"filename": f"{stem}.{ENDINGS.get(media_type, 'bin')}", "content_type": "application/octet-stream"}
    answer = FileResponse(place.open("rb"), as_attachment=True, **told)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
