"""Words in double braces that stand for something to be filled in: {{标题}}, {{完成值:签约率}}."""

import re

PLACEHOLDER = re.compile(r"[{｛]{2}\s*([^{}｛｝]{1,80}?)\s*[}｝]{2}")
BRACES = re.compile(r"[{｛]{2}|[}｝]{2}")
