"""What a browser needs for the first map, named to it with the page itself.

A page of Streamlit asks for the map's drawing only once its own scripts have run and the map has
its place, and for library and outlines after that. Named in the answer's `Link` header, all of it
comes beside those scripts instead. What is named by its content is also said to be kept for good.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from components import map_frame

_Message = MutableMapping[str, Any]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, Any, _Send], Awaitable[None]]

_FILES = "/app/static/"
_FOR_GOOD = (b"cache-control", b"public, max-age=31536000, immutable")


class Ahead:
    """An ASGI middleware round the dashboard; `base` is its path (server.baseUrlPath)."""

    def __init__(self, app: _App, base: str = "") -> None:
        self.app = app
        self.first_page = "/".join(("", *filter(None, base.split("/")), ""))

    async def __call__(self, scope: _Message, receive: Any, send: _Send) -> None:
        """Pass a request on, and add to its answer what it lacks."""
        more = self._more(scope) if scope["type"] == "http" else []

        async def answer(message: _Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                ours = {name for name, _ in more}
                kept = [line for line in message["headers"] if line[0].lower() not in ours]
                message = {**message, "headers": [*kept, *more]}
            await send(message)

        await self.app(scope, receive, answer if more else send)

    def _more(self, scope: _Message) -> list[tuple[bytes, bytes]]:
        if scope["path"] == self.first_page:
            # Addresses are relative to the page's own, so they hold behind any proxy.
            asked = scope.get("query_string", b"")
            links = map_frame.ahead(other_level=b"areas=" in asked, root=_FILES[1:].rstrip("/"))
            return [(b"link", ", ".join(links).encode())]
        named = scope["path"].partition(_FILES)[2]
        by_content = named.startswith("shapes/") or (
            named.startswith("map/") and scope.get("query_string")
        )
        return [_FOR_GOOD] if by_content else []
