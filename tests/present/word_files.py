"""Reads a written Word file back, apart from the code that wrote it."""

import io
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def texts_of(content):
    """The words of every paragraph, also those in tables."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = ET.fromstring(package.read("word/document.xml"))
    return ["".join(map(_said, each.iter())) for each in root.iter(f"{W}p")]


def _said(node):
    return "-" if node.tag == f"{W}noBreakHyphen" else (node.text or "") if node.tag == f"{W}t" else ""


def chart_numbers(content):
    """For each chart its series twice, as it draws them and as its workbook holds them: name, and number by category."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", name)]
        return {name: (_drawn(package, name), _in_workbook(package, name)) for name in names}


def _drawn(package, name):
    found = []
    for series in ET.fromstring(package.read(name)).iter(f"{C}ser"):
        said = series.find(f"{C}tx//{C}v").text
        categories = {
            each.get("idx"): each.find(f"{C}v").text for each in series.find(f"{C}cat").iter(f"{C}pt")
        }
        points = series.find(f"{C}val").iter(f"{C}pt")
        found.append((said, {categories[each.get("idx")]: float(each.find(f"{C}v").text) for each in points}))
    return found


def _in_workbook(package, name):
    relations = package.read(name.replace("charts/", "charts/_rels/") + ".rels").decode()
    target = re.search(r'Target="\.\./(embeddings/[^"]+)"', relations)[1]
    sheet = openpyxl.load_workbook(io.BytesIO(package.read(f"word/{target}"))).active
    heading, *rows = sheet.iter_rows(values_only=True)
    return [
        (heading[at], {row[0]: float(row[at]) for row in rows if row[at] is not None})
        for at in range(1, len(heading))
    ]


def as_pdf(content, folder):
    """The words of the pages that LibreOffice makes of it."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or pdftotext is not installed")
    path = folder / "written.docx"
    path.write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            path,
        ],
        cwd=folder,
        capture_output=True,
        timeout=180,
        check=False,
    )
    if not (folder / "written.pdf").exists():
        pytest.skip("LibreOffice here has no Writer")
    return subprocess.run(
        ["pdftotext", "-layout", folder / "written.pdf", "-"], capture_output=True, check=True, text=True
    ).stdout


def pages_of(path):
    """How many pages a PDF has."""
    said = subprocess.run(["pdfinfo", path], capture_output=True, check=True, text=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", said)[1])
