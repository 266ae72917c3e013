"""A bureau's own list of indicators, each with its target and its value: no return of units."""

import re

from healthkpi.match._header import DEEPEST_HEADER_ROW, is_corner
from healthkpi.model.folding import fold
from healthkpi.model.grid import Grid

_DONE = re.compile(
    r"(实际|目前|已)?完成(值|数|量|情况|进度|比例|率|人数)?(\(.*\))?|(实际|现状|当前|目前)(值|数)|实绩|进展(情况)?|actual|achieved"
)
_BESIDE = re.compile(
    r"(年度|全年)?(目标|任务|计划)(值|数|任务)?|序号|编号|(计量)?单位|排名|名次|位次|备注|说明|差距|差额|是否.*|(责任|牵头|配合)?(科室|股室|单位|部门|人)|"
    r"target|rank|owner"
)


def is_dispatch_table(grid: Grid) -> bool:
    """Whether a row of headings names nothing but an indicator, what was asked for and what was done."""
    for row in range(min(len(grid.rows), DEEPEST_HEADER_ROW)):
        words = [cell for cell in grid.rows[row] if isinstance(cell, str)]
        others = [word for word in words if not is_corner(word)]
        done = [word for word in others if _DONE.fullmatch(fold(word))]
        if done and len(others) < len(words) and all(_is_known(word) for word in others):
            return True
    return False


def _is_known(word: str) -> bool:
    return _DONE.fullmatch(fold(word)) is not None or _BESIDE.fullmatch(fold(word)) is not None
