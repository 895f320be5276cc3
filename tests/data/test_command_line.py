"""The second front door: the same code, exit 0 or 2, one JSON object, sentences not tracebacks."""

from __future__ import annotations

import json

import pytest

from data import ledger
from data.__main__ import main

APRIL = "Date,Supplier,Net\n01/04/2021,Arden Paving Ltd,1000.10\nTBC,Bell Care Ltd,50.05\n"


def run(capsys, *words):
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_rehearse_says_all_and_writes_nothing(store, write, capsys):
    path = write("april.csv", APRIL)
    code, out, _ = run(capsys, "rehearse", path, "--organisation", "Anytown", "--json")
    report = json.loads(out)
    assert code == 0
    wanted = {
        "kind", "organisation", "columns", "rows_read", "rows_accepted", "rows_rejected",
        "rows_set_aside", "control_total", "date_from", "date_to", "repeated_rows",
        "redacted_rows", "faults", "publishable", "message",
    }  # fmt: skip
    assert wanted <= set(report)
    assert report["choices"][0]["reason"]
    assert report["columns"] == {"supplier": "Supplier", "payment_date": "Date", "amount": "Net"}
    assert (report["control_total"], report["date_from"]) == ("1050.15", "2021-04-01")
    assert report["faults"][0] | {"reason": ""} == {
        "sheet": "", "row": 3, "field": "payment_date", "column": "Date", "value": "TBC",
        "reason": "", "rejected": False,
    }  # fmt: skip
    assert report["publishable"] is True
    assert not store.root.exists()


def test_a_refusal_is_exit_2_with_a_sentence(store, write, capsys):
    path = write("bad.csv", "Colour,Size\nred,4\n")
    code, out, err = run(capsys, "rehearse", path, "--json")
    assert code == 2
    refusal = json.loads(out)
    assert refusal["publishable"] is False
    assert "no amount column" in refusal["message"]
    assert "Traceback" not in err
    assert run(capsys, "publish", path)[0] == 2
    assert not store.root.exists() or not list(store.received.iterdir())


def test_publish_history_status_undo_purge(store, write, capsys):
    path = write("april.csv", APRIL)
    code, out, _ = run(capsys, "publish", path, "--organisation", "Anytown", "--by", "Jo")
    assert code == 0
    assert "Control total £1,050.15" in out
    assert "Published as upload 1." in out

    status = json.loads(run(capsys, "status", "--json")[1])
    assert status["build"] == str(store.build_file(ledger.served_build(store)))
    assert (status["uploads"], status["rows"], status["is_sample"]) == (1, 2, False)
    assert status["reference"]["areas"] == 350

    history = json.loads(run(capsys, "history", "--json")[1])
    assert history["uploads"][0]["published_by"] == "Jo"
    assert history["uploads"][0]["control_total"] == "1050.15"
    assert "april.csv" in run(capsys, "history")[1]

    assert run(capsys, "undo", 1)[0] == 0
    assert run(capsys, "undo", 1)[0] == 2
    assert run(capsys, "purge", 1)[0] == 0
    assert "purged" in run(capsys, "history")[1]
    assert run(capsys, "build")[0] == 0


def test_map_takes_a_column_by_its_header(store, write, capsys):
    path = write("april.csv", "Date,Supplier,Net,Gross\n01/04/2021,A,10,12\n")
    out = run(capsys, "rehearse", path, "--map", "amount=Gross", "--json")[1]
    assert json.loads(out)["control_total"] == "12.00"
    code, _, err = run(capsys, "rehearse", path, "--map", "amount")
    assert code == 2
    assert "FIELD=HEADER" in err


def test_a_strategy_at_fault_stops_the_build_and_is_named(store, write, capsys):
    store.make()
    (store.strategies / "broken.toml").write_text("council = 5", encoding="utf-8")
    code, _, err = run(capsys, "publish", write("april.csv", APRIL))
    assert code == 2
    assert "broken.toml" in err
    assert json.loads(run(capsys, "status", "--json")[1])["build"] is None


@pytest.mark.parametrize("words", [["--help"], ["publish", "--help"]])
def test_help_is_there(capsys, words):
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 0
    assert "organisation" in capsys.readouterr().out or words == ["--help"]
