"""Work that takes a while: done in the background, watched on the page, its answer kept."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from components import states, words

Progress = Callable[[float, str], None]

# Most files are done by then, and a page that does not flicker is calmer than one that does.
SECONDS_BEFORE_PROGRESS = 1.2
FAULT = "Something went wrong here that is no fault of the file. Nothing was changed. The log of "
FAULT += "the server says more."


@dataclass
class Work:
    """One piece of work: how far it is (0 to 1), and what came of it.

    The one mutable thing: one thread writes it, the session that began it reads it. `refusal` is
    the sentence of work that was refused.
    """

    key: object
    share: float = 0.0
    step: str = "Starting"
    began: float = field(default_factory=time.monotonic)
    done: threading.Event = field(default_factory=threading.Event)
    answer: object = None
    refusal: str = ""

    def report(self, share: float, step: str) -> None:
        """How far the work is; progress never runs backwards on screen."""
        self.share, self.step = max(self.share, min(share, 1.0)), step


def begin(
    key: object, job: Callable[[Progress], object], refusals: tuple[type[Exception], ...]
) -> Work:
    """Begin `job` in the background. Errors of the types in `refusals` are sentences to show."""
    work = Work(key)

    def run() -> None:
        try:
            work.answer = job(work.report)
        except refusals as refused:
            work.refusal = str(refused)
        finally:
            # Whatever stopped the thread, the screen must hear of it; the log gets the traceback.
            if sys.exc_info()[1] is not None:
                work.refusal = FAULT
            work.done.set()

    threading.Thread(target=run, name="work", daemon=True).start()
    work.done.wait(SECONDS_BEFORE_PROGRESS)
    return work


def watch(work: Work) -> bool:
    """Whether the work has ended; until then its progress stands here, and the page runs again
    when it ends."""
    if work.done.is_set():
        return True

    @st.fragment(run_every=0.5)
    def poll() -> None:
        if work.done.is_set():
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
