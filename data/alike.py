"""How two suppliers' names differ, and whether the difference may be only in the writing.

A name is a row of words, each with a weight: much for a word few names have, little for a word of
trade. Words that both names have, or that one may have written otherwise, are laid aside. What is
left decides: a word on both sides, or a number, is another supplier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from data.people import TITLES, words_in

# What is left out before names are compared.
SMALL_WORDS = frozenset(
    """and at by cic cio for formerly imited in inc limite limited llp lp lt ltd of plc re the to
    """.split()  # noqa: SIM905
)
# Words that say only how a firm is made up: one may have them and the other not.
_FORM = frozenset(
    """associates association bros brothers co company corp corporation enterprise enterprises gb
    group grp holding holdings int international intl partners partnership serv service services
    solution solutions son sons trading uk
    """.split()  # noqa: SIM905
)
# Words that tell one branch, school or site from another, however common they are.
_TELLING = frozenset(
    """big boys central centre clinic college east eastern first girls grammar great high infant
    infants junior little lower men middle midland midlands new north northern nursery old one
    playgroup pre preschool primary second secondary senior south southern surgery three two upper
    west western women
    """.split()  # noqa: SIM905
)
# The same within a name: "Holly Care" and "Holly Court Care", but "Birtenshaw Hall" may be short.
_SITES = frozenset(
    """cottage court farm grange hall hill house lodge manor park road street view villa wood
    """.split()  # noqa: SIM905
)
# Short forms that do not begin the word they stand for.
_SHORT = {
    "bldg": "building", "bldrs": "builders", "bros": "brothers", "co": "company",
    "cttee": "committee", "dept": "department", "ft": "foundation", "govt": "government",
    "grp": "group", "gtr": "greater", "hosp": "hospital", "hse": "house", "intl": "international",
    "mcr": "manchester", "mgmt": "management", "mgt": "management", "natl": "national",
    "nth": "north", "rd": "road", "sch": "school", "st": "saint", "sth": "south", "svc": "service",
    "svcs": "services", "tpt": "transport", "trng": "training", "yth": "youth",
}  # fmt: skip
_DIGIT = re.compile(r"\d")
_RARE = 9.0  # the weight of a word that nobody counted
_CUT_FROM = 28  # letters; some systems keep 30 or 35 letters of a name


@dataclass(frozen=True)
class Name:
    """One way to read a supplier's name: `words` in their order, without small words, numbers of
    five digits and more in `reference`, and how long the name is as written."""

    words: tuple[str, ...]
    reference: tuple[str, ...] = ()
    length: int = 0
    is_part: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """What the words of all names are worth: the weight of each, and which of them stand in so
    many names that they are no slip of the pen."""

    weights: Mapping[str, float]
    well_known: Set[str] = frozenset()

    def weight(self, words: Iterable[str]) -> float:
        return sum(self.weights.get(word, _RARE) for word in words)


@dataclass(frozen=True)
class Alike:
    """How sure, from 0 to 100, and the reason as a sentence without its full stop. `same_words` is
    whether nothing but order, spaces, titles or references differs."""

    score: float
    reason: str
    same_words: bool = False


def compare(
    left: Name, right: Name, words: Vocabulary, same_postcode: bool = False
) -> Alike | None:
    """What the two names have in common, the same whichever comes first; None where they are not
    alike enough to ask anybody."""
    if left.words > right.words:
        left, right = right, left
    found = _same(left, right) or _written_otherwise(left, right, words, same_postcode)
    if found and (left.is_part or right.is_part):
        return _trades_as(left, right, found, words)
    return found


def _same(left: Name, right: Name) -> Alike | None:
    if left.words == right.words:
        if left.reference != right.reference:
            return Alike(95, "The same name, one of them with a reference number", True)
        return Alike(99, "The names are the same", True)
    if "".join(left.words) == "".join(right.words):
        return Alike(97, "The same letters, spaced differently", True)
    if sorted(left.words) == sorted(right.words):
        return Alike(96, "The same words in another order", True)
    return None


def _trades_as(left: Name, right: Name, found: Alike, words: Vocabulary) -> Alike | None:
    """Of a name with "t/a" in it one part must be the other's whole name, nearly to the letter."""
    enough = words.weight(set(left.words) & set(right.words)) >= 7
    if found.score < 90 or not enough:
        return None
    return Alike(min(found.score, 90) - 2, "One trades under the other's name", found.same_words)


