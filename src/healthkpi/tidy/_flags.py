"""Yes and no as officers write them, and the third state that counts as not yet."""

from decimal import Decimal

from healthkpi.definitions.table import Field
from healthkpi.model.finding import Severity, declare
from healthkpi.model.folding import half_width
from healthkpi.model.grid import CellValue
from healthkpi.text import Text
from healthkpi.tidy._reading import Doubt, Missing, without_value

_YES = frozenset(
    "是 √ ✓ ✔ ☑ 有 已 已有 达标 已达标 合格 完成 已完成 全部完成 齐全 独立 落实 已落实 已建 已建成 建成 已设 已开展 已通过 "
    "已验收 符合 具备 y yes true 1".split()
)
_NO = frozenset(
    "否 × ✗ ✘ ☒ x 无 没有 未 不达标 未达标 不合格 未完成 不齐全 未落实 未建 未建成 未设 未通过 不符合 不具备 n no false 0".split()
)
_NOT_YET = frozenset(
    "基本达标 基本完成 基本齐全 基本符合 基本合格 基本落实 基本建成 部分达标 部分完成 部分落实 部分建成 在建 建设中 正在建设 进行中 "
    "正在进行 推进中 正在推进 已开工 已建成未验收 已完成未验收 待验收 未验收 主体完工 筹建 筹建中 拟建 整改中".split()
)

NOT_YET = declare(
    "HK209",
    Severity.NOTE,
    Text("“{shown}”按“否”计", '"{shown}" counts as no'),
    Text(
        "“基本达标”“在建”“待验收”一类还不是达标，按否计。若已达标，请改填“是”。",
        "Nearly done, under construction or awaiting inspection is not done. If it is, write 是.",
    ),
)
NOT_A_FLAG = declare(
    "HK210",
    Severity.ERROR,
    Text("“{shown}”不是“是/否”；按空白（待核）处理", '"{shown}" is neither yes nor no; treated as blank'),
    Text(
        "这一列要填 是/否 或 √/×。看不懂的写法不猜，列为待核。",
        "This column wants 是/否 or √/×. Anything else is not guessed; it is listed for checking.",
    ),
)


def read_flag(value: CellValue, _field: Field) -> bool | Missing | Doubt:
    """Yes, no, or missing."""
    if isinstance(value, str):
        word = half_width(value).casefold()
        if word in _YES:
            return True
        # 无 and a lone 未 answer a yes/no question; elsewhere they mean that nothing was reported.
        if word in _NO:
            return False
        if word in _NOT_YET:
            return Doubt(NOT_YET, {"shown": value.strip()}, taken_as=False)
    nothing = without_value(value)
    if nothing is not None:
        return nothing
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal) and value in {0, 1}:
        return bool(value)
    return Doubt(NOT_A_FLAG, {"shown": str(value).strip()})
