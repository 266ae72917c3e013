"""Files come onto the disk whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from healthkpi.errors import HealthKpiError, UsageError
from healthkpi.writing import fault_of, refuse_inputs, refuse_places, write_file, write_files

OLD, NEW = b"old report", b"new report"


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def open_in_windows(monkeypatch, winerror=32):
    """What os.replace says on Windows while WPS has the file open; every other name can be taken."""
    replace = Path.replace

    def refuse(self, target):
        if Path(target).name == "通报.docx":
            error = PermissionError(errno.EACCES, "另一个程序正在使用此文件")
            error.winerror = winerror
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr("healthkpi.writing._files._PAUSES", ())


def failing_at(monkeypatch, number, count=1):
    """The disk answers with an error at the so-many-th file."""
    calls, fsync = [], os.fsync

    def fail(handle):
        calls.append(handle)
        if len(calls) == count:
            raise OSError(number, os.strerror(number))
        return fsync(handle)

    monkeypatch.setattr(os, "fsync", fail)


def test_a_fault_in_the_third_file_leaves_the_first_two_as_they_were(tmp_path, monkeypatch):
    paths = [tmp_path / name for name in ("通报.docx", "达标情况.xlsx", "index.html")]
    paths[0].write_bytes(OLD)
    failing_at(monkeypatch, errno.ENOSPC, count=3)
    with pytest.raises(UsageError, match="disk is full"):
        write_files(dict.fromkeys(paths, NEW))
    assert names_in(tmp_path) == ["通报.docx"]
    assert paths[0].read_bytes() == OLD


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit, MemoryError])
def test_nothing_of_ours_stays_behind_whatever_ends_the_writing(tmp_path, monkeypatch, ending):
    def end(_handle):
        raise ending

    monkeypatch.setattr(os, "fsync", end)
    with pytest.raises(ending):
        write_files({tmp_path / "通报.docx": NEW})
    assert names_in(tmp_path) == []


def test_a_file_open_in_windows_stays_and_the_new_one_stands_beside_it(tmp_path, monkeypatch):
    path, other = tmp_path / "通报.docx", tmp_path / "index.html"
    path.write_bytes(OLD)
    (tmp_path / "通报(2).docx").write_bytes(b"somebody's own")
    open_in_windows(monkeypatch)
    (elsewhere,) = write_files({path: NEW, other: NEW})
    assert (elsewhere.asked, elsewhere.written) == (path, tmp_path / "通报(3).docx")
    assert path.read_bytes() == OLD
    assert (tmp_path / "通报(2).docx").read_bytes() == b"somebody's own"
    assert elsewhere.written.read_bytes() == other.read_bytes() == NEW
    assert elsewhere.message.zh.startswith("通报.docx 正在 WPS 或 Word 中打开，没有动它")
    assert names_in(tmp_path) == ["index.html", "通报(2).docx", "通报(3).docx", "通报.docx"]


def test_access_denied_is_what_windows_says_of_an_open_file_too(tmp_path, monkeypatch):
    (tmp_path / "通报.docx").write_bytes(OLD)
    open_in_windows(monkeypatch, winerror=5)
    (elsewhere,) = write_files({tmp_path / "通报.docx": NEW})
    assert elsewhere.written.name == "通报(2).docx"


def test_a_file_held_for_a_moment_is_tried_again(tmp_path, monkeypatch):
    path, replace, refused = tmp_path / "通报.docx", Path.replace, []

    def refuse_once(self, target):
        if not refused:
            refused.append(target)
            error = PermissionError(errno.EACCES, "held by a virus scanner")
            error.winerror = 32
            raise error
        return replace(self, target)

    path.write_bytes(OLD)
    monkeypatch.setattr(Path, "replace", refuse_once)
    monkeypatch.setattr("healthkpi.writing._files._PAUSES", (0,))
    assert write_files({path: NEW}) == ()
    assert path.read_bytes() == NEW


def test_the_note_on_windows_may_outlive_a_crash_so_there_the_system_decides(tmp_path, monkeypatch):
    path = tmp_path / "通报.docx"
    path.write_bytes(OLD)
    (tmp_path / "~$通报.docx").write_bytes(b"\x06Li Hua")
    monkeypatch.setattr("healthkpi.writing._in_use.is_taken_as_open", lambda _place: None)
    monkeypatch.setattr("healthkpi.writing._files.is_taken_as_open", lambda _place: None)
    assert write_files({path: NEW}) == ()
    assert path.read_bytes() == NEW


@pytest.mark.skipif(os.name == "nt", reason="Windows itself says whether a file is open")
@pytest.mark.parametrize(
    ("name", "owner", "program"),
    [
        ("通报.docx", "~$通报.docx", "WPS 或 Word"),
        ("九月份健康通报.docx", "~$月份健康通报.docx", "WPS 或 Word"),
        ("二〇一八年九月通报.docx", "~$一八年九月通报.docx", "WPS 或 Word"),
        ("达标情况（二〇一八年）.xlsx", "~$达标情况（二〇一八年）.xlsx", "WPS 或 Excel"),
        ("通报.docx", ".~lock.通报.docx#", "LibreOffice"),
        ("index.html", ".~lock.index.html#", "LibreOffice"),
    ],
)
def test_the_note_that_a_program_lays_beside_an_open_file_is_believed(tmp_path, name, owner, program):
    (tmp_path / name).write_bytes(OLD)
    (tmp_path / owner).write_bytes(b"")
    (elsewhere,) = write_files({tmp_path / name: NEW})
    assert (tmp_path / name).read_bytes() == OLD
    assert f"{name} 正在 {program} 中打开" in elsewhere.message.zh
    assert owner in elsewhere.message.en


@pytest.mark.parametrize("beside", ["~$旬通报.docx", "~$通报.docx", ".~lock.通报.doc#"])
def test_the_note_of_another_file_holds_up_nothing(tmp_path, beside):
    path = tmp_path / "上旬通报.docx"
    path.write_bytes(OLD)
    (tmp_path / beside).write_bytes(b"")
    assert write_files({path: NEW}) == ()


def test_a_note_without_its_file_holds_up_nothing(tmp_path):
    (tmp_path / "~$通报.docx").write_bytes(b"")
    assert write_files({tmp_path / "通报.docx": NEW}) == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows itself says whether a file is open")
def test_a_form_that_is_open_is_not_written_under_another_name(tmp_path):
    path = tmp_path / "待确认.xlsx"
    path.write_bytes(OLD)
    (tmp_path / "~$待确认.xlsx").write_bytes(b"")
    with pytest.raises(UsageError, match="is open in WPS or Excel and was not written; close it"):
        write_file(path, NEW)
    assert names_in(tmp_path) == ["~$待确认.xlsx", "待确认.xlsx"]
    assert path.read_bytes() == OLD


def test_a_form_that_windows_holds_is_not_written_under_another_name(tmp_path, monkeypatch):
    path = tmp_path / "通报.docx"
    path.write_bytes(OLD)
    open_in_windows(monkeypatch)
    with pytest.raises(UsageError, match="was not written"):
        write_file(path, NEW)
    assert names_in(tmp_path) == ["通报.docx"]


@pytest.mark.skipif(os.name == "nt", reason="rights of this kind are those of POSIX")
def test_rights_are_those_of_the_file_that_is_replaced_or_the_usual_ones(tmp_path):
    private, fresh = tmp_path / "private.csv", tmp_path / "fresh.csv"
    private.write_bytes(OLD)
    private.chmod(0o640)
    before = os.umask(0o027)
    try:
        write_files({private: NEW, fresh: NEW})
    finally:
        os.umask(before)
    assert stat.S_IMODE(private.stat().st_mode) == 0o640
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o640  # 0o666 without 0o027


def test_a_link_stays_and_its_file_is_replaced(tmp_path):
    (tmp_path / "share").mkdir()
    real, link = tmp_path / "share" / "通报.docx", tmp_path / "通报.docx"
    real.write_bytes(OLD)
    link.symlink_to(real)
    write_files({link: NEW})
    assert link.is_symlink()
    assert real.read_bytes() == NEW
    assert names_in(tmp_path / "share") == ["通报.docx"]


@pytest.mark.parametrize(
    "name",
    ["通" * 83 + ".docx", "ئاقسۇ ۋىلايىتى.docx", "བོད.xlsx", "a b'c\"d`$(e).csv", "🏥.html", "-o.csv"],
    ids=["255 bytes", "Uyghur", "Tibetan", "shell signs", "emoji", "like an option"],
)
def test_a_name_in_any_script_and_as_long_as_may_be(tmp_path, name):
    write_files({tmp_path / name: NEW})
    assert names_in(tmp_path) == [name]


def test_the_same_file_twice_is_refused_also_in_capitals_and_by_a_link(tmp_path):
    (tmp_path / "a.csv").write_bytes(OLD)
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "a.csv")
    for other in ("a.csv", "A.CSV", "link.csv", "hard.csv", "./x/../a.csv"):
        with pytest.raises(HealthKpiError, match="another -o is the same file"):
            refuse_places([tmp_path / "a.csv", tmp_path / other])
    refuse_places([tmp_path / "a.csv", tmp_path / "b.csv"])


def test_names_that_a_mac_takes_for_one_are_one_everywhere(tmp_path):
    with pytest.raises(HealthKpiError, match="same file"):
        refuse_places([tmp_path / "café.csv", tmp_path / "cafe\u0301.csv"])


def test_all_places_that_cannot_be_are_told_at_once(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").write_bytes(OLD)
    (tmp_path / "circle.csv").symlink_to(tmp_path / "circle.csv")
    names = ("folder.csv", "none/a.csv", "file/a.csv", "long" * 80 + ".csv", "zero\0.csv", "circle.csv")
    with pytest.raises(HealthKpiError) as refused:
        refuse_places([tmp_path / name for name in names])
    said = [error.message.en for error in refused.value.errors]
    for sentence, words in zip(
        said, ("is a folder", "no folder", "no folder", "too long", "no system", "circle"), strict=True
    ):
        assert words in sentence


def test_an_input_is_refused_by_any_of_its_names(tmp_path):
    (tmp_path / "九月.xlsx").write_bytes(OLD)
    (tmp_path / "hard.xlsx").hardlink_to(tmp_path / "九月.xlsx")
    for name in ("九月.xlsx", "hard.xlsx", "./九月.xlsx"):
        with pytest.raises(UsageError, match="that is an input"):
            refuse_inputs([tmp_path / name], [tmp_path / "九月.xlsx"])
    refuse_inputs([tmp_path / "通报.xlsx"], [tmp_path / "九月.xlsx"])


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (errno.ENOSPC, "磁盘已满", "disk is full"),
        (errno.EDQUOT, "空间配额", "quota"),
        (errno.EROFS, "只读的", "read-only"),
        (errno.EIO, "网络盘或U盘断开了", "network drive or stick was lost"),
        (errno.EACCES, "没有在这里写文件的权限", "may not write there"),
        (errno.ENOENT, "没有这个文件夹", "no such folder"),
        (errno.ENAMETOOLONG, "太长", "too long"),
        (errno.EDEADLK, "写不了 通报.docx（", "cannot be written ("),
    ],
)
def test_each_fault_of_the_disk_is_a_sentence_with_a_remedy(tmp_path, monkeypatch, number, zh, en):
    (tmp_path / "通报.docx").write_bytes(OLD)
    failing_at(monkeypatch, number)
    with pytest.raises(UsageError) as refused:
        write_files({tmp_path / "通报.docx": NEW})
    message = refused.value.message
    assert message.zh.startswith(f"{tmp_path}: ")
    assert zh in message.zh
    assert en in message.en
    assert message.zh.endswith("；原来的文件没有动")
    assert (tmp_path / "通报.docx").read_bytes() == OLD
    assert names_in(tmp_path) == ["通报.docx"]


@pytest.mark.parametrize(
    ("winerror", "says"),
    [
        (112, "disk is full"),
        (19, "disk is read-only"),
        (53, "network drive"),
        (64, "network drive"),
        (206, "too long"),
    ],
)
def test_windows_numbers_say_more_than_the_errno_made_of_them(tmp_path, winerror, says):
    error = OSError(errno.EACCES, "Windows says something")
    error.winerror = winerror
    assert says in fault_of(error, tmp_path, "通报.docx").message.en


def test_what_is_needed_is_told_in_megabytes_for_all_files_of_one_folder(tmp_path, monkeypatch):
    failing_at(monkeypatch, errno.ENOSPC)
    monkeypatch.setattr("healthkpi.writing._faults._free", lambda _folder: 12_345)
    contents = {tmp_path / "a.xlsx": bytes(1_000_000), tmp_path / "b.xlsx": bytes(500_000)}
    with pytest.raises(UsageError) as refused:
        write_files(contents)
    assert "（需要 1.5 MB，只剩 13 KB）" in refused.value.message.zh


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_device_is_written_to_and_stays_a_device(tmp_path):
    link = tmp_path / "nowhere.csv"
    link.symlink_to("/dev/null")
    write_files({link: NEW})
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert names_in(tmp_path) == ["nowhere.csv"]
