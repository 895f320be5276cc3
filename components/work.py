"""Work that takes a while: done in the background, watched on the page, its answer kept."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import streamlit as st

from components import states, words

_LOG = logging.getLogger(__name__)

Progress = Callable[[float, str], None]

# Most files are done by then, and a page that does not flicker is calmer than one that does.
SECONDS_BEFORE_PROGRESS = 1.2
FAULT = (
    "Something went wrong here that is no fault of the file, and nothing was changed. The log of "
    "the server says more."
)


@dataclass
class Work:
    """One piece of work: how far it is (0 to 1), and what came of it.

    The one mutable thing: one thread writes it, the session that began it reads it.
    """

    key: object
    refusal_type: type[Exception]
    share: float = 0.0
    step: str = "Starting"
    began: float = field(default_factory=time.monotonic)
    outcome: Future = field(default_factory=Future)

    def report(self, share: float, step: str) -> None:
        """How far the work is; progress never runs backwards on screen."""
        self.share, self.step = max(self.share, min(share, 1.0)), step

    @property
    def ended(self) -> bool:
        return self.outcome.done()

    @property
    def refusal(self) -> str:
        """Why work that has ended came to nothing, "" where it did not."""
        error = self.outcome.exception()
        if isinstance(error, self.refusal_type):
            return str(error)
        return FAULT if error else ""

    @property
    def answer(self) -> object:
        """What work that has ended gave, None where it came to nothing."""
        return None if self.refusal else self.outcome.result()


def begin(key: object, job: Callable[[Progress], object], refusal: type[Exception]) -> Work:
    """Begin `job` in the background. Errors of the type `refusal` are sentences to show."""
    work = Work(key, refusal)
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
    work.outcome = pool.submit(job, work.report)
    pool.shutdown(wait=False)
    work.outcome.add_done_callback(lambda outcome: _log(outcome, refusal))
    wait([work.outcome], SECONDS_BEFORE_PROGRESS)
    return work


def _log(outcome: Future, refusal: type[Exception]) -> None:
    error = outcome.exception()
    if error and not isinstance(error, refusal):
        _LOG.error("Work in the background failed", exc_info=error)


def watch(work: Work) -> bool:
    """Whether the work has ended; until then its progress stands here, and the page runs again
    when it ends."""
    if work.ended:
        return True

    @st.fragment(run_every=0.5)
    def poll() -> None:
        if work.ended:
            st.rerun()
        seconds = int(time.monotonic() - work.began)
        said = f"{work.step}, {words.count(seconds, 'second')} so far"
        st.progress(work.share, text=words.label(said))

    poll()
    return False


def refused(work: Work) -> bool:
    """Whether the work was refused; the sentence then stands here."""
    if work.refusal:
        states.refused(work.refusal)
    return bool(work.refusal)