@dataclass
class _Left:
    """The words neither laid aside nor explained yet, and how others were explained."""

    ones: list[str]
    others: list[str]
    shared: list[str]
    ways: list[str]
    letters: int = 0


def _written_otherwise(
    left: Name, right: Name, words: Vocabulary, same_postcode: bool
) -> Alike | None:
    rest = _Left(list(left.words), list(right.words), [], [])
    for word in left.words:
        if word in rest.others:
            rest.others.remove(word)
            rest.ones.remove(word)
            rest.shared.append(word)
    if _initials_of_all(left.words, right.words) or _initials_of_all(right.words, left.words):
        short = min(left.words, right.words, key=len)[0]
        if len(short) > 3 or same_postcode:
            return Alike(70, "One writes the initials the other spells out")
        return None
    if len(rest.ones) > 6 or len(rest.others) > 6:
        return None
    if _is_cut(left, right) or _is_cut(right, left):
        return Alike(90, "One name is cut short")
    _explain(rest, words)
    if _DIGIT.search(" ".join(rest.ones + rest.others)):
        return None
    titles = [set(words) & TITLES for words in (rest.ones, rest.others)]
    if all(titles):
        return None
    rest.ones = [word for word in rest.ones if word not in TITLES]
    rest.others = [word for word in rest.others if word not in TITLES]
    shared = words.weight(rest.shared)
    if not rest.ones and not rest.others:
        return _all_explained(left, right, rest, shared, any(titles))
    if not (set(rest.ones) | set(rest.others)) - _FORM:
        return _only_form(rest, shared)
    if not rest.ones or not rest.others:
        return _one_says_more(left, right, rest, shared, words)
    return _share_a_place(rest, shared, words) if same_postcode else None


def _initials_of_all(short: Sequence[str], long: Sequence[str]) -> bool:
    """NYAS is National Youth Advocacy Service, and HMRC is HM Revenue Customs."""
    if len(short) != 1 or len(long) < 3 or not 3 <= len(short[0]) <= 7:
        return False
    spelt = "".join(word if _is_letters(word) else word[0] for word in long)
    return short[0] in ("".join(word[0] for word in long), spelt)


def _is_letters(word: str) -> bool:
    return 2 <= len(word) <= 3 and word.isascii() and not set(word) & set("aeiou0123456789")


def _is_cut(short: Name, long: Name) -> bool:
    """The shorter breaks off in the midst of a word, where some system's column ends."""
    count = len(short.words)
    if short.length < _CUT_FROM or count > len(long.words) or count < 2:
        return False
    end = short.words[-1]
    return (
        short.words[:-1] == long.words[: count - 1]
        and end != long.words[count - 1]
        and long.words[count - 1].startswith(end)
    )


def _explain(rest: _Left, words: Vocabulary) -> None:
    """Pair the words that may be one word written in two ways."""
    for word in list(rest.ones):
        for other in rest.others:
            way, letters = _way(word, other, words)
            if way:
                rest.ones.remove(word)
                rest.others.remove(other)
                if way != "initial":
                    rest.shared.append(max(word, other, key=lambda w: words.weight([w])))
                rest.ways.append(way)
                rest.letters += letters
                break
    _explain_runs(rest.ones, rest.others, rest)
    _explain_runs(rest.others, rest.ones, rest)


def _explain_runs(ones: list[str], others: list[str], rest: _Left) -> None:
    """One word for several: joined up ("languageline"), or their initials ("iow")."""
    for word in list(ones):
        for start in range(len(others)):
            for end in range(start + 2, len(others) + 1):
                run = others[start:end]
                joined = "".join(run) == word
                if joined or (len(word) > 1 and _spells(word, run)):
                    ones.remove(word)
                    del others[start:end]
                    rest.shared.extend([word] if joined else [])
                    rest.ways.append("spaces" if joined else "initials")
                    return


def _spells(word: str, run: list[str]) -> bool:
    """IOW is Isle of Wight, though small words were left out before."""
    initials = "".join(part[0] for part in run)
    without_of = word[0] + word[1:].replace("o", "", 1) if len(word) > 2 else word
    return initials in (word, without_of)


def _way(one: str, other: str, words: Vocabulary) -> tuple[str, int]:
    """How one word may be the other written otherwise, and by how many letters; "" if it is not."""
    if one[0] != other[0]:
        return "", 0
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    if long in (short + "s", short + "es") and len(short) > 2:
        return "s", 1
    if _DIGIT.search(one) or _DIGIT.search(other):
        return "", 0
    if len(short) == 1:
        return ("initial", 0) if long[0] == short and long not in words_in("trade") else ("", 0)
    if _SHORT.get(short) in (long, long.removesuffix("s")):
        return "short", 0
    cut = len(short) > 2 and len(long) - len(short) > 1 and long.startswith(short)
    if cut and (long in words_in("trade") or long in _TELLING):
        return "short", 0
    letters = _misspelt(short, long, words)
    return ("letters", letters) if letters else ("", 0)


