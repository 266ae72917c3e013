"""When a report says it was made: the same for the same data, so that the bytes are the same."""

import os
from datetime import UTC, date, datetime

from healthkpi.errors import UsageError
from healthkpi.model.scorecard import Scorecard
from healthkpi.text import Text

WITHOUT_DATE = datetime(1980, 1, 1, tzinfo=UTC)


_NO_EPOCH = Text(
    "SOURCE_DATE_EPOCH={words}: 写成 1970 年以来的秒数，如 1538352000",
    "SOURCE_DATE_EPOCH={words}: write the seconds since 1970, such as 1538352000",
)


def moment_of_day(day: date | None) -> datetime:
    """SOURCE_DATE_EPOCH where it is set, else a day of the data."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        return _moment_said(epoch)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day is not None else WITHOUT_DATE


def moment_of(scorecard: Scorecard) -> datetime:
    """SOURCE_DATE_EPOCH where it is set, else the day that was judged on."""
    return moment_of_day(scorecard.as_of)


def _moment_said(epoch: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(_NO_EPOCH.format(words=epoch)) from None
