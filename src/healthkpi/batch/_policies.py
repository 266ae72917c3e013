"""The policies that files may be for: as outlines, which are quick; in full only where indicators are asked about."""

import functools
import hashlib

from healthkpi.definitions.load import SHARED_FIELDS_FILE, load_outlines, load_policy
from healthkpi.definitions.policy import Policy
from healthkpi.request import Request


class Policies:
    """Those of the folder of definitions of a request."""

    def __init__(self, request: Request) -> None:
        self._readings = request.readings
        self._outlines = {policy.id: policy for policy in load_outlines(request.definitions)}
        self.full = functools.cache(self._full)
        self.digest = functools.cache(self._digest)

    @property
    def versions(self) -> list[str]:
        """What decides how a file is recognised."""
        return [f"{policy.id} {policy.version}" for policy in self._outlines.values()]

    def outline(self, name: str) -> Policy:
        """Without its indicators."""
        return self._outlines[name]

    def _full(self, name: str) -> Policy:
        return load_policy(self._outlines[name].folder, self._readings)

    def _digest(self, name: str) -> str:
        """A SHA-256 over all files that it is written in."""
        folder = self._outlines[name].folder
        files = [folder.parent / SHARED_FIELDS_FILE, *sorted(folder.glob("*.yaml"))]
        found = hashlib.sha256()
        for path in files:
            if path.is_file():
                found.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return found.hexdigest()
