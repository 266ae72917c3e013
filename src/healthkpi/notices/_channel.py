"""What a channel is: settings in, a way to deliver a notice out."""

from collections.abc import Callable
from dataclasses import dataclass

from healthkpi.notices._notice import Notice
from healthkpi.notices._table import Table
from healthkpi.text import Language, Text

# Called once for each try; what it raises is Undelivered.
Deliver = Callable[[], None]
# The message is composed once, so that a second try sends the same one.
Compose = Callable[[Notice, Language], Deliver]


class Undelivered(Exception):
    """Why a notice did not get through; `may_pass` where another try may succeed and nothing has arrived yet.

    The message holds nothing that a server said: servers repeat passwords and keys.
    """

    def __init__(self, message: Text, *, may_pass: bool = False) -> None:
        super().__init__(message.en)
        self.message = message
        self.may_pass = may_pass


@dataclass(frozen=True, slots=True)
class Channel:
    """One way for notices to go: the word that chooses it, and what makes its settings into a way to deliver."""

    key: str
    label: Text
    read: Callable[[Table], Compose]
