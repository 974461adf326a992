"""Statutory lists: is this child already open, and to whom?"""

from pathlib import Path

import duckdb
from tests.conftest import Scan

MISSING = """CHILD,DOB,MISSING,MIS_START,MIS_END
10001,14/02/1994,M,05/01/2007,05/01/2007
10001,14/02/1994,M,06/02/2007,07/02/2007
10002,03/09/1993,M,07/02/2007,08/02/2007
"""
IN_NEED = """Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years),CIN Start Date,Primary Need Code,\
Date Child Was Last Seen,CIN Closure Date,Reason for Closure,Case Status,Allocated Team,Allocated Worker
10001,F,WBRI,14/02/1994,13,01/02/2007,N1,01/06/2007,,,Open,Team North,W. Worker
"""


def test_an_authoritys_own_number_joins_its_lists_and_says_to_which_team_a_child_is_open(scan: Scan, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "missing 2007-06-30.csv").write_text(MISSING, encoding="utf-8")
    (folder / "in need 2007-06-30.csv").write_text(IN_NEED, encoding="utf-8")

    out = scan(folder)

    children: dict[str, set[str]] = {}
    for row in out.table("mentions.csv"):
        if row["type"] == "person":
            children.setdefault(row["record"].split("/")[1].split(":")[0], set()).add(row["entity"])
    assert {number: len(entities) for number, entities in children.items()} == {"10001": 1, "10002": 1}
    with duckdb.connect(str(out.folder / "picture.duckdb"), read_only=True) as database:
        cases = database.execute("select child, stated from open_case").fetchall()
    assert [child for child, _ in cases] == list(children["10001"])
    assert "Team North" in cases[0][1]
