"""The one error an officer sees: a sentence that says what happened, where, and what to do."""

import re


class Refused(Exception):
    """A file or a request that cannot be taken; `str(error)` is the sentence to show."""

    def __init__(self, sentence: str) -> None:
        # A sentence may quote a file, and a damaged one holds what no screen can show.
        super().__init__(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", sentence))
