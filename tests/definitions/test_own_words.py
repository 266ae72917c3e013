"""A bureau's own list of units, however long."""

import time

from healthkpi.definitions.load import load_policy
from healthkpi.definitions.own_words import with_rosters
from healthkpi.model.place import Place
from healthkpi.model.roster import Roster
from returns import Bureau

UNITS = 10_000
# Several times what a busy machine takes; where every unit is compared with every other, it is minutes.
MOST_SECONDS = 10


def test_a_list_of_ten_thousand_units_is_taken_over_in_bounded_time(tmp_path):
    policy = load_policy(Bureau(tmp_path).definitions / "plan")
    units = {f"乡镇{number:05}": (f"{number:05}乡", f"{number:05}卫生院") for number in range(UNITS)}
    # The other name of one is the name of another: then it is that unit's alone.
    units["乡镇00001"] = ("乡镇00002", "一号乡")
    began = time.process_time()

    own = with_rosters(policy, [Roster("township", units, Place("名单.xlsx"))])

    assert time.process_time() - began < MOST_SECONDS
    listed = own.words.units["township"]
    assert len(listed) == UNITS
    assert listed["乡镇00001"] == ("一号乡",)
    assert listed["乡镇09999"] == ("09999乡", "09999卫生院")
