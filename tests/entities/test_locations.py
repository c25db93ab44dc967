"""The places of countries in the reference data are plausible."""

import re
import tomllib
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from zoneinfo import TZPATH

import pytest
from django.conf import settings

PLACES = {
    code: (country["latitude"], country["longitude"])
    for code, country in tomllib.loads(
        (settings.BASE_DIR / "seeds" / "countries.toml").read_text("utf-8")
    ).items()
}


def kilometres(one, other):
    (lat1, lon1), (lat2, lon2) = ((radians(part) for part in place) for place in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def test_every_country_lies_on_earth_and_alone():
    assert len(PLACES) == 255
    assert all(-90 <= latitude <= 90 and -180 <= longitude <= 180 for latitude, longitude in PLACES.values())


@pytest.mark.parametrize(
    ("pair", "least", "most"),
    [
        ("SY LB", 60, 120),
        ("SA QA", 400, 550),
        ("KP KR", 150, 250),
        ("RU UA", 700, 850),
        ("MA DZ", 850, 1050),
        ("CD CG", 0, 20),
        ("US CA", 650, 800),
        ("AR UY", 150, 250),
        ("AU NZ", 2200, 2500),
        ("FJ TO", 700, 850),
    ],
)
def test_neighbours(pair, least, most):
    one, other = pair.split()
    assert least <= kilometres(PLACES[one], PLACES[other]) <= most


def test_near_a_place_of_the_tz_database():
    """Each country lies within 1,400 km of a place that the tz database has in it, most within 400."""
    table = next((path for root in TZPATH if (path := Path(root) / "zone.tab").exists()), None)
    if table is None:
        pytest.skip("the tz database of this system has no zone.tab")
    places = {}
    for line in table.read_text().splitlines():
        if not line.startswith("#"):
            code, position, *_ = line.split("\t")
            places.setdefault(code, []).append(degrees(position))
    distances = {
        code: min(kilometres(place, other) for other in places[code])
        for code, place in PLACES.items()
        if code in places
    }
    assert len(distances) > 240
    assert {code for code, distance in distances.items() if distance > 1_400} == set()
    assert len([code for code, distance in distances.items() if distance > 400]) < 15


def degrees(position):
    """Read ``+DDMM[SS]+DDDMM[SS]``."""
    parts = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?([+-])(\d{3})(\d\d)(\d\d)?", position).groups()
    return tuple(
        (1 if sign == "+" else -1) * (int(degree) + int(minute) / 60 + int(second or 0) / 3600)
        for sign, degree, minute, second in (parts[:4], parts[4:])
    )
