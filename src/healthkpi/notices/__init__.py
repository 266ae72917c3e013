"""Notices: what is missed, newly missed, overdue or failed in a run, told by e-mail or to a webhook.

A channel is one file here that offers `CHANNEL`. What goes out is made of the JSON documents of the run and of nothing else.
"""

from healthkpi.notices._notice import Notice, Occasion, failure_notice, test_notice
from healthkpi.notices._of_run import notice_of
from healthkpi.notices._sending import Fault, send
from healthkpi.notices._settings import Wished, channels, notices_named, read_notices

__all__ = [
    "Fault",
    "Notice",
    "Occasion",
    "Wished",
    "channels",
    "failure_notice",
    "notice_of",
    "notices_named",
    "read_notices",
    "send",
    "test_notice",
]
