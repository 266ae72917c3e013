"""A value as JSON on one line, in UTF-8 and without blanks: the only place where that is decided."""

import json

import orjson

# What is encoded was made here, and made new: nothing in it holds itself.
_in_full = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def json_line(value: object) -> bytes:
    """Half of a pair of surrogates (a file name that is not UTF-8) becomes a question mark."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        # It takes no such half, and no whole number of more than 64 bits.
        return _in_full(value).encode("utf-8", "replace")
