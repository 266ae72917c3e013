"""When a report says it was made: the same for the same data, so that the bytes are the same."""

import os
from datetime import UTC, datetime

from healthkpi.model.scorecard import Scorecard

WITHOUT_DATE = datetime(1980, 1, 1, tzinfo=UTC)


def moment_of(scorecard: Scorecard) -> datetime:
    """SOURCE_DATE_EPOCH where it is set, else the day that was judged on."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    day = scorecard.as_of
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day is not None else WITHOUT_DATE