def _misspelt(short: str, long: str, words: Vocabulary) -> int:
    """How many letters apart two spellings of a word are; 0 where they are two words. The first
    letter is seldom wrong: Marlow and Harlow are two places."""
    if len(short) < 5 or short[0] != long[0]:
        return 0
    apart = OSA.distance(short, long, score_cutoff=2)
    if apart > (2 if len(long) >= 9 else 1):
        return 0
    both_known = short in words.well_known and long in words.well_known
    return 0 if both_known or (_is_a_word(short) and _is_a_word(long)) else apart


def _is_a_word(word: str) -> bool:
    return any(
        form in words_in(known)
        for form in (word, word.removesuffix("s"))
        for known in ("given_names", "trade")
    )


def _all_explained(
    left: Name, right: Name, rest: _Left, shared: float, titled: bool
) -> Alike | None:
    if shared < 5:
        return None
    ways = set(rest.ways)
    if titled and not ways:
        return Alike(94, "The same name, one of them with a title", True)
    if "initials" in ways or "initial" in ways:
        # "J Smith" and "John Smith" may be anybody.
        enough = shared >= (10 if "initial" in ways else 5)
        return Alike(80, "One writes the initials the other spells out") if enough else None
    if "short" in ways:
        return Alike(88, "One shortens a word the other writes out")
    if ways == {"spaces"}:
        return Alike(95, "The same letters, spaced differently", True)
    number = {1: "one letter", 2: "two letters"}.get(rest.letters, "a few letters")
    if rest.letters > 3 or (max(len(left.words), len(right.words)) == 1 and len(left.words[0]) < 8):
        return None
    score = fuzz.ratio(" ".join(sorted(left.words)), " ".join(sorted(right.words)))
    return Alike(round(min(score, 95), 1), f"The names differ by {number}")


def _only_form(rest: _Left, shared: float) -> Alike | None:
    """“Acorn Group” and “Acorn Services”: sure if one has nothing instead, else a mere maybe."""
    if shared < 5:
        return None
    word = _as_shown((rest.ones or rest.others)[0])
    if rest.ones and rest.others:
        other = _as_shown(rest.others[0])
        return Alike(62, f"The same but for “{word}” and “{other}”")
    return Alike(85 - 5 * len(rest.ways), f"The same but for “{word}”")


def _as_shown(word: str) -> str:
    return word.upper() if word in ("gb", "uk") else word.capitalize()


def _one_says_more(
    left: Name, right: Name, rest: _Left, shared: float, words: Vocabulary
) -> Alike | None:
    """“Hays” and “Hays Recruitment”: what one has more must weigh less than what both have."""
    more = rest.ones or rest.others
    short, long = (left, right) if rest.others else (right, left)
    if set(more) & _TELLING or any(len(word) == 1 for word in more):
        return None
    begins = long.words[: len(short.words)] == short.words
    part = shared / (shared + words.weight(more))
    if shared < 8.5 or part < (0.55 if begins else 0.65) or "letters" in rest.ways:
        return None
    if not begins and not (len(short.words) > 1 and _in_order(short, long) and _says_little(more)):
        return None
    reason = "One name begins with the other"
    if not begins:
        reason = "One name holds all the words of the other"
    return Alike(round(45 + 40 * part - 5 * len(rest.ways), 1), reason)


def _says_little(more: list[str]) -> bool:
    return all(word in words_in("trade") and word not in _SITES for word in more)


def _in_order(short: Name, long: Name) -> bool:
    both = [word for word in short.words if word in long.words]
    return both == [word for word in long.words if word in short.words]


def _share_a_place(rest: _Left, shared: float, words: Vocabulary) -> Alike | None:
    """Names that share what tells most, at one postcode."""
    if (set(rest.ones) | set(rest.others)) & _TELLING or not rest.shared:
        return None
    least = min(words.weight(rest.ones), words.weight(rest.others))
    word = max(rest.shared, key=lambda word: (words.weight([word]), word))
    if shared < max(7.5, 0.75 * least) or len(word) < 4:
        return None
    return Alike(60, f"They share “{word.capitalize()}”")
