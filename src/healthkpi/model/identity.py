"""What a resident's identity number looks like (GB 11643-1999): place, day of birth, order and check digit."""

import re

# The day of birth tells it from an account number; the check digit is not asked for, or one mistyped would be shown.
IDENTITY_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)
