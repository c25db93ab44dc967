"""Who may read and who may write."""

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:  # rest_framework.views imports the default permissions, which these are
    from rest_framework.views import APIView


class ReadOrEditor(BasePermission):
    """Anybody reads, unless ``API_PUBLIC`` is off; writing needs the model's permission, as in the admin."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if request.method in SAFE_METHODS:
            return settings.API_PUBLIC or request.user.is_authenticated
        action, rows = getattr(view, "action", None), getattr(view, "queryset", None)
        if action is None or rows is None:  # nothing here can be written: answer that, not who may
            return True
        model, verb = rows.model, "add" if action == "create" else "change"
        return request.user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")


class IsStaff(BasePermission):
    """Members of staff read; nobody writes."""

    def has_permission(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002
        return bool(request.user and request.user.is_staff)
