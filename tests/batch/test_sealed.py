"""What goes from process to process through a third."""

import pickle
from decimal import Decimal

from healthkpi.batch._sealed import Sealed


def sent(sealed):
    return pickle.loads(pickle.dumps(sealed))


def test_a_value_arrives_as_it_was_sent_however_often_it_is_sent_on():
    value = {"常住人口": (Decimal("1200.50"), None, b"bytes")}

    assert Sealed(value).opened() is value
    assert sent(Sealed(value)).opened() == value
    assert sent(sent(sent(Sealed(value)))).opened() == value


class Told:
    """Says when it is made again."""

    made = 0

    def __setstate__(self, state):
        Told.made += 1


def test_who_sends_a_value_on_does_not_make_it():
    told = Told()
    told.said = "x"

    on_its_way = sent(sent(Sealed(told)))
    assert Told.made == 0

    on_its_way.opened()
    assert Told.made == 1
