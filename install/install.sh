#!/bin/sh
# Installs healthkpi from the files beside this script, without a network: sh install.sh [FOLDER]   (default: ./healthkpi)
# 不联网安装：sh install.sh [文件夹]，不写就装在当前文件夹的 healthkpi 里。
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=${1:-healthkpi}
python=${PYTHON:-python@PYTHON@}

stop() {
    printf '%s\n' "$@" >&2
    exit 2
}

command -v "$python" >/dev/null 2>&1 || python=python3
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (@PYTHON_TUPLE@))' 2>/dev/null || stop \
    "没有找到 Python @PYTHON@：这些安装包只给这个版本用；装上它，或用 PYTHON=/路径/python@PYTHON@ 指明。" \
    "There is no Python @PYTHON@, for which these wheels are: install it, or name it with PYTHON=/path/of/python@PYTHON@."

if command -v sha256sum >/dev/null 2>&1; then
    (cd "$here" && sha256sum --quiet -c SHA256SUMS) || stop \
        "文件与 SHA256SUMS 不符：请重新复制整个文件夹。" \
        "The files are not those of SHA256SUMS: copy the whole folder again."
fi

"$python" -m venv "$target" || stop \
    "没有建成 $target：看上面的提示；Debian、Ubuntu、统信要先装 python@PYTHON@-venv。" \
    "$target could not be made, see above; Debian and Ubuntu want python@PYTHON@-venv first."
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here" -r "$here/requirements.txt" || stop \
    "没有装成，原因见上。" "Not installed, see above."
"$target/bin/healthkpi" --version
printf '%s\n' "装好了 / installed: $target/bin/healthkpi"
