"""The first page names what its map will fetch, and what is named by content is kept for good."""

from contextlib import suppress

import pytest

from components import map_ahead, map_frame
from tests.components import frames
from tests.components.test_map import own_static  # noqa: F401  (shapes are laid in a test's folder)

Headers = dict[bytes, bytes]


def answered(path: str, query: bytes = b"", base: str = "", status: int = 200) -> Headers:
    """The headers of an answer that passed through."""
    sent = []

    async def dashboard(scope, receive, send) -> None:
        start = {"type": "http.response.start", "status": status}
        await send({**start, "headers": [(b"cache-control", b"no-cache"), (b"etag", b"1")]})
        await send({"type": "http.response.body", "body": b""})

    async def send(message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "query_string": query}
    # It waits for nothing, and a browser test before this one may have a loop running.
    with suppress(StopIteration):
        map_ahead.Ahead(dashboard, base)(scope, None, send).send(None)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return dict(sent[0]["headers"])


@pytest.fixture
def drawn(monkeypatch) -> str:
    """A map of districts was drawn before; the name of its shapes."""
    monkeypatch.setattr(map_frame, "_districts", [])
    return map_frame.sent(frames.scene(outlines=frames.Shapes()), "", None)["shapes"]


@pytest.mark.usefixtures("drawn")
def test_the_first_page_names_library_drawing_and_outlines(drawn: str) -> None:
    link = answered("/")[b"link"].decode()
    assert f"<app/static/shapes/{drawn}>; rel=preload; as=fetch; crossorigin" in link
    assert "<app/static/leaflet/leaflet.js>; rel=preload; as=script" in link
    assert "<app/static/map/map.js?" in link
    assert answered("/pound/", base="pound")[b"link"].decode() == link


def test_areas_of_another_level_are_not_fetched_in_vain(drawn: str) -> None:
    link = answered("/", b"strategy=x&areas=county")[b"link"].decode()
    assert drawn not in link and "leaflet.js" in link


def test_before_any_map_only_the_library_is_named(monkeypatch) -> None:
    monkeypatch.setattr(map_frame, "_districts", [])
    assert b"shapes/" not in answered("/")[b"link"]


def test_other_answers_pass_as_they_are() -> None:
    as_it_was = {b"cache-control": b"no-cache", b"etag": b"1"}
    for path in ("/spend-trend", "/_stcore/health", "/app/static/leaflet/leaflet.js", "/pound/"):
        assert answered(path) == as_it_was
    assert answered("/app/static/map/map.js") == as_it_was
    assert answered("/", status=404) == as_it_was


def test_what_is_named_by_its_content_is_kept_for_good() -> None:
    for path, query in (("/app/static/shapes/a.json", b""), ("/x/app/static/map/map.js", b"1")):
        kept = answered(path, query)
        assert kept == {b"cache-control": b"public, max-age=31536000, immutable", b"etag": b"1"}
