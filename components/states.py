"""What a page says when it has nothing to show, or something to say before it shows it."""

import streamlit as st

from components import words


def empty(why: str, what_fills_it: str) -> None:
    """Say why there is nothing here and what would fill it, in place of a figure."""
    with st.container(border=True):
        st.html(empty_html(why, what_fills_it))


def empty_html(why: str, what_fills_it: str) -> str:
    """The same, as escaped HTML."""
    return (
        f'<div class="lp-empty"><p><strong>{words.escape(why)}</strong></p>'
        f"<p>{words.escape(what_fills_it)}</p></div>"
    )


def notice(sentences: tuple[str, ...]) -> None:
    """Sentences a reader must see before the figures; nothing where there are none."""
    if sentences:
        lines = "".join(f"<p>{words.escape(sentence)}</p>" for sentence in sentences)
        st.html(f'<div class="lp-notice" role="status">{lines}</div>')


def refused(sentence: str) -> None:
    """Say that something could not be taken, and why."""
    st.html(f'<div class="lp-notice lp-refused" role="alert"><p>{words.escape(sentence)}</p></div>')


# The filters are drawn all the same, so that every choice is there on going back.
_WITHOUT_FILTERS = (
    '<style>[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] '
    "{ display: none; }</style>"
)


def head(title: str, question: str, *, filtered: bool = False) -> None:
    """The title of a page, and what it is for; where filters play no part they do not show."""
    if not filtered:
        st.html(_WITHOUT_FILTERS)
    st.title(title, anchor=False)
    st.html(f'<p class="lp-question">{words.escape(question)}</p>')


def heading(title: str, about: str) -> None:
    """The heading of a part of the page."""
    st.html(
        f'<div class="lp-step"><h2>{words.escape(title)}</h2><p>{words.escape(about)}</p></div>'
    )
