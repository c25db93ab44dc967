"""What makes two articles the same, and two addresses that of one page. Pure: no Django, no database."""

import hashlib
import re
import unicodedata
from urllib.parse import quote, urlsplit

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
# Parameters that say where a reader came from, never what the page is.
_TRACKING = re.compile(
    r"utm_.*|_?hs(?:enc|mi|ctatracking)|hsa_.*|(?:fb|g|d|tt|y|twc|ysc|li_fat_|ms|wic)clid|msclkid|g?clsrc|"
    r"gad_source|gad_campaignid|gbraid|wbraid|igshid?|mc_[ce]id|mkt_tok|_g[al]|pk_.*|piwik_.*|mtm_.*|matomo_.*|"
    r"oly_(?:anon|enc)_id|vero_(?:conv|id)|__twitter_impression|twitter_impression|at_(?:medium|campaign|"
    r"custom\d|ptr_name|bbc_team|link_.*|format)|xtor|ito|ocid|ncid|cmpid|smid|s_cid|ref_src|ref_url|rb_clickid|"
    r"wt_?mc(?:_.*)?|fb_(?:action_ids|action_types|ref|source)|spm|yclid|_openstat|guce_referr.*|guccounter",
    re.IGNORECASE,
)
_ESCAPE = re.compile("%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def clean_address(url: str) -> str:
    """Return the address without what does not name the page: tracking, fragment, default port; host in lower case.

    What cannot be read as an address comes back as it is.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return url
    if not host:
        return url
    scheme = parts.scheme.lower()
    place = parts.netloc.rpartition("@")[2].lower().removesuffix(_DEFAULT_PORTS.get(scheme, ":"))
    kept = (
        pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0])
    )
    query = "&".join(kept)
    # Before scripts could change the path, pages of one site were told apart by what follows "#!".
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"{scheme}://{place}{parts.path or '/'}{'?' if query else ''}{query}{fragment}"


def address_key(url: str, position: int = 1) -> int | None:
    """Return the number by which the page at an address is looked up, for the article at ``position`` in it.

    Spellings of one address have one key: with or without www, TLS, a slash at the end, in any order of
    parameters, in Arabic letters or escaped. None for a site as a whole, which is no article's address.
    """
    return page_key(clean_address(url), position)


def page_key(address: str, position: int = 1) -> int | None:
    """Return :func:`address_key` of an address that is clean."""
    scheme, found, rest = address.partition("://")
    if not found or scheme not in _DEFAULT_PORTS:
        return None
    place, _, path_and_query = rest.partition("/")
    path, _, query = path_and_query.partition("?")
    path = _escaped(path).rstrip("/")
    if not path and not query:
        return None
    parameters = "&".join(sorted(_escaped(query).split("&")))
    page = f"{_host_key(place)}/{path}?{parameters}"
    return _number(page if position == 1 else f"{page} {position}")


def host_of(url: str) -> str:
    """The host of an address without www; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def article_digest(publisher: str, text: str) -> str:
    """What makes an article the same: its publisher, and its text as :func:`plain_text` gives it."""
    return hashlib.sha256(f"{publisher}\n{text}".encode()).hexdigest()


def text_key(text: str) -> int:
    """Return the number by which the same text at one address is known again."""
    return _number(text)


def plain_text(text: str) -> str:
    """The text in composed form, with white space collapsed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _host_key(place: str) -> str:
    place = place.removeprefix("www.")
    if place.isascii():
        return place
    try:
        return place.encode("idna").decode()
    except UnicodeError:
        return place


def _escaped(part: str) -> str:
    """The part of an address with everything escaped that may be, and nothing else."""
    return _ESCAPE.sub(_escape, quote(part, safe="/%!$&'()*+,;=:@?#[]"))


def _escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _number(text: str) -> int:
    """A signed 64-bit number that stands for the text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)
