"""Collections that editors write: the same functions, rules and log as in the admin."""

from abc import abstractmethod
from typing import Any, ClassVar, cast

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from entities import review
from entities.editing import create_actor, edit_actor
from entities.merging import merge, unmerge
from newsdb.api.collections import Collection
from newsdb.api.inputs import NothingInput, ReasonInput
from newsdb.api.parameters import check_names, refuse

Input = serializers.Serializer[Any]


class Editable(Collection):
    """Adds POST on the list and PATCH on the object; both answer with the object as it then is."""

    input_class: ClassVar[type[Input]]
    action_inputs: ClassVar[dict[str, type[Input]]] = {}

    @abstractmethod
    def add(self, values: dict[str, Any]) -> Any:
        """Store an object."""

    @abstractmethod
    def change(self, row: Any, values: dict[str, Any]) -> None:
        """Correct an object."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if (
            request.method not in SAFE_METHODS
        ):  # what is wrong with the answer asked for is said before writing
            self.asked(request, alone=True)

    @property
    def actor(self) -> AbstractBaseUser:
        """Who writes; the permissions let in nobody who is not signed in."""
        return cast(AbstractBaseUser, self.request.user)

    def create(self, request: Request) -> Response:
        return self.shown(self.shape, 201, pk=self.add(self.sent(request)).pk)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.writable(pk)
        self.change(row, self.sent(request, partial=True))
        return self.shown(self.shape, pk=row.pk)

    def input_of_action(self) -> type[Input]:
        own = self.action in ("create", "partial_update")
        return self.input_class if own else self.action_inputs.get(self.action, NothingInput)

    def sent(self, request: Request, partial: bool = False) -> dict[str, Any]:
        """Return what was sent, checked; raises for fields that cannot be written."""
        data = self.input_of_action()(data=request.data, partial=partial)
        check_names(request.data, data.fields)
        data.is_valid(raise_exception=True)
        values: dict[str, Any] = data.validated_data
        return values

    def writable(self, pk: str) -> Any:
        row = get_object_or_404(self.queryset, pk=pk)
        if row.merged_into_id:
            raise refuse("id", f"was merged into {row.merged_into_id}: write to that one")
        return row


class Assertions(Editable):
    """Relations, events, tenures and quotations: also accepted and rejected."""

    action_inputs = {"reject": ReasonInput}

    def add(self, values: dict[str, Any]) -> Any:
        spans = [review.EvidenceSpan(**span) for span in values.pop("evidence", ())]
        participants = values.pop("participants", ())
        return review.create(self.queryset.model, values, self.actor, spans, participants)

    @transaction.atomic
    def change(self, row: Any, values: dict[str, Any]) -> None:
        spans = [review.EvidenceSpan(**span) for span in values.pop("evidence", ())]
        review.correct(row, values, self.actor)
        review.add_evidence(row, spans, self.actor)

    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Say that it is right."""
        self.sent(request)
        row = self.writable(pk)
        review.accept(row, self.actor)
        return self.shown(self.shape, pk=row.pk)

    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Say that it is wrong: lists leave it out from now on, and no re-reading brings it back."""
        row, sent = self.writable(pk), self.sent(request)
        review.reject(row, self.actor, **sent)
        return self.shown(self.shape, pk=row.pk)

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Take the decision back."""
        self.sent(request)
        row = self.writable(pk)
        review.reopen(row, self.actor)
        return self.shown(self.shape, pk=row.pk)


class Actors(Editable):
    """People and organizations: also merged, and parted again."""

    def add(self, values: dict[str, Any]) -> Any:
        return create_actor(self.queryset.model, values, self.actor)

    def change(self, row: Any, values: dict[str, Any]) -> None:
        edit_actor(row, values, self.actor)

    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """Make it one with another, which stands for both from now on."""
        into = self.sent(request)["into"]
        merge(self.writable(pk), into, self.actor)
        return self.shown(self.shape, pk=into.pk)

    @action(detail=True, methods=["post"])
    def unmerge(self, request: Request, pk: str) -> Response:
        """Take its merge back: all that the merge did and nobody changed since."""
        self.sent(request)
        row = get_object_or_404(self.queryset, pk=pk)
        unmerge(row, self.actor)
        return self.shown(self.shape, pk=row.pk)
