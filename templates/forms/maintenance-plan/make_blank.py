#!/usr/bin/env python3
"""Draws blank.xlsx: the plan for keeping and raising the criteria. Rows are repeated for the set by the program.

Usage: python3 make_blank.py        (pip install openpyxl)
Our own table, after a commune's plan in words; no authority has issued it.
"""
import os, sys
from openpyxl import Workbook

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from sheet_drawing import *

wb = Workbook()
ws = wb.active
ws.title = "Kế hoạch duy trì"
LAST = 19
HEADS = [
    ("TT", 5), ("Tiêu chí", 13), ("Mã", 6), ("Chỉ tiêu", 40), ("Đơn vị tính", 9), ("Yêu cầu", 11),
    ("Hiện trạng", [("Năm", 6), ("Giá trị", 10)]), ("Mục tiêu", [("Năm", 6), ("Giá trị", 10)]),
    ("Tăng (+), giảm (-)", 9), ("Nội dung, giải pháp", 38), ("Đơn vị chủ trì", 14), ("Phối hợp", 13), ("Thời gian", 10), ("Nguồn vốn", 11), ("So với lần trước", [("Giá trị", 10), ("Thay đổi", 12)]), ("Ghi chú", 16),
]
top = annex(ws, LAST, "Phụ lục", "KẾ HOẠCH CỦNG CỐ, DUY TRÌ VÀ NÂNG CHẤT LƯỢNG CÁC TIÊU CHÍ NÔNG THÔN MỚI", ["…, NĂM …", "(Kèm theo Kế hoạch số …/KH-UBND ngày … tháng … năm … của Ủy ban nhân dân …)", "Bộ tiêu chí: …"])
row, _ = header(ws, top + 1, HEADS)
ws.row_dimensions[top + 1].height = 32
numbers(ws, row, [f"({n})" for n in range(1, LAST + 1)])
row += 1
# Model rows: section, criterion, indicator, figure beside an indicator.
merged(ws, f"A{row}:{L(LAST)}{row}", None, bold=True, border=True)
ws.row_dimensions[row].height = 32
put(ws, f"A{row + 1}", None, bold=True, h="center", border=True)
merged(ws, f"B{row + 1}:{L(LAST)}{row + 1}", None, bold=True, border=True)
for r in (row + 2, row + 3):
    for c in range(1, LAST + 1):
        centred = c in (3, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 17, 18)
        put(ws, f"{L(c)}{r}", None, size=11, border=True, italic=r == row + 3 and c == 4, h="center" if centred else None, fmt="@" if c == 3 else "0" if c in (7, 9) else "#,##0.##;-#,##0.##" if c in (8, 10, 17) else "+#,##0.##;-#,##0.##;0" if c == 11 else None)
foot = row + 5
merged(ws, f"A{foot}:{L(LAST)}{foot}", "Nguy cơ thu hồi: …", size=12, italic=True)
ws[f"A{foot}"].alignment = Alignment(wrap_text=True, vertical="top")
ws.row_dimensions[foot].height = 50
last = signatures(ws, foot + 2, LAST)
page(ws, f"{top + 1}:{top + 3}", f"{L(LAST)}{last}", margins=(15, 10))
ws.freeze_panes = f"A{row}"
sources(wb, ws.title)
save(wb, os.path.join(HERE, "blank.xlsx"))
print("model rows from", row, "header", top + 1)
