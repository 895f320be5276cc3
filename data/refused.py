"""The one error an officer sees: a sentence that says what happened, where, and what to do."""


class Refused(Exception):
    """A file or a request that cannot be taken; `str(error)` is the sentence to show."""
