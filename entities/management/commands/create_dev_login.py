"""Create the editor's login of a development machine."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import CommandError

from entities.management.console import NewsCommand

USERNAME = "editor"


class Command(NewsCommand):
    help = "Create the login 'editor' with a random password, and print it once. With DEBUG only."
    example = "DEBUG=1 manage.py create_dev_login"

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("this login is for development: set DEBUG=1, or use createsuperuser")
        if User.objects.filter(username=USERNAME).exists():
            self.report(
                f"login: {USERNAME} (its password was printed once; manage.py changepassword sets another)"
            )
            return
        password = secrets.token_urlsafe(12)
        User.objects.create_superuser(USERNAME, password=password)
        self.report(f"login: {USERNAME}, password: {password} (printed this once)")
