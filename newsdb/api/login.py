"""Signing in and out."""

from typing import Any

from django.contrib.auth import authenticate
from drf_spectacular.utils import extend_schema
from knox.views import LoginView as KnoxLogin
from knox.views import LogoutView as KnoxLogout
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from newsdb.api.authentication import TokenAuthentication
from newsdb.api.base import BaseView


class Credentials(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class Token(serializers.Serializer[Any]):
    token = serializers.CharField()
    expiry = serializers.DateTimeField()


class LoginView(BaseView, KnoxLogin):  # type: ignore[misc]
    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return "Token"

    @extend_schema(tags=["auth"], request=Credentials, responses=Token, auth=[])
    def post(self, request: Request, format: str | None = None) -> Response:
        """Get a token for a user name and password. It ends by itself after ten hours."""
        credentials = Credentials(data=request.data)
        credentials.is_valid(raise_exception=True)
        user = authenticate(request, **credentials.validated_data)
        if user is None:
            raise AuthenticationFailed("The user name or the password is wrong.")
        request.user = user
        answer: Response = super().post(request, format)
        return answer


class LogoutView(BaseView, KnoxLogout):  # type: ignore[misc]
    authentication_classes = (TokenAuthentication,)

    @extend_schema(tags=["auth"], request=None, responses={204: None})
    def post(self, request: Request, format: str | None = None) -> Response:
        """End the token that the request is sent with."""
        answer: Response = super().post(request, format)
        return answer
