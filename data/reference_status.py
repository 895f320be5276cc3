"""Which reference is in use, how good it is, and what a loaded file is called."""

from __future__ import annotations

from collections.abc import Mapping

from data import geography, ledger
from data.reference_ledger import Reference
from data.store import Store

EXACT = (
    "A full postcode in the loaded directory is exact: it lies where the directory says. Only a "
    "postcode made since, or given in part, is looked up by its sector or district."
)
LICENCE = (
    "Loaded files: contains OS data, Royal Mail data and National Statistics data © Crown "
    "copyright and database right, under the Open Government Licence v3.0."
)


def said(one: Reference) -> str:
    """A reference file in words: 'ONS Postcode Directory, May 2025 (ONSPD_MAY_2025_UK.csv)'."""
    return f"{one.source}, {one.vintage} ({one.file_name})"


def counts_said(covers: str, counted: Mapping[str, int]) -> str:
    """What is in a reference file, in words."""
    if covers == "postcodes":
        return (
            f"{counted['postcodes']:,} postcodes, {counted['live']:,} of them live, in "
            f"{counted['areas']:,} areas"
        )
    return f"{counted['areas']:,} {covers}"


def status(store: Store) -> dict[str, object]:
    """Which reference is in use, how old it is and how good, and under which licence."""
    known = geography.reference_status()
    in_force = {one.covers: one for one in ledger.references(store)}
    if not in_force:
        return known
    vintage = [f"{said(one)}, loaded as upload {one.upload_id}" for one in in_force.values()]
    held = in_force["postcodes"].counted["postcode_areas"] if "postcodes" in in_force else 0
    if held < len(geography.postcode_areas()):
        vintage.append(f"{'other ' if held else ''}postcodes of 2017")
    vintage += [] if "districts" in in_force else ["outlines of 2016, merged as since April 2023"]
    changed: dict[str, object] = {
        "name": "The council's own reference",
        "vintage": "; ".join(vintage),
        "licence": f"{known['licence']} {LICENCE}",
    }
    if "postcodes" in in_force:
        changed["postcodes"] = in_force["postcodes"].counted["postcodes"]
        changed["how_good"] = EXACT
        changed["left_out"] = "what the loaded file does not hold"
    loaded = [
        {"upload": one.upload_id, "covers": one.covers, "source": one.source,
         "vintage": one.vintage, "file_name": one.file_name, **one.counted}
        for one in in_force.values()
    ]  # fmt: skip
    return {**known, **changed, "loaded": loaded}
