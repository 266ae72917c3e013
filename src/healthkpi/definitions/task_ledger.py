"""The one table that is built in: the ledger of tasks that somebody attests.

One row is one item and, where several units must do it, one unit: what was to be done (事项), by whom
(单位), whether it is done (状态), when (完成日期) and by which evidence (佐证).
"""

from healthkpi.definitions.table import Table
from healthkpi.model.folding import fold

TASK_LEDGER = "task-ledger"
ITEM, OWNER, DONE, DONE_ON, EVIDENCE = "事项", "单位", "状态", "完成日期", "佐证"
# “光明·微笑”免费救治 and 光明·微笑免费救治 are one item.
_QUOTATION_MARKS = str.maketrans("", "", "“”‘’\"'「」『』")


def fold_item(name: str) -> str:
    """The form in which items are compared: quotation marks aside as well."""
    return fold(name).translate(_QUOTATION_MARKS)


def task_ledger() -> Table:
    """The definition of the ledger; a policy's own tables.yaml may replace it under the same id."""
    return Table.model_validate(
        {
            "name": {"zh": "事项台账", "en": "Task ledger"},
            "row": {"zh": "一个事项（一个单位）", "en": "one item (of one unit)"},
            "sheets": ["台账", "事项", "任务清单", "ledger"],
            "key": [ITEM, OWNER],
            "fields": {
                ITEM: {"type": "text", "en": "item", "aliases": ["任务", "工作事项", "任务名称", "事项名称"]},
                OWNER: {
                    "type": "text",
                    "en": "unit",
                    "aliases": ["责任单位", "落实单位"],
                    "optional": "true",
                },
                DONE: {"type": "flag", "en": "state", "aliases": ["是否完成", "完成情况", "完成状态"]},
                DONE_ON: {
                    "type": "date",
                    "en": "done on",
                    "aliases": ["完成时间", "办结日期"],
                    "optional": "true",
                },
                EVIDENCE: {
                    "type": "text",
                    "en": "evidence",
                    "aliases": ["文号/佐证", "文号", "佐证材料"],
                    "optional": "true",
                },
            },
        }
    )
