"""The same twelve indicators as somebody would write them with pandas: `python many_returns.py FOLDER OUT.csv`.

Without what healthkpi does besides: nothing is cleaned, nothing is found doubtful, no cell is named.
"""

import sys
from pathlib import Path

import pandas as pd

# Name, numerator, denominator, factor, limit.
INDICATORS = (
    ("常住人口签约率", "签约人数", "常住人口", 1, 0.5),
    ("重点人群签约率", "重点人群签约数", "重点人群数", 1, 0.7),
    ("脱贫人口签约率", "脱贫人口签约数", "脱贫人口数", 1, 0.9),
    ("高血压管理率", "高血压管理数", "高血压患者数", 1, 0.6),
    ("高血压规范管理率", "高血压规范管理数", "高血压管理数", 1, 0.6),
    ("糖尿病管理率", "糖尿病管理数", "糖尿病患者数", 1, 0.6),
    ("老年人体检率", "老年人体检数", "老年人数", 1, 0.65),
    ("建档率", "建档人数", "常住人口", 1, 0.8),
    ("标准化村卫生室占比", "标准化村卫生室数", "村卫生室数", 1, 0.8),
    ("每万人口高血压患者", "高血压患者数", "常住人口", 10_000, None),
    ("每万人口乡村医生", "乡村医生数", "常住人口", 10_000, 5),
    ("常住人口数", "常住人口", None, 1, None),
)


def at_level(rows: pd.DataFrame, level: str, keys: list[str]) -> pd.DataFrame:
    """Every indicator for every unit of one level: summed first, then divided."""
    numbers = list(rows.columns.difference(["县", "乡镇"]))
    sums = rows.groupby(keys)[numbers].sum().reset_index() if keys else rows[numbers].sum().to_frame().T
    parts = []
    for name, part, whole, factor, limit in INDICATORS:
        value = sums[part] if whole is None else sums[part] / sums[whole] * factor
        verdict = "" if limit is None else (value >= limit).map({True: "met", False: "missed"})
        parts.append(
            pd.DataFrame(
                {
                    "level": level,
                    "county": sums["县"] if keys else "",
                    "township": sums["乡镇"] if len(keys) == 2 else "",
                    "indicator": name,
                    "numerator": sums[part],
                    "denominator": None if whole is None else sums[whole],
                    "value": value,
                    "verdict": verdict,
                }
            )
        )
    return pd.concat(parts)


def main(folder: Path, out: Path) -> None:
    """Read, sum, divide, compare, write."""
    rows = pd.concat(
        [pd.read_excel(path, engine="openpyxl") for path in sorted(folder.glob("*.xlsx"))], ignore_index=True
    )
    levels = (("province", []), ("county", ["县"]), ("township", ["县", "乡镇"]))
    pd.concat([at_level(rows, level, keys) for level, keys in levels]).to_csv(out, index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
