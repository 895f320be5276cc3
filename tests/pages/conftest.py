"""The dashboard, run without a browser, on the store that a test chooses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import work
from data import publish
from data.store import Store

APP = str(Path(__file__).resolve().parents[2] / "app.py")
TREND = "pages/spend/trend.py"
SECURED = "pages/social_value/secured.py"


@dataclass
class Screen:
    """What a person would read: one run of the dashboard, and the words in it."""

    app: AppTest

    def html(self) -> list[str]:
        """Everything set as HTML, as the browser gets it; the stylesheet is not read."""
        bodies = [element.proto.body for element in self.app.get("html")]
        return [body for body in bodies if not body.startswith("<style>")]

    def words(self) -> str:
        """All text, tags taken out."""
        return unescape(re.sub("<[^>]+>", " ", " ".join(self.html())))

    def rows(self, caption: str) -> list[list[str]]:
        """The cells of the table with this caption, row by row, its total last."""
        body = next(body for body in self.html() if f'aria-label="{caption}"' in body)
        rows = re.findall("<tr>(.*?)</tr>", body)
        return [
            [unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall("<td.*?</td>", row)]
            for row in rows
            if "<td" in row
        ]

    def titles(self) -> list[str]:
        """The titles of the cards, in order."""
        found = [re.search("<h2>(.*?)</h2>", body) for body in self.html()]
        return [unescape(match[1]) for match in found if match]

    def footings(self) -> list[str]:
        """What each card says it rests on."""
        return [unescape(body) for body in self.html() if "lp-foot" in body]

    def notices(self) -> str:
        return " ".join(unescape(body) for body in self.html() if "lp-notice" in body)

    def go(self, page: str) -> Screen:
        self.app.switch_page(page).run()
        assert not self.app.exception
        return self

    def pick(self, **choices: str) -> Screen:
        """Choose in the sidebar, from the top down, as a person would."""
        for key, value in choices.items():
            self.app.sidebar.selectbox(key=key).set_value(value).run()
            assert not self.app.exception
        return self

    def plain(self) -> str:
        """All text on one line; nothing may have failed."""
        assert not self.app.exception
        return " ".join(self.words().split())

    def press(self, key: str) -> str:
        """Press a button; the text that stands then."""
        self.app.button(key=key).click().run()
        return self.plain()

    def named(self, who: str = "Cat Officer") -> Screen:
        """Type the name that the history is to bear."""
        self.app.text_input(key="officer-typed").set_value(who).run()
        return self

    def chosen(self) -> dict[str, str]:
        return {box.key: box.value for box in self.app.sidebar.selectbox}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the background has ended by the end of the run that began it."""
    monkeypatch.setattr(work, "SECONDS_BEFORE_PROGRESS", 60)


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one file of Luton Council, made once: what the module calls SPEND."""
    folder = tmp_path_factory.mktemp("made")
    store = Store(folder / "store")
    (folder / "spend.csv").write_text(request.module.SPEND)
    publish.publish(store, folder / "spend.csv", organisation="Luton Council", by="Ann")
    return store.root


@pytest.fixture
def look() -> Callable[..., Screen]:
    """Open the dashboard at an address: look(period="2020/21")."""

    def opened(**params: str) -> Screen:
        app = AppTest.from_file(APP, default_timeout=60)
        for name, value in params.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return Screen(app)

    return opened


@pytest.fixture(scope="session")
def real_store(tmp_path_factory: pytest.TempPathFactory, inputs: Path) -> Store:
    """The real files of two councils and the social value records, published in order."""
    store = Store(tmp_path_factory.mktemp("real") / "store")
    salford = "Salford City Council"
    for name, kind, organisation in (
        ("contracts/salford_contracts_register_2022-07.csv", "contracts", salford),
        ("spend/salford_2018-06.csv", None, salford),
        ("spend/salford_2020-05.csv", None, salford),
        ("spend/salford_2021-05.csv", None, salford),
        ("social_value/toms_target_vs_delivered_data.csv", "social_value", None),
    ):
        publish.publish(store, inputs / name, kind=kind, organisation=organisation)
    return store


@pytest.fixture
def real(real_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("LOCALPOUND_STORE", str(real_store.root))
    return real_store
