"""Which supplier names look like a person's, so that they can be hidden.

A judgement on the letters alone: a title, initials or a given name beside something that may be a
surname, and no word of trade. It is wrong both ways now and then, so nothing but what is shown may
rest on it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

WORDS = Path(__file__).parent / "words"

TITLES = frozenset(
    ("mr", "mrs", "miss", "ms", "mx", "dr", "doctor", "prof", "professor", "rev", "revd", "cllr")
)
# Ranks that firms and pubs bear as often as people do: no proof, and no objection.
_RANKS = frozenset(("sir", "dame", "lord", "lady"))
# Before a surname: van der Berg, de Souza, al Hassan, O Brien.
_PARTICLES = frozenset(
    ("al", "ap", "bin", "bint", "da", "de", "del", "den", "der", "du", "el", "la", "van", "von")
)
_AFTER = frozenset(("ba", "bsc", "esq", "jnr", "jr", "ma", "mbe", "obe", "phd", "qc", "kc", "snr"))
# After a place's name these are councils and charities, not initials.
_BODIES = frozenset(("bc", "cc", "cvs", "dc", "mc", "pc", "pcc", "tc", "uk"))

_TRADING = re.compile(r"\bt\s*[/\\.]\s*as?\b|\btrading\s+as\b|/|@|www\.|\.co\b", re.IGNORECASE)
_MOST_WORDS = 8


@cache
def words_in(name: str) -> frozenset[str]:
    """The entries of `data/words/<name>.txt`: lower case, one word each. Lines with # are notes."""
    return frozenset(word for line in _lines(name) for word in line.split())


def _lines(name: str) -> list[str]:
    lines = (WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def _firms() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(line.split()) for line in _lines("firms"))


def _is_a_firm(words: list[str]) -> bool:
    return tuple(word for word in words if word not in _RANKS) in _firms()


def _words(text: str) -> list[str]:
    """Lower-case words without accents, apostrophes and dots; double-barrelled ones stay whole."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("&", " and "))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.findall(r"\w+(?:-\w+)*", re.sub(r"['’`]", "", bare.replace(".", " ")))


def looks_like_a_person(name: str) -> bool:
    """True where a name is written as a person's is, and nothing in it speaks of trade.

    "Mr J Smith", "SMITH, JANE", "Jane Smith", "J A Smith" and "Smith J Mrs" do; "Jane Smith Ltd",
    "J Smith Plumbing", "Jane Smith t/a The Nook" and "Rose Court" do not.
    """
    if _TRADING.search(name) or any(letter.isdigit() for letter in name):
        return False
    parts = [_words(part) for part in name.rstrip(" ,.*").split(",")]
    words = [word for part in parts for word in part]
    if not 2 <= len(words) <= _MOST_WORDS or _is_a_firm(words):
        return False
    if len(parts) > 2 or not all(parts):
        return False
    if len(parts) == 2:
        parts = [parts[1] + parts[0]]
    return _people(parts[0], turned="," in name.rstrip(" ,.*"))


def _people(words: list[str], turned: bool) -> bool:
    """One person, or several joined by "and"."""
    people: list[list[str]] = [[]]
    for word in words:
        if word == "and":
            people.append([])
        else:
            people[-1].append(word)
    if not all(people) or len(people) > 2:
        return False
    if len(people) == 1:
        return _one(people[0], turned)
    # "Mr and Mrs Brown", "J and A Smith": the surname may stand once, at the end.
    first, second = people
    named = [word for word in first if len(word) > 1 and word not in TITLES]
    whole = len(named) > 1 or (named and len(first) > 1)
    return _one(first if whole else [*first, second[-1]], False) and _one(second, False)


def _one(words: list[str], turned: bool) -> bool:
    titled = any(word in TITLES for word in (words[0], words[-1]))
    bare = [word for word in words if word not in TITLES and word not in _AFTER]
    bare = bare[1:] if bare and bare[0] in _RANKS else bare
    names = [word for word in bare if word not in _PARTICLES or len(bare) == 1]
    if not names or len(names) > 5:
        return False
    long = [word for word in names if len(word) > 1]
    if not long or any(_speaks_of_trade(word, names, titled) for word in names):
        return False
    if titled:
        return True
    if len(names) < 2:
        return False
    given = words_in("given_names")
    if turned:
        return names[0] in given or len(names[0]) == 1
    initials = len(names) - len(long)
    if initials and len(long) == 1 and len(long[0]) > 2:
        # "J A Smith" and "Smith J", but a single letter between words is no initial.
        ahead, behind = len(names[0]) == 1, len(names[-1]) == 1
        may_be_behind = initials <= 2 and "".join(names[1:]) not in _BODIES
        return ahead != behind and (initials <= 3 if ahead else may_be_behind)
    first, last = long[0], long[-1]
    if _begins(first, given):
        return True
    # "Smith Jane": a lone surname before a given name, so only of two words.
    return len(names) == 2 and last in given and len(first) > 2


def _begins(word: str, given: frozenset[str]) -> bool:
    """Whether it is "Jane" or "Mary-Jane"."""
    return word in given or all(part in given for part in word.split("-"))


def _speaks_of_trade(word: str, names: list[str], titled: bool) -> bool:
    trade, surnames = words_in("trade"), words_in("trade_surnames")
    if word not in trade:
        return "-" in word and any(part in trade - surnames for part in word.split("-"))
    if word in surnames and word == names[-1]:
        given = _begins(names[0], words_in("given_names")) or len(names[0]) == 1
        return not (titled or (given and len(names) <= 3))
    # "Mr Patrick Heritage"
    return not (titled and word == names[-1] and names[0] in words_in("given_names"))


@cache
def _trades_plainly() -> str:
    """The pattern of a word of trade in plain letters that no name beside it explains."""
    explained = words_in("trade_surnames") | TITLES | _RANKS | _PARTICLES | _AFTER | {"and"}
    words = "|".join(sorted(words_in("trade") - explained))
    return rf"(?:^|[\s&.,()])(?:{words})(?:$|[\s&.,()])"


def people_among(names: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    """Which of many names look like a person's: bool, null where there is no name. Each different
    name is judged once; capitals say nothing. Most suppliers are let go at the first look, for a
    word of trade with no title about it, which comes to the same."""
    chunked = names if isinstance(names, pa.ChunkedArray) else pa.chunked_array([names])
    coded = pc.dictionary_encode(pc.utf8_lower(chunked.cast(pa.string()))).combine_chunks()
    bare = pc.replace_substring_regex(coded.dictionary, "['`]", "")
    is_titled = pc.match_substring_regex(bare, rf"\b(?:{'|'.join(sorted(TITLES))})\b")
    plain = pc.and_(pc.string_is_ascii(bare), pc.invert(is_titled))
    trades = pc.and_(plain, pc.match_substring_regex(coded.dictionary, _trades_plainly()))
    others = coded.dictionary.filter(pc.invert(trades)).to_pylist()
    looks = pa.array([looks_like_a_person(name) for name in others], pa.bool_())
    judged = pc.replace_with_mask(pc.invert(trades), pc.invert(trades), looks)
    return pa.chunked_array([judged.take(coded.indices)])
