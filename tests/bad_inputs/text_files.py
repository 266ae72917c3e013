"""CSV and text: encodings, delimiters, line ends, quotes, what stands in a cell."""

from bad_inputs.table import GOOD_SUMS, ROWS, Trap, csv_bytes, refused, rows_of, store, write_csv

TITLE: list[list[object]] = [
    ["附件1"],
    ["湖城市慢病管理情况统计表（2024年第1季度）"],
    ["填报单位（盖章）：湖城市疾控中心", None, None, "单位：人"],
    [],
]
FOOT: list[list[object]] = [[], ["填报人：张某", None, "审核人：李某"], ["注：患者数为辖区登记数"]]
TOTALS = [
    *rows_of()[:3],
    ["", "", "小计", "", 2000, 1520, 0.76],
    *rows_of()[3:],
    ["", "", "合计", "", 7400, 5640, 0.76],
]
JUNK = rows_of(F2="960人", F3="—", F4="1,230", F5="<10", F6="未报", F7="/")
TWICE = [[*row[:6], row[5], row[6]] for row in rows_of()]
NO_COLUMN = [[*row[:5], *row[6:]] for row in rows_of()]
NEAR_COLUMN = rows_of(F1="管理人數")
IMPOSSIBLE = rows_of(F2=1300, E3=0, F4=-5, G5=1.6)
MIXED_RATES = rows_of(G2="80%", G3=70, G4="0.82", G5="60.0", G6="８５％", G7=0.65)
INJECTED = rows_of(D2='=HYPERLINK("http://127.0.0.1/","点")', D3="+1+1", D4="-2+3", D5="@SUM(1)", D6="\t=1+1")
COMMANDS = rows_of(D2="=cmd|' /C calc'!A0", D3='=WEBSERVICE("http://127.0.0.1/")', D4="=1+1")
MARKUP = rows_of(
    D2="[bold red]东湖[/]", D3="[/]", D4="<script>alert(1)</script>", D5="<b>西湖</b>&amp;", D6="{0}%s$(id)"
)
ESCAPES = rows_of(
    D2="\x1b[31m东湖\x1b[0m", D3="\x1b]0;题\x07", D4="\x9b2J", D5="西\x08湖", D6="南\u202e湖\u200b"
)
BREAK = rows_of(D2="东湖\n一院", D3="东湖\r\n二院")
TEXT = csv_bytes(rows_of()).decode()
LINES = TEXT.split("\r\n")


def _text(text: str, encoding: str = "utf-8"):
    return lambda path: store(path, text.encode(encoding))


def _half(path) -> None:
    store(path, csv_bytes(rows_of()[:4]) + csv_bytes(rows_of()[4:], "gbk"))


def _one_line(path) -> None:
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"1," * (512 * 1024))


RAGGED = TEXT.replace("011001,东湖区,东湖二院,800,560,0.7", '011001,东湖区,东湖二院,800,"560",0.7')
COMMA = TEXT.replace(",1200,960,", ",1,200,960,")
MISSING_CELL = TEXT.replace(",800,560,0.7", ",800,560")
QUOTE = TEXT.replace("东湖一院", '"东湖一院')
QUOTE_INSIDE = TEXT.replace("东湖一院", '东湖"一"院')

