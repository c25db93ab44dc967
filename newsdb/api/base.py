"""What all views of the API share: parameters are checked, answers are in English, errors have one shape."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from newsdb.api.parameters import check_names, check_text, refuse
from newsdb.api.renderers import JSON


class BaseView(APIView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override("en"):  # programs read these answers, whatever language a browser asks for
            return super().dispatch(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(answer, Response) and answer.status_code >= 300:
            answer.accepted_renderer = JSON()  # errors and new addresses, whatever was asked for
            answer.accepted_media_type = JSON.media_type
        return answer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        formats = [renderer.format for renderer in self.renderer_classes]
        asked = request.query_params.get("format", formats[0])
        if asked not in formats:
            raise refuse("format", f"{asked[:200]!r} is not allowed here: write one of {', '.join(formats)}")
        super().initial(request, *args, **kwargs)
        check_text(request.query_params)
        check_names(request.query_params, self.parameters())

    def parameters(self) -> set[str]:
        """Return the names of the parameters that the address takes."""
        return {"format"}


class NoSuchAddress(BaseView):
    """Answers for addresses under ``/api/v1/`` that lead nowhere, or only lack the slash at the end."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        if request.method == "GET" and not request.path.endswith("/"):
            return
        raise Http404

    def get(self, request: Request) -> Response:
        address = request.get_full_path(force_append_slash=True)
        return Response(status=301, headers={"Location": address})
