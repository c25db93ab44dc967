"""What the kinds of event are called in two coding schemes of political science, so that data sets join.

PLOVER is the Open Event Data Alliance's scheme of 2021 (its manual, and its table ``CAMEO2PLOVER-2021``);
CAMEO is the codebook of Gerner, Schrodt and Yilmaz, version 1.1b3 of 2012. Some choices are theirs and not
obvious: expelling and recalling diplomats reduces relations (161); relations opened for the first time are
coded as recognition (054), resumed ones as cooperation (050); economic sanctions (163) are COERCE in
PLOVER; an invitation expresses the intent to meet (036). PLOVER leaves mere statements out. Both code what
happened: whether it was planned, cancelled or denied is the event's modality.
"""

from dataclasses import dataclass

from entities.models import Event


@dataclass(frozen=True, slots=True)
class Code:
    """``plover`` is empty for what PLOVER does not code."""

    plover: str
    cameo: str


_KIND = Event.Kind

CODES: dict[str, Code] = {
    _KIND.VISIT: Code("CONSULT", "042"),
    _KIND.MEETING: Code("CONSULT", "040"),
    _KIND.PHONE_CALL: Code("CONSULT", "041"),
    _KIND.TALKS: Code("CONSULT", "046"),
    _KIND.AGREEMENT_SIGNED: Code("SUPPORT", "057"),
    _KIND.RELATIONS_ESTABLISHED: Code("SUPPORT", "054"),
    _KIND.RELATIONS_SEVERED: Code("SANCTION", "161"),
    _KIND.RELATIONS_RESTORED: Code("SUPPORT", "050"),
    _KIND.RECOGNITION: Code("SUPPORT", "054"),
    _KIND.EMBASSY_OPENED: Code("SUPPORT", "050"),
    _KIND.EMBASSY_CLOSED: Code("SANCTION", "161"),
    _KIND.AMBASSADOR_APPOINTED: Code("SUPPORT", "050"),
    _KIND.CREDENTIALS_PRESENTED: Code("SUPPORT", "050"),
    _KIND.AMBASSADOR_RECALLED: Code("SANCTION", "161"),
    _KIND.AMBASSADOR_SUMMONED: Code("ACCUSE", "114"),
    _KIND.DIPLOMATS_EXPELLED: Code("SANCTION", "161"),
    _KIND.STATEMENT: Code("", "010"),
    _KIND.CONDEMNATION: Code("ACCUSE", "111"),
    _KIND.MEDIATION: Code("CONSULT", "045"),
    _KIND.SANCTION: Code("COERCE", "163"),
    _KIND.AID: Code("AID", "070"),
    _KIND.INVITATION: Code("AGREE", "036"),
    _KIND.THREAT: Code("THREATEN", "130"),
}

PLOVER_QUADS: dict[str, str] = {
    "AGREE": "V-COOP",
    "CONSULT": "V-COOP",
    "SUPPORT": "V-COOP",
    "AID": "M-COOP",
    "ACCUSE": "V-CONF",
    "THREATEN": "V-CONF",
    "SANCTION": "M-CONF",
    "COERCE": "M-CONF",
}
"""Verbal or material, cooperation or conflict: the quadrant of each PLOVER type that occurs in ``CODES``."""


def cameo_quad(code: str) -> int:
    """Return the quad class of a CAMEO code: 1 and 2 verbal and material cooperation, 3 and 4 conflict."""
    root = int(code[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4
