#!/usr/bin/env python3
"""Draws blank.xlsx: Biểu 10, the commune's half-yearly report on the criteria, 2026-2030.

Usage: python3 make_blank.py        (pip install openpyxl)
After a public reporting site that shows the forms with invented figures; the circular behind them was not found.
"""
import os, sys
from openpyxl import Workbook

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from sheet_drawing import *

wb = Workbook()
ws = wb.active
ws.title = "Biểu 10"
PAIR = [("Kết quả", 12), ("Đánh giá", 14)]
HEADS = [("TT", 6), ("Nội dung", 50), ("ĐVT", 12), ("KQ đến 31/12 năm trước", PAIR), ("TH 6 tháng năm…", PAIR), ("KH 6T cuối năm…", PAIR), ("Ghi chú", 32)]
LAST = 10
merged(ws, f"H1:J1", "Biểu số 10", size=12, bold=True, h="right")
merged(ws, f"A2:{L(LAST)}2", "KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ QUỐC GIA VỀ NÔNG THÔN MỚI", size=14, bold=True, h="center")
merged(ws, f"A3:{L(LAST)}3", "6 THÁNG…/NĂM…", size=14, bold=True, h="center")
merged(ws, f"A4:{L(LAST)}4", "…", size=12, italic=True, h="center")
row, _ = header(ws, 6, HEADS, size=12)
numbers(ws, row, [f"({n})" for n in range(1, LAST + 1)])
row += 1
for r, bold in ((row, True), (row + 1, False)):
    for c in range(1, LAST + 1):
        put(ws, f"{L(c)}{r}", None, bold=bold and c != 10, border=True, size=10 if c == 10 else 12, h="center" if c in (1, 3, 4, 5, 6, 7, 8, 9) else None, fmt="#,##0.##" if c in (4, 6, 8) else "@" if c == 1 and not bold else None)
ws.row_dimensions[row].height = 22
ws.row_dimensions[row + 1].height = 22
verdict_colours(ws, f"G{row}:G{row + 1}", [("not_met", "Chưa đạt"), ("undetermined", "Chưa xác định")])
foot = row + 3
merged(ws, f"A{foot}:{L(LAST)}{foot}", "Tổng số tiêu chí đạt: …", bold=True)
last = signatures(ws, foot + 2, LAST)
page(ws, "6:8", f"{L(LAST)}{last}", margins=(20, 10))
ws.freeze_panes = f"A{row}"
sources(wb, ws.title)
save(wb, os.path.join(HERE, "blank.xlsx"))
print("model rows from", row)
