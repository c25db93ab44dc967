"""Tokens: got for a password, sent as ``Authorization: Token …``, stored hashed, expiring."""

import re
from typing import Any

from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework.exceptions import AuthenticationFailed


class TokenAuthentication(KnoxAuthentication):  # type: ignore[misc]
    """Knox's, but what cannot be a token is refused before it is decoded or looked up."""

    def authenticate_credentials(self, token: bytes) -> Any:
        if not re.fullmatch(rb"[0-9A-Za-z]{1,128}", token):
            raise AuthenticationFailed("Invalid token.")
        return super().authenticate_credentials(token)
