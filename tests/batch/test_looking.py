"""What is read of each of a thousand files, and what only once."""

import shutil

from healthkpi import inputs
from healthkpi.batch._looking import Digests
from healthkpi.definitions.load import load_outlines
from healthkpi.look import look
from healthkpi.request import Request
from returns import USUAL, Bureau, write_return


def looked(bureau, path, **more):
    return look(Request((path,), bureau.definitions, **more), load_outlines(bureau.definitions))


def test_what_is_for_a_whole_return_is_not_read_for_each_of_its_files(tmp_path):
    bureau, nowhere = Bureau(tmp_path), tmp_path / "no such file.xlsx"
    path = write_return(tmp_path, USUAL)

    shown = looked(bureau, path, units=(nowhere,), baselines=(nowhere,), corrections=nowhere)

    assert {policy: [*tables] for policy, tables in shown.tables.items()} == {"plan": ["signing"]}


def test_the_answers_beside_many_files_are_read_once_and_again_when_they_change(tmp_path, monkeypatch):
    bureau = Bureau(tmp_path)
    # 户籍数 is no heading that the definitions know; the officer says that it is 常住人口.
    headings = ["乡镇", "常住人数", "签约人数"]
    paths = [write_return(tmp_path, USUAL, headings, f"签约{month}月.xlsx") for month in (7, 8, 9)]
    bureau.ask(paths[0])
    read, asked = [], inputs.read_workbook
    monkeypatch.setattr(inputs, "read_workbook", lambda path, *more: read.append(path) or asked(path, *more))

    for path in paths:
        looked(bureau, path)
    assert read == [bureau.form.resolve()]

    shutil.copy(bureau.form, tmp_path / "copy.xlsx")
    bureau.form.write_bytes(bureau.form.read_bytes() + b"\0")
    looked(bureau, paths[0])
    assert read == [bureau.form.resolve()] * 2


def test_the_digest_of_a_file_is_that_of_the_bytes_that_were_looked_at(tmp_path):
    bureau = Bureau(tmp_path)
    path = write_return(tmp_path, USUAL)
    shown, digests = looked(bureau, path), Digests()

    digests.learn(path, shown.sha256)
    path.write_bytes(path.read_bytes() + b"\0")  # while the others are still looked at

    assert digests.of(path) == shown.sha256 != Digests().of(path)