TRAPS = (
    Trap("good.csv", "没有问题", "nothing", write_csv(rows_of())),
    Trap("bom.csv", "UTF-8 带 BOM", "UTF-8 with a byte order mark", write_csv(rows_of(), "utf-8-sig")),
    Trap("gbk.csv", "GBK 编码", "GBK", write_csv(rows_of(), "gbk"), codes=("HK201",)),
    Trap("gb18030.csv", "GB18030 四字节生僻字", "a rare character of GB18030", write_csv(rows_of(D2="东湖㐂院"), "gb18030"), codes=("HK201",)),
    Trap("utf16.csv", "UTF-16，制表符分隔（Excel 的“Unicode 文本”）", "UTF-16 with tabs (Unicode text of Excel)", write_csv(rows_of(), "utf-16", "\t")),
    Trap("utf16be.csv", "UTF-16 大端", "UTF-16, big end first", _text("\ufeff" + TEXT, "utf-16-be")),
    refused("utf16_no_mark.csv", "UTF-16 没有 BOM", "UTF-16 without a byte order mark", _text(TEXT, "utf-16-le"), "UTF-8"),
    refused("half_gbk.csv", "一半 UTF-8、一半 GBK", "half UTF-8, half GBK", _half, "第 1 行"),
    refused("latin1.csv", "Latin-1 编码", "Latin-1", _text("統計期,é\n1,ß\n".replace("統計期", "année"), "latin-1"), "UTF-8"),
    Trap("semicolon.csv", "分号分隔", "semicolons", write_csv(rows_of(), delimiter=";")),
    Trap("tabs.txt", "制表符分隔", "tabs", write_csv(rows_of(), delimiter="\t")),
    Trap("pipes.csv", "竖线分隔", "pipes", write_csv(rows_of(), delimiter="|")),
    Trap("sep_line.csv", "首行是 sep=;", "a first line sep=;", _text("sep=;\r\n" + TEXT.replace(",", ";"))),
    Trap("名称 带空格（终）.csv", "文件名有中文、空格和全角括号", "Chinese, spaces and wide brackets in the name", write_csv(rows_of())),
    Trap("csv_named.xlsx", "CSV 改名为 .xlsx", "a CSV renamed to .xlsx", write_csv(rows_of()), codes=("HK202",)),
    Trap("line_ends_mixed.csv", "换行符混用", "mixed line ends", _text("\r".join(LINES[:3]) + "\n" + "\r\n".join(LINES[3:]))),
    Trap("line_ends_cr.csv", "换行符是 CR", "line ends of old Macs", _text(TEXT.replace("\r\n", "\r"))),
    Trap("line_break.csv", "引号内有换行", "a line break inside quotes", write_csv(BREAK)),
    refused("nul_bytes.csv", "含空字节", "zero bytes", _text(TEXT.replace("960", "9\x0060")), "第 2 行", "NUL"),
    refused("quote_open.csv", "引号没有结束", "a quote that is never closed", _text(QUOTE), "引号"),
    Trap("quote_inside.csv", "单元格中间有引号", "quotes in the middle of a cell", _text(QUOTE_INSIDE)),
    Trap("ragged_long.csv", "千分位逗号没有加引号，整行错位", "1,200 without quotes: the row is one cell too long", _text(COMMA), (5640 - 960, 7400 - 1200), codes=("HK260",), says=("ragged_long.csv!2",)),
    Trap("ragged_short.csv", "一行少一格", "a row lacks its last cell", _text(MISSING_CELL), codes=("HK261",), says=("ragged_short.csv!3",)),
    Trap("quoted_figures.csv", "有的数字加了引号", "some figures in quotes", _text(RAGGED)),
    Trap("blank_ends.csv", "每行末尾多两个逗号", "two commas more at the end of each row", _text(TEXT.replace("\r\n", ",,\r\n"))),
    Trap("blank_rows.csv", "空行和只有逗号的行", "blank lines and rows of commas only", write_csv([*rows_of()[:3], [], [""] * 7, *rows_of()[3:], [""] * 7])),
    refused("empty.csv", "0 字节", "0 bytes", _text(""), "0 字节"),
    refused("only_bom.csv", "只有 BOM", "a byte order mark and nothing else", _text("\ufeff"), "没有内容"),
    refused("only_blanks.csv", "只有空行和逗号", "blank lines and commas only", _text("\r\n,,,\r\n\r\n"), "没有内容"),
    Trap("header_only.csv", "只有表头", "a header and no rows", write_csv(rows_of()[:1]), None, 2, ("HK224",), ("没有数据行",)),
    refused("no_header.csv", "没有表头", "no header", write_csv(ROWS), "第一行像是数据"),
    Trap("column_missing.csv", "缺一列", "a column is missing", write_csv(NO_COLUMN), None, 2, ("HK222",), ("缺列“管理人数”", "患者数")),
    Trap("column_near.csv", "列名差一个字（繁体）", "a name that is nearly right", write_csv(NEAR_COLUMN), None, 2, ("HK222",), ("缺列“管理人数”", "管理人數")),
    Trap("column_twice.csv", "一列出现两次", "a column stands twice", write_csv(TWICE), None, 2, ("HK223",), ("不止一列叫“管理人数”",)),
    Trap("titles.csv", "表头上有标题，表下有签名", "titles above the header, a signature below", write_csv([*TITLE, *rows_of(), *FOOT])),
    Trap("percent_words.csv", "写成 80%、70％ 的百分比", "80 % as words", write_csv(rows_of(G2="80%", G3="70％", G4="82.0%"))),
    Trap("percent_mixed.csv", "同一列里 80%、70、0.82 混用", "one column mixes 80 %, 70 and 0.82", write_csv(MIXED_RATES)),
    Trap("full_width.csv", "全角数字", "full-width digits", write_csv(rows_of(E2="１２００", F2="９６０", G2="８０％"))),
    Trap("totals.csv", "夹有小计、合计行", "rows of subtotals and totals", write_csv(TOTALS), codes=("HK221",)),
    # 960人 and 1,230 are numbers; of the other four facilities nothing is known.
    Trap("junk.csv", "960人、—、1,230、<10、未报、/", "960人, —, 1,230, <10, 未报, /", write_csv(JUNK), (960 + 1230, 1200 + 1500), codes=("HK215",)),
    # 1300 of 1200 and 560 of 0 enter no sum, nor does -5.
    Trap("impossible.csv", "分子大于分母、分母为零、负数、率大于 1", "numerator above denominator, denominator 0, a negative count, a rate above 1", write_csv(IMPOSSIBLE), (540 + 1700 + 650, 900 + 2000 + 1000), codes=("HK303", "HK306")),
    Trap("twice_reported.csv", "同一机构报了两次", "one facility twice", write_csv([*rows_of(), ROWS[0]]), (GOOD_SUMS[0] - 960, GOOD_SUMS[1] - 1200), codes=("HK301",), says=("A2", "A8")),
    Trap("formulas.csv", "机构名是公式", "names that are formulas", write_csv(INJECTED)),
    Trap("commands.csv", "机构名是执行命令的公式（DDE）", "names that are commands (DDE)", write_csv(COMMANDS)),
    Trap("markup.csv", "机构名里有标记和脚本", "names with markup and scripts", write_csv(MARKUP)),
    Trap("escapes.csv", "机构名里有终端控制符和双向控制符", "names with escapes of the terminal and of text direction", write_csv(ESCAPES)),
    Trap("long_cell.csv", "一格 4 万个字", "a cell of 40,000 characters", write_csv(rows_of(D2="长" * 40_000)), None, 2, says=("D2", "32,767")),
)  # fmt: skip
HOSTILE = (refused("one_line.csv", "一行 200 MB", "a line of 200 MB", _one_line, "8,388,608"),)
