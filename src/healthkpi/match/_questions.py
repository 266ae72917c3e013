"""What a sheet leaves to a person: under which heading a field stands, and in which unit of measure a column is."""

from collections.abc import Iterator

from healthkpi.definitions.table import Table
from healthkpi.match._header import Header
from healthkpi.match._labels import without_units
from healthkpi.model.folding import fold
from healthkpi.model.question import About, Question
from healthkpi.text import Text

# Any form has these; they are no field under another name.
_ON_EVERY_FORM = frozenset(
    "序号 编号 备注 说明 排名 位次 填报人 审核人 联系人 联系电话 电话 no no. remarks notes rank".split()
)
_WHY_ALIKE = Text("列名相近", "headed alike")


def questions_on_columns(
    table: Table, header: Header, missing: tuple[tuple[str, str | None], ...]
) -> Iterator[Question]:
    """For each field without a column: which of the headings that are nobody's it is."""
    free = [
        without_units(label)
        for column, label in header.labels.items()
        if column not in header.used and fold(label) not in _ON_EVERY_FORM
    ]
    alike = {name: without_units(near) for name, near in missing if near is not None}
    for name, _ in missing if free else ():
        asks = Text(f"“{table.name.zh}”的“{name}”是哪一列？", f"Which column of {table.name.en} is {name}?")
        # Not the one column that is left over: a tick beside it would make a figure of whatever stands there.
        why = _WHY_ALIKE if name in alike else None
        of = f"{header.table}/{name}"
        choices = tuple(dict.fromkeys(free))
        yield Question(About.COLUMN, of, name, asks, alike.get(name, ""), why, choices)


def question_on_measure(table: Table, header: Header, name: str, measures: tuple[str, ...]) -> Question:
    """In which of the units that the unit line names a column is."""
    asks = Text(
        f"“{table.name.zh}”的“{name}”以什么为单位：{'、'.join(measures)}？",
        f"Which unit is {name} of {table.name.en} in: {'、'.join(measures)}?",
    )
    return Question(About.MEASURE, f"{header.table}/{name}", "、".join(measures), asks, choices=measures)
