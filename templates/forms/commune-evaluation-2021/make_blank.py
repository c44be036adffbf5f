#!/usr/bin/env python3
"""Draws blank.xlsx and blank-standalone.xlsx from the criteria sets beside it.

Usage: python3 make_blank.py        (pip install openpyxl pyyaml)
After the description of the printed form and Nghị định 30/2020/NĐ-CP, Phụ lục I and III; the ministry's own
workbook could not be had. The same criteria give the same bytes.
"""
import os, sys
import yaml
from openpyxl import Workbook

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from sheet_drawing import *

SETS = os.path.join(HERE, "..", "..", "criteria-sets")
WIDTHS = [5, 15, 7, 59, 14, 17, 13, 14, 31]
HEADS = ["TT", "Tên tiêu chí", "Mã", "Nội dung tiêu chí", "Đơn vị tính", "Tiêu chuẩn đạt chuẩn", "Kết quả thực hiện", "Kết quả tự đánh giá của xã", "Ghi chú"]
LAST = len(WIDTHS)


class Plain(yaml.SafeLoader):
    pass


Plain.yaml_implicit_resolvers = {k: [(t, r) for t, r in v if t not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:float", "tag:yaml.org,2002:int")] for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def criteria():
    """The amended state of the set: 318 with the texts of 211."""
    load = lambda id: yaml.load(open(os.path.join(SETS, id, "criteria-set.yaml"), encoding="utf-8"), Plain)
    base, amendment = load("vn-2022-318"), load("vn-2024-211")
    changed = {i["code"]: i for c in amendment["criteria"] for i in c["indicators"]}
    for c in base["criteria"]:
        for i in c["indicators"]:
            new = changed.get(i["code"], {})
            i["text"] = new.get("text", i["text"])
            if "unit" in new:
                i["unit"] = new["unit"]
            i["sub-items"] = new.get("sub-items", i.get("sub-items"))
            if "kind" in new:
                i["kind"] = new["kind"]
    return base


def lines(text, width, size=12):
    """How many lines a text takes in a column: about 1.15 letters a unit of width at size 12."""
    room = max(1, int(width * 1.12 * 12 / size))
    count = 0
    for part in text.split("\n"):
        used, rows = 0, 1
        for word in part.split():
            if used + len(word) + (used > 0) > room:
                rows, used = rows + 1, len(word)
            else:
                used += len(word) + (used > 0)
        count += rows
    return count


def head(ws, standalone):
    r = 1
    if standalone:
        merged(ws, "A1:D1", "ỦY BAN NHÂN DÂN HUYỆN …", size=12, h="center")
        merged(ws, f"E1:{L(LAST)}1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True, h="center")
        merged(ws, "A2:D2", "ỦY BAN NHÂN DÂN XÃ …", size=12, bold=True, h="center")
        merged(ws, f"E2:{L(LAST)}2", "Độc lập - Tự do - Hạnh phúc", size=13, bold=True, h="center")
        merged(ws, "A3:D3", "Số: …/BC-UBND", size=13, h="center")
        merged(ws, f"E3:{L(LAST)}3", "…, ngày … tháng … năm …", size=13, italic=True, h="center")
        r = 5
    else:
        merged(ws, f"A1:{L(LAST)}1", "Phụ lục", size=14, bold=True, h="center")
        r = 2
    merged(ws, f"A{r}:{L(LAST)}{r}", "BIỂU CHI TIẾT KẾT QUẢ THỰC HIỆN CÁC TIÊU CHÍ NÔNG THÔN MỚI", size=14, bold=True, h="center")
    merged(ws, f"A{r + 1}:{L(LAST)}{r + 1}", "…, NĂM …", size=14, bold=True, h="center")
    r += 2
    if not standalone:
        merged(ws, f"A{r}:{L(LAST)}{r}", "(Kèm theo Báo cáo số …/BC-UBND ngày … tháng … năm … của Ủy ban nhân dân …)", size=13, italic=True, h="center")
        r += 1
    merged(ws, f"A{r}:{L(LAST)}{r}", "Bộ tiêu chí: …", size=12, italic=True, h="center")
    return r + 2


def table(ws, top, data):
    for c, text in enumerate(HEADS, 1):
        put(ws, f"{L(c)}{top}", text, bold=True, h="center", border=True)
        put(ws, f"{L(c)}{top + 1}", f"({c})", italic=True, size=11, h="center", border=True)
    ws.row_dimensions[top].height = 34
    r = top + 2
    groups = {g["id"]: g["name"]["vi"] for g in data["groups"]}
    shown = None
    for c in data["criteria"]:
        if c["group"] != shown:
            shown = c["group"]
            merged(ws, f"A{r}:{L(LAST)}{r}", f"{shown}. {groups[shown].upper()}", bold=True, border=True)
            ws.row_dimensions[r].height = 18
            r += 1
        # The criterion's own line: its verdict stands beside its name.
        put(ws, f"A{r}", int(c["number"]), bold=True, h="center", border=True)
        merged(ws, f"B{r}:G{r}", c["name"]["vi"], bold=True, border=True)
        put(ws, f"H{r}", None, bold=True, h="center", border=True)
        put(ws, f"I{r}", None, size=11, border=True)
        ws.row_dimensions[r].height = 18
        r += 1
        first = r
        for i in c["indicators"]:
            text = i["text"]["vi"]
            for item in i.get("sub-items") or []:
                text += "\n- " + item
            unit = i.get("unit")
            put(ws, f"A{r}", None, border=True)
            put(ws, f"B{r}", None, border=True)
            put(ws, f"C{r}", i["code"], h="center", border=True, fmt="@")
            put(ws, f"D{r}", text, border=True)
            put(ws, f"E{r}", unit, h="center", border=True, size=11)
            put(ws, f"F{r}", None, h="center", border=True)
            places = {"10": "#,##0.00", "11": "#,##0.00"}.get(i["code"], "#,##0.0" if unit == "%" else "#,##0.##" if unit and unit != "nhà" else "#,##0" if unit else "General")
            put(ws, f"G{r}", None, h="center", border=True, fmt=places)
            put(ws, f"H{r}", None, h="center", border=True)
            put(ws, f"I{r}", None, size=10, border=True)
            ws.row_dimensions[r].height = 16.5 * max(lines(text, WIDTHS[3]), 3.7 if unit or i.get("kind") == "pass-fail" else 1)
            r += 1
        if r - first > 1:
            ws.merge_cells(f"A{first}:A{r - 1}")
            ws.merge_cells(f"B{first}:B{r - 1}")
    return r


def foot(ws, r):
    merged(ws, f"A{r + 1}:{L(LAST)}{r + 1}", "Tổng số tiêu chí đạt: …/19", bold=True)
    merged(ws, f"A{r + 2}:{L(LAST)}{r + 2}", "Ghi chú: “(tạm tính)” là kết quả dựa trên ngưỡng hoặc cách tính chưa đối chiếu với văn bản gốc; cần kiểm tra trước khi ký. Nguồn của từng số liệu ở trang “Nguồn số liệu”.", size=11, italic=True)
    ws[f"A{r + 2}"].alignment = Alignment(wrap_text=True, vertical="top")
    ws.row_dimensions[r + 2].height = 32
    merged(ws, f"F{r + 4}:I{r + 4}", "…, ngày … tháng … năm …", size=13, italic=True, h="center")
    merged(ws, f"A{r + 5}:D{r + 5}", "NGƯỜI LẬP BIỂU", size=13, bold=True, h="center")
    merged(ws, f"F{r + 5}:I{r + 5}", "TM. ỦY BAN NHÂN DÂN", size=13, bold=True, h="center")
    merged(ws, f"A{r + 6}:D{r + 6}", "(Ký, ghi rõ họ tên)", size=12, italic=True, h="center")
    merged(ws, f"F{r + 6}:I{r + 6}", "CHỦ TỊCH", size=13, bold=True, h="center")
    merged(ws, f"F{r + 7}:I{r + 7}", "(Ký tên, đóng dấu)", size=12, italic=True, h="center")
    return r + 12


def draw(path, standalone):
    wb = Workbook()
    ws = wb.active
    ws.title = "Biểu đánh giá"
    for c, width in enumerate(WIDTHS, 1):
        ws.column_dimensions[L(c)].width = width
    data = criteria()
    top = head(ws, standalone)
    last = foot(ws, table(ws, top, data))
    page(ws, f"{top}:{top + 1}", f"{L(LAST)}{last}")
    sources(wb, ws.title)
    save(wb, path)


draw(os.path.join(HERE, "blank.xlsx"), False)
draw(os.path.join(HERE, "blank-standalone.xlsx"), True)
