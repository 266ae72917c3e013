"""How urgent a target is, in three colours; the rule is printed wherever they are shown."""

from healthkpi.model.comparison import Light, Pace
from healthkpi.model.judgement import Judgement, Verdict

_GREEN = {Verdict.MET, Verdict.AHEAD, Verdict.REACHED}
_ON_THE_WAY = {Verdict.BEHIND, Verdict.NOT_YET}


def find_light(judgement: Judgement, pace: Pace | None) -> Light | None:
    """Green: reached or on its path. Red: missed, or short and too slow. Yellow: short, in time or at an unknown pace."""
    if judgement.verdict in _GREEN:
        return Light.GREEN
    if judgement.verdict is Verdict.MISSED:
        return Light.RED
    if judgement.verdict not in _ON_THE_WAY:
        return None
    return Light.RED if pace is not None and pace.projected_reaches is False else Light.YELLOW
