"""Which encoding a file of text is written in, and the same file in UTF-8."""

from __future__ import annotations

import codecs
import re
import shutil
from pathlib import Path

from data.refused import Refused

MEGABYTE = 1 << 20
_COMMON_CONTROLS = "\t\n\v\f\r"
# What a web page begins with, however carelessly written; many systems save one as a workbook.
_MARKUP = re.compile(
    r"[\ufeff\s]*(?:<(?:!doctype|!--|\?xml|(?:html|head|title|meta|style|script|body|table|div|p|b"
    r"|font|center|tr)\b)|mime-version:)",
    re.I,
)


def encoding_of_start(path: Path, name: str) -> str:
    """The encoding by the first bytes, "utf-8" where nothing speaks against it."""
    with path.open("rb") as file:
        start = file.read(4000)
    encoding = "utf-8"
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        encoding = "utf-32"
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif start.count(0) > len(start) // 4:
        encoding = "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    text = start.decode(encoding, errors="ignore")
    controls = sum(c < " " and c not in _COMMON_CONTROLS for c in text)
    if controls > len(text) // 100:
        raise Refused(
            f"{name} is not a table of text: it holds binary data. "
            "Please export the figures as CSV or XLSX."
        )
    if _MARKUP.match(text):
        raise Refused(
            f"{name} is a web page (HTML or XML), whatever its name says. "
            "Please open it in a spreadsheet and save it as CSV or XLSX."
        )
    return encoding


def encoding_of_all(path: Path) -> str:
    """The encoding of a file that is not UTF-8 throughout: UTF-8 all the same where most of what is
    not plain ASCII is, as in a file with a few damaged bytes."""
    good = bad = 0
    # Old finance systems write the pound sign as 0x9C and é as 0x82 (code page 437), newer ones
    # as 0xA3 and 0xE9.
    signs = {rb"\xa3|[A-Za-z][\xc0-\xfe]": 0, rb"\x9c\s?\d|[A-Za-z][\x81\x82\x84\x87-\x8b]": 0}
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    with path.open("rb") as file:
        before = b""
        while block := file.read(MEGABYTE):
            text = decoder.decode(block)
            broken = text.count("\ufffd")
            bad += broken
            good += len(text) - len(text.encode("ascii", errors="ignore")) - broken
            for sign in signs:
                signs[sign] += len(re.findall(sign, before + block))
            before = block[-2:]
    if good > bad:
        return "utf-8"
    latin, old = signs.values()
    return "cp437" if old and not latin else "cp1252"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8, in a file that mostly is, as Windows means them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("as_windows", _as_windows)


def rewrite(path: Path, encoding: str, target: Path) -> None:
    """Write the text of `path` to `target` in UTF-8. Bytes that are no letter become U+FFFD, or
    what Windows means by them where the rest is UTF-8."""
    errors = "as_windows" if encoding == "utf-8" else "replace"
    with (
        path.open(encoding=encoding, errors=errors, newline="") as source,
        target.open("w", encoding="utf-8", newline="") as written,
    ):
        shutil.copyfileobj(source, written, MEGABYTE)
