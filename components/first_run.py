"""The first start: one fill of an empty store for the whole process, watched by every browser."""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

Progress = Callable[[float, str], None]
Fill = Callable[[Progress], object]


@dataclass
class Job:
    """A fill under way: how far it is (0 to 1), at what, whether it ended and how.

    The one mutable thing here: one thread writes it, every session reads it.
    """

    share: float = 0.0
    step: str = "Starting"
    done: threading.Event = field(default_factory=threading.Event)
    fault: str = ""

    def report(self, share: float, step: str) -> None:
        """How far the work is; progress never runs backwards on screen."""
        self.share, self.step = max(self.share, min(share, 1.0)), step


def start(fill: Fill) -> Job:
    """Run `fill` in the background and return at once with the job to watch."""
    job = Job()

    def work() -> None:
        try:
            fill(job.report)
        finally:
            # Whatever stopped the thread, the screens that wait for it must hear of it. The
            # traceback goes to the log by itself.
            error = sys.exc_info()[1]
            job.fault = "" if error is None else str(error) or type(error).__name__
            job.done.set()

    threading.Thread(target=work, name="first fill", daemon=True).start()
    return job


def watch(job: Job, again: Callable[[], None]) -> None:
    """Show the job until it ends, then run the page; where it failed, say why and offer again."""
    st.title("Setting up", anchor=False)
    st.write(
        "Nothing has been published here yet, so Local Pound is making sample data to look "
        "around in. It is invented, is labelled so wherever it shows, and gives way to the first "
        "real file."
    )

    @st.fragment(run_every=0.5)
    def poll() -> None:
        if not job.done.is_set():
            st.progress(job.share, text=job.step)
        elif job.fault:
            st.error(f"The sample data could not be made. {job.fault}")
            if st.button("Try again"):
                again()
                st.rerun()
        else:
            st.rerun()

    poll()
