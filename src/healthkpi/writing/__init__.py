"""Writing: the one way in which a file comes onto the disk, whole or not at all.

All files of a command are written under hidden names of our own beside the places they belong, and only when the last
is safely on the disk is the first moved into place. So a full disk or Ctrl-C leaves every old report as it was.
"""

from healthkpi.writing._faults import fault_of
from healthkpi.writing._files import Elsewhere, write_file, write_files
from healthkpi.writing._folders import folder_in_the_making, put_text
from healthkpi.writing._places import refuse_inputs, refuse_places
from healthkpi.writing._temporary import remove_left_behind

__all__ = [
    "Elsewhere",
    "fault_of",
    "folder_in_the_making",
    "put_text",
    "refuse_inputs",
    "refuse_places",
    "remove_left_behind",
    "write_file",
    "write_files",
]
