"""The scorecard as a Parquet table, if pyarrow is installed: one row a unit, for notebooks and databases.

A figure stands twice: as a decimal string, exact as it was compared, and as a float to reckon with.
"""

import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from healthkpi.errors import UsageError
from healthkpi.extras import load_extra
from healthkpi.model.judgement import Judgement
from healthkpi.model.scorecard import IndicatorResult, Scorecard, UnitResult
from healthkpi.present._figures import clean, decimal_string
from healthkpi.present._layout import compared_verdict
from healthkpi.present._report import Report
from healthkpi.present._writer import Writer
from healthkpi.text import Language, Text

NO_LIBRARY = Text(
    "写 Parquet 要先安装 pip install healthkpi[parquet]；或用 -o 结果.csv",
    "to write Parquet, first pip install healthkpi[parquet]; or use -o result.csv",
)
_FIGURES = ("value", "numerator", "denominator", "gap")
_DATES = ("period_start", "period_end", "by", "as_of")
_FLAGS = ("judged", "reached")


def _render(report: Report, _language: Language) -> bytes:
    arrow, parquet = load_extra("pyarrow"), load_extra("pyarrow.parquet")
    if arrow is None or parquet is None:
        raise UsageError(NO_LIBRARY)
    card = report.scorecard
    rows = [_row(card, result, unit) for result in card.results for unit in result.results]
    fields = [(name, _type(arrow, name)) for name in (rows[0] if rows else ())]
    out = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(rows, schema=arrow.schema(fields)), out)
    return out.getvalue()


def _type(arrow: Any, name: str) -> Any:
    if name.endswith("_float"):
        return arrow.float64()
    if name in _DATES:
        return arrow.date32()
    return arrow.bool_() if name in _FLAGS else arrow.string()


def _row(card: Scorecard, result: IndicatorResult, unit: UnitResult) -> dict[str, Any]:
    value, judgement = unit.value.value, unit.judgement
    period = result.tally.period
    row: dict[str, Any] = {
        "policy": card.policy,
        "indicator": result.id,
        "name_zh": result.name.zh,
        "name_en": result.name.en,
        "level": unit.value.level,
        "unit": clean(unit.value.unit),
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "as_of": card.as_of,
        "missing": str(card.missing),
        "judged": unit.is_judged,
        "status": str(value.status),
        "measure": result.unit,
        "limit": judgement.target.key if judgement.target else None,
        "limit_numbers": _limits(judgement),
        "by": judgement.target.by if judgement.target else None,
        "reached": judgement.reached,
        "judgement": str(judgement.verdict if unit.is_judged else compared_verdict(unit)),
    }
    gap = judgement.gap.amount if judgement.gap else None
    figures = (value.amount, value.numerator, value.denominator, gap)
    return row | dict(_figures(figures))


def _figures(figures: tuple[Fraction | None, ...]) -> Iterator[tuple[str, str | float | None]]:
    for name, number in zip(_FIGURES, figures, strict=True):
        yield name, None if number is None else decimal_string(number)
        yield f"{name}_float", None if number is None else float(number)


def _limits(judgement: Judgement) -> str | None:
    if judgement.target is None:
        return None
    return " ".join(decimal_string(number) for number in judgement.target.numbers)


WRITER = Writer("parquet", (".parquet",), _render)
