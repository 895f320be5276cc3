"""Ask from the command line: `python -m queries run spend/by_tier strategy=star-2021`."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

import queries
from data.mend import safe_cell


def main(arguments: Sequence[str] | None = None) -> int:
    """0 answered, 2 refused with a sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser(prog="python -m queries", description="Ask the warehouse.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="the questions there are")
    ask = commands.add_parser("run", help="ask one")
    ask.add_argument("name")
    ask.add_argument("params", nargs="*", metavar="param=value")
    ask.add_argument("--format", choices=("table", "csv", "json"), default="table")
    options = parser.parse_args(arguments)
    try:
        if options.command == "list":
            _list()
        else:
            frame = queries.run(options.name, **_params(options.name, options.params))
            _print(frame, options.format)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has seen enough, as in `list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (queries.QueryError, queries.NothingPublished) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _list() -> None:
    for name in queries.names():
        query = queries.describe(name)
        params = ", ".join(f"{p.name} {p.type}{'?' * p.optional}" for p in query.params)
        print(f"{name}\n    {query.question}\n    {query.grain}\n    Params: {params or 'none'}")


def _params(name: str, given: Sequence[str]) -> dict[str, object]:
    """`name=value` words as values of the types the question asks for; a list is given by naming
    it once for each value."""
    types = {param.name: param.type for param in queries.describe(name).params}
    params: dict[str, object] = {}
    for word in given:
        if "=" not in word:
            raise queries.QueryError(f"“{word}” should be param=value, as in strategy=star-2021.")
        key, value = word.split("=", 1)
        match types.get(key):
            case "text[]":
                params[key] = [*params.get(key, []), value]  # type: ignore[misc]
            case "int":
                params[key] = int(value) if re.fullmatch("-?[0-9]+", value) else value
            case "number":
                params[key] = float(value) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) else value
            case "bool":
                params[key] = {"true": True, "false": False}.get(value.lower(), value)
            case _:
                params[key] = value
    return params


def _print(frame: pd.DataFrame, how: str) -> None:
    """Money is printed to the penny, as text in JSON; a list is parted by "; " outside JSON. In a
    CSV no text can run as a formula."""
    if how == "json":
        rows = pa.Table.from_pandas(frame, preserve_index=False).to_pylist()
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    for name, dtype in frame.dtypes.items():
        if pa.types.is_list(dtype.pyarrow_dtype):
            frame[name] = frame[name].map("; ".join)
    if how == "csv":
        for name, dtype in frame.dtypes.items():
            if pa.types.is_string(dtype.pyarrow_dtype):
                frame[name] = frame[name].map(safe_cell, na_action="ignore")
        print(frame.to_csv(index=False), end="")
    else:
        print(frame.to_string(index=False) if len(frame) else "No rows.")


if __name__ == "__main__":
    sys.exit(main())
