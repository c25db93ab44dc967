"""Codes of events in PLOVER and CAMEO."""

import re

import pytest

from entities.coding import CODES
from entities.models import Event

PLOVER = {
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE"),
    *("REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", ""),
}


@pytest.mark.parametrize("kind", Event.Kind.values)
def test_every_kind_has_codes_of_the_schemes(kind):
    assert CODES[kind].plover in PLOVER
    assert re.fullmatch("(0[1-9]|1[0-9]|20)[0-9]", CODES[kind].cameo)
