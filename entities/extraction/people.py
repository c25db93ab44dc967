"""Where the name of a person ends: names nobody has listed, found after titles, honorifics and verbs.

A word belongs to a name if it is a known given name or a particle (بن), or if it is rare in ordinary text;
it does not if it is a known ordinary word, or an ordinary word behind a proclitic (وزيره, بمناسبة).
"""

from collections.abc import Sequence

from articles.arabic import fold_name
from entities.extraction.frequency import zipf
from entities.extraction.language import Language
from entities.extraction.morphology import ARTICLE

LONGEST_NAME = 7
# Zipf frequencies, read off news vocabulary: verbs and nouns of diplomacy lie above, most surnames below.
RARE = 4.2
RARE_AFTER_GIVEN = 4.6
RARE_WITH_ARTICLE = 4.9
ORDINARY = 3.8


def new_person_key(name: str) -> str:
    """The key of a person nobody has listed: the folded name."""
    return fold_name(name)


def name_length(words: Sequence[str], language: Language) -> int:
    """Return how many of the folded ``words`` form a person's name that starts at the first of them.

    0 when the first word cannot start a name.
    """
    length = 0
    arabic = False
    while length < min(len(words), LONGEST_NAME):
        word = words[length]
        if (
            length + 2 <= len(words) and " ".join(words[length : length + 2]) in language.given_names
        ):  # نور الدين, عبد الله
            length, arabic = length + 2, True
            continue
        particle = word in language.words["name_particles"]
        if length and word.startswith(ARTICLE) and len(word) > 4 and not _is_surname(word, arabic, language):
            break
        if particle:
            if length + 1 >= len(words):
                break
            follower = words[length + 1]
            if word == "عبد" and not follower.startswith(ARTICLE):
                break
            if word != "عبد" and (follower in language.not_names and follower not in language.given_names):
                break
            length += 2
            arabic = arabic or word in language.words["native_particles"]
            continue
        if not _can_be_name(word, length == 0, arabic, language):
            break
        if length and arabic and word.startswith("و") and len(word) > 4 and word not in language.given_names:
            break  # و joins something else to an Arabic name
        arabic = arabic or word.startswith("عبدال") or (word in language.given_names and zipf(word) > 3)
        length += 1
        if word.startswith(ARTICLE) and length > 1 and length < len(words):
            follower = words[length]
            if not follower.startswith(ARTICLE) and follower not in language.words["name_chain"]:
                break
    return length


def _is_surname(word: str, arabic: bool, language: Language) -> bool:
    return arabic and word not in language.not_names and zipf(word) < RARE_WITH_ARTICLE + 0.8


def _can_be_name(word: str, first: bool, arabic: bool, language: Language) -> bool:
    if word in language.given_names or word.startswith("عبدال"):
        return True
    if word in language.not_names or any(char.isdigit() for char in word) or len(word) < 2:
        return False
    if word.startswith(ARTICLE) and len(word) > 4:
        return not first and zipf(word) < RARE_WITH_ARTICLE + 0.8
    frequency = zipf(word)
    if frequency >= (RARE_AFTER_GIVEN if arabic else RARE):
        return False
    bare = word[1:]
    behind_proclitic = word[0] in "وفبلك" and len(bare) >= 3
    if behind_proclitic and (bare in language.not_names or zipf(bare) >= max(ORDINARY, frequency + 1)):
        return False
    return not (word.startswith("لل") and zipf(ARTICLE + word[2:]) >= ORDINARY)
