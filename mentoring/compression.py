"""Pages go out compressed, whatever stands before the application; files go out as they are."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Django's own, which pads each answer by chance so that its length tells nothing (BREACH).

    Files are streamed: they are compressed in themselves, and their length is to be known.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page for browsers that take it."""
        return response if response.streaming else super().process_response(request, response)
