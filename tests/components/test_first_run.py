import threading

from streamlit.testing.v1 import AppTest

from components import first_run
from components.first_run import Job


def test_a_fill_runs_in_the_background_and_tells_how_far_it_is() -> None:
    go_on, seen = threading.Event(), []

    def fill(progress) -> None:
        progress(0.5, "Half way")
        progress(0.2, "Never backwards")
        seen.append(threading.current_thread())
        assert go_on.wait(10)

    job = first_run.start(fill)
    assert (job.ended, job.fault) == (False, "")
    go_on.set()
    job.outcome.result(10)
    assert (job.ended, job.share, job.step, job.fault) == (True, 0.5, "Never backwards", "")
    assert seen != [threading.main_thread()]


def test_a_fill_that_fails_tells_every_screen_why_and_the_log_the_rest(caplog) -> None:
    def fill(progress) -> None:
        raise OSError("The disk is full.")

    job = first_run.start(fill)
    assert isinstance(job.outcome.exception(10), OSError)
    assert job.fault == "The disk is full."
    assert "Setting up failed" in caplog.text


def waiting() -> None:
    import streamlit as st

    from components import first_run

    first_run.watch(
        st.session_state["job"], first_run.EMPTY, again=lambda: st.session_state.update(again=True)
    )


def shown(job: Job) -> AppTest:
    app = AppTest.from_function(waiting, default_timeout=20)
    app.session_state["job"] = job
    return app.run()


def test_the_screen_shows_the_step_while_it_waits() -> None:
    app = shown(Job(share=0.4, step="Reading a file"))
    assert not app.exception
    bar = app.get("progress")[0]
    assert (bar.proto.value, bar.proto.text) == (40, "Reading a file")
    assert "It is invented" in app.markdown[0].value


def test_the_screen_says_what_went_wrong_and_offers_to_try_again() -> None:
    job = Job()
    job.outcome.set_exception(OSError("The disk is full."))
    app = shown(job)
    assert app.error[0].value == "This could not be done. The disk is full."
    app.button[0].click().run()
    assert app.session_state["again"] is True
