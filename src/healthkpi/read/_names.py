"""What a file is called in messages, where the system gives its name as bytes."""

import os


def readable_name(name: str) -> str:
    """A file name as text. Bytes that are no UTF-8 are GBK, as archives from Windows leave them on a server.

    What is neither is replaced, for no output could hold it.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
    else:
        return name
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")
