"""People at a page without browsers: each speaks Streamlit's own protocol over a websocket."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

# A browser forgets what it keeps of past messages after so many runs that did not name it.
RUNS_KEPT = 2
PATIENCE = 600
# What people change, by the labels of the sidebar. Not the category: some are never counted, and a
# page that says so has no map to wait for.
FILTERS = ("Organisation", "Period", "Directorate")
MAPS = {"bidi_component": "local_pound_map", "component_instance": "streamlit_folium.st_folium"}


class Broken(RuntimeError):
    """What a reader would see as an error, in words."""


@dataclass
class Run:
    """One run of the page as its reader met it: seconds from asking, bytes that came."""

    wait: float = 0.0
    received: int = 0
    first_text: float | None = None
    first_map: float | None = None


@dataclass
class _Kept:
    """A message that a browser keeps, so that the server may send its name instead."""

    kind: str
    runs_ago: int = 0


@dataclass
class Person:
    """Someone with the page open: changes a filter, waits, looks at the answer, thinks."""

    address: str
    choices: random.Random
    socket: ClientConnection | None = None
    query: str = ""
    selects: dict[str, object] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    kept: dict[str, _Kept] = field(default_factory=dict)
    mounted: str = ""
    chosen: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, asyncio.Task] = field(default_factory=dict)

    async def open(self) -> Run:
        """Come to the page for the first time. Raises Broken."""
        began = time.perf_counter()
        # What the page's own answer names is fetched at once, as a browser does.
        named = await asyncio.to_thread(_named_ahead, self.address)
        self.files = {one: asyncio.create_task(self._file(one)) for one in named}
        address = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        self.socket = await connect(
            address,
            subprotocols=["streamlit"],
            compression=None,
            max_size=None,
            ping_interval=None,
            open_timeout=PATIENCE,
        )
        return await self._ask(began)

    async def _file(self, name: str) -> None:
        await asyncio.to_thread(_fetched, f"{self.address}/app/static/{name}")

    async def change(self) -> Run:
        """Choose something else in one of the filters. Raises Broken."""
        labels = [label for label in FILTERS if len(self.selects[label].options) > 1]
        label = self.choices.choice(labels)
        select = self.selects[label]
        others = [option for option in select.options if option != self.values[label]]
        self.values[label] = self.choices.choice(others)
        self.chosen.append((label, self.values[label]))
        address = dict(parse_qsl(self.query))
        address[select.query_param_key] = self.values[label]
        self.query = urlencode(address)
        return await self._ask(time.perf_counter())

    async def leave(self) -> None:
        await asyncio.gather(*self.files.values(), return_exceptions=True)
        if self.socket is not None:
            await self.socket.close()

    async def _ask(self, began: float) -> Run:
        try:
            async with asyncio.timeout(PATIENCE):
                before = self.mounted
                run = await self._run(began)
                if run.first_map is None:
                    raise Broken("An answer came without a map.")
                if self.mounted != before:
                    # st_folium tells where its map stands as soon as it is drawn, and with its
                    # defaults that runs the page again, on nobody's wish.
                    await self._run(time.perf_counter())
                return run
        except TimeoutError:
            raise Broken(f"No answer in {PATIENCE} seconds.") from None
        except (WebSocketException, OSError) as error:
            raise Broken(f"The connection was lost: {error}") from error

    async def _run(self, began: float) -> Run:
        run = Run()
        await self.socket.send(self._state().SerializeToString())
        while True:
            frame = await self.socket.recv()
            run.received += len(frame)
            message = ForwardMsg.FromString(frame)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                # A run may be cut short by the next one that it asked for itself.
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    break
            elif kind == "page_not_found":
                raise Broken("The page was not found.")
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            else:
                shown = self._take(message)
                if shown == "heading" and run.first_text is None:
                    run.first_text = time.perf_counter() - began
                if shown == "map" and run.first_map is None:
                    run.first_map = await self._drawn(message, began)
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise Broken("The page does not compile.")
        run.wait = time.perf_counter() - began
        self.kept = {name: one for name, one in self.kept.items() if one.runs_ago < RUNS_KEPT}
        for one in self.kept.values():
            one.runs_ago += 1
        return run

    def _take(self, message: ForwardMsg) -> str:
        """What kind of element a message shows; "" for none. Raises Broken for an error on it."""
        if message.WhichOneof("type") == "ref_hash":
            self.kept[message.ref_hash].runs_ago = 0
            return self.kept[message.ref_hash].kind
        if message.delta.WhichOneof("type") != "new_element":
            return ""
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise Broken(f"{element.exception.type}: {element.exception.message}")
        if kind == "selectbox":
            self._note(element.selectbox)
        if kind in MAPS and getattr(element, kind).component_name == MAPS[kind]:
            if kind == "component_instance":
                self.mounted = element.component_instance.id
            kind = "map"
        if message.metadata.cacheable:
            self.kept[message.hash] = _Kept(kind)
        return kind

    def _note(self, select: object) -> None:
        """Keep a select and its value as a browser does."""
        first_time = select.label not in self.selects
        self.selects[select.label] = select
        if select.set_value and select.HasField("raw_value"):
            self.values[select.label] = select.raw_value
        elif first_time and select.HasField("default"):
            self.values[select.label] = select.options[select.default]

    async def _drawn(self, message: ForwardMsg, began: float) -> float:
        """Seconds until a map has all it is drawn from: ours fetches its shapes by name."""
        element = message.delta.new_element
        if element.WhichOneof("type") == "bidi_component" and not self.chosen:
            sent = json.loads(element.bidi_component.mixed.json or element.bidi_component.json)
            files = [f"shapes/{sent[one]}" for one in ("shapes", "rings") if sent[one]]
            files.append(f"map/map.js?{sent['version']}")
            await asyncio.gather(*(self.files.get(one) or self._file(one) for one in files))
        return time.perf_counter() - began

    def _state(self) -> BackMsg:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = self.query
        state.context_info.url = self.address
        state.context_info.timezone = "Europe/London"
        state.context_info.locale = "en-GB"
        state.context_info.color_scheme = "light"
        for label, select in self.selects.items():
            if label in self.values:
                state.widget_states.widgets.add(id=select.id, string_value=self.values[label])
        if self.mounted:
            state.widget_states.widgets.add(id=self.mounted, json_value='{"zoom": 6}')
        state.cached_message_hashes.extend(self.kept)
        return asked


def _named_ahead(address: str) -> list[str]:
    with urllib.request.urlopen(f"{address}/", timeout=PATIENCE) as answer:
        return re.findall(r"<app/static/([^>]+)>", answer.headers.get("Link", ""))


def _fetched(address: str) -> int:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return len(answer.read())
