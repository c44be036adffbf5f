#!/usr/bin/env python3
"""Draws blank.xlsx: the list of evidence. Rows are repeated for the papers that a set needs by the program.

Usage: python3 make_blank.py        (pip install openpyxl)
Our own table; no authority has issued it.
"""
import os, sys
from openpyxl import Workbook

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from sheet_drawing import *

wb = Workbook()
ws = wb.active
ws.title = "Minh chứng"
HEADS = [("TT", 5), ("Mã", 7), ("Tiêu chí, chỉ tiêu", 44), ("Văn bản, tài liệu minh chứng", 40), ("Số, ngày", 18), ("Cơ quan ban hành", 18), ("Có / Thiếu", 11), ("Tệp", 36), ("Ghi chú", 24)]
LAST = len(HEADS)
merged(ws, f"A1:{L(LAST)}1", "DANH MỤC HỒ SƠ MINH CHỨNG CÁC TIÊU CHÍ NÔNG THÔN MỚI", size=14, bold=True, h="center")
merged(ws, f"A2:{L(LAST)}2", "…, NĂM …", size=13, bold=True, h="center")
merged(ws, f"A3:{L(LAST)}3", "Bộ tiêu chí: …", size=12, italic=True, h="center")
row, _ = header(ws, 5, HEADS, size=12)
ws.row_dimensions[5].height = 32
numbers(ws, row, [f"({n})" for n in range(1, LAST + 1)])
row += 1
put(ws, f"A{row}", None, bold=True, h="center", border=True)
merged(ws, f"B{row}:{L(LAST)}{row}", None, bold=True, border=True)
row += 1
for c in range(1, LAST + 1):
    put(ws, f"{L(c)}{row}", None, size=10 if c in (8, 9) else 11, border=True, h="center" if c in (1, 2, 5, 6, 7) else None, fmt="@" if c in (2, 5) else None)
verdict_colours(ws, f"G{row}:G{row}", [("met", "Có"), ("not_met", "Thiếu"), ("not_applicable", "Không cần")])
foot = row + 2
merged(ws, f"A{foot}:{L(LAST)}{foot}", "Tổng số: …", bold=True)
merged(ws, f"A{foot + 1}:{L(LAST)}{foot + 1}", "Ghi chú: chỉ xem tên tệp và thư mục, không đọc nội dung; số, ngày và cơ quan ban hành do người lập ghi.", size=11, italic=True)
last = signatures(ws, foot + 3, LAST)
page(ws, "5:6", f"{L(LAST)}{last}", margins=(20, 10))
ws.freeze_panes = f"A{row - 1}"
sources(wb, ws.title)
save(wb, os.path.join(HERE, "blank.xlsx"))
print("criterion row", row - 1, "row", row)
