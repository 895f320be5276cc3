"""The first start: one fill of an empty store for the whole process, watched by every browser."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import streamlit as st

Progress = Callable[[float, str], None]
Fill = Callable[[Progress], object]

_LOG = logging.getLogger(__name__)


@dataclass
class Job:
    """A fill under way: how far it is (0 to 1) and at what.

    The one mutable thing here: one thread writes it, every session reads it.
    """

    share: float = 0.0
    step: str = "Starting"
    outcome: Future = field(default_factory=Future)

    def report(self, share: float, step: str) -> None:
        """How far the work is; progress never runs backwards on screen."""
        self.share, self.step = max(self.share, min(share, 1.0)), step

    @property
    def ended(self) -> bool:
        """Whether it is over, well or badly."""
        return self.outcome.done()

    @property
    def fault(self) -> str:
        """Why it failed, in its own words; empty while it runs and where it went well."""
        error = self.outcome.exception() if self.ended else None
        return "" if error is None else str(error) or type(error).__name__


def start(fill: Fill) -> Job:
    """Run `fill` in the background and return at once with the job to watch."""
    job = Job()
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="first fill")
    job.outcome = worker.submit(fill, job.report)
    job.outcome.add_done_callback(_log)
    worker.shutdown(wait=False)
    return job


def _log(outcome: Future) -> None:
    if outcome.exception():
        _LOG.error("Setting up failed", exc_info=outcome.exception())


EMPTY = (
    "Nothing has been published here yet, so Local Pound is making sample data to look around in. "
    "It is invented, is labelled so wherever it shows, and gives way to the first real file."
)
OUT_OF_DATE = (
    "A strategy, the reference geography or Local Pound itself has changed since these figures "
    "were worked out, so they are being worked out again from everything published. "
    "Nothing is lost."
)

LAST_GOOD = "These are the last good figures: they could not be worked out again. {fault}"


def watch(job: Job, why: str, again: Callable[[], None]) -> None:
    """Show the job until it ends, then run the page; where it failed, say why and offer again.

    `why` says in a sentence or two what is being done: EMPTY or OUT_OF_DATE.
    """
    st.title("Setting up", anchor=False)
    st.write(why)

    @st.fragment(run_every=0.5)
    def poll() -> None:
        if not job.ended:
            st.progress(job.share, text=job.step)
        elif job.fault:
            st.error(f"This could not be done. {job.fault}")
            if st.button("Try again"):
                again()
                st.rerun()
        else:
            st.rerun()

    poll()
