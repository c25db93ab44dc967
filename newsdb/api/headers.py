"""What every answer of the API says in its head: its version, and a tag by which it need not be sent again."""

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

VERSION = "1"
_PREFIX = f"/api/v{VERSION}/"

GetResponse = Callable[[HttpRequest], HttpResponse]


def api_headers(get_response: GetResponse) -> GetResponse:
    """Add ``API-Version``, ``Vary`` and a strong ``ETag``; answer 304 to who has the same answer already.

    The tag is a digest of the body, so that it differs by format, by what is asked and by who may see what.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(_PREFIX):
            return response
        patch_vary_headers(response, ("Accept", "Authorization", "Cookie"))
        if request.method in ("GET", "HEAD") and response.status_code == 200 and not response.streaming:
            response["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
            response = get_conditional_response(request, response["ETag"], response=response) or response
        response["API-Version"] = VERSION
        return response

    return respond
