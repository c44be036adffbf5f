#!/usr/bin/env python3
"""Draws blank.xlsx: the evaluation table of a village. Rows are repeated for the set by the program.

Usage: python3 make_blank.py        (pip install openpyxl)
Our own table; the set is that of the province.
"""
import os, sys
from openpyxl import Workbook

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from sheet_drawing import *

wb = Workbook()
ws = wb.active
ws.title = "Đánh giá thôn"
HEADS = [("TT", 5), ("Tiêu chí", 13), ("Mã", 7), ("Nội dung", 52), ("Đơn vị tính", 12), ("Yêu cầu", 15), ("Kết quả", 12), ("Đánh giá của thôn", 15), ("Đánh giá của xã", 15), ("Ghi chú", 32)]
LAST = len(HEADS)
top = annex(ws, LAST, "Phụ lục", "BIỂU ĐÁNH GIÁ THÔN ĐẠT CHUẨN NÔNG THÔN MỚI", ["…, NĂM …", "Bộ tiêu chí: …"])
row, _ = header(ws, top + 1, HEADS, size=12)
ws.row_dimensions[top + 1].height = 34
numbers(ws, row, [f"({n})" for n in range(1, LAST + 1)])
row += 1
merged(ws, f"A{row}:{L(LAST)}{row}", None, bold=True, border=True)
put(ws, f"A{row + 1}", None, bold=True, h="center", border=True)
merged(ws, f"B{row + 1}:G{row + 1}", None, bold=True, border=True)
put(ws, f"H{row + 1}", None, bold=True, h="center", border=True)
put(ws, f"I{row + 1}", None, bold=True, h="center", border=True)
put(ws, f"J{row + 1}", None, size=11, border=True)
ws.row_dimensions[row + 1].height = 22
for c in range(1, LAST + 1):
    put(ws, f"{L(c)}{row + 2}", None, border=True, size=10 if c == 10 else 12, h="center" if c in (3, 5, 6, 7, 8, 9) else None, fmt="@" if c == 3 else "#,##0.##" if c == 7 else None)
ws.row_dimensions[row + 2].height = 22
verdict_colours(ws, f"H{row + 1}:I{row + 2}", [("not_met", "Chưa đạt"), ("undetermined", "Chưa xác định")])
foot = row + 4
merged(ws, f"A{foot}:{L(LAST)}{foot}", "Tổng số tiêu chí đạt: …", bold=True)
merged(ws, f"A{foot + 1}:{L(LAST)}{foot + 1}", "Ghi chú: “(tạm tính)” là kết quả dựa trên ngưỡng hoặc cách tính chưa đối chiếu với văn bản gốc. Nguồn của từng số liệu ở trang “Nguồn số liệu”.", size=11, italic=True)
last = signatures(ws, foot + 3, LAST, left="TRƯỞNG THÔN")
page(ws, f"{top + 1}:{top + 2}", f"{L(LAST)}{last}")
ws.freeze_panes = f"A{row}"
sources(wb, ws.title)
save(wb, os.path.join(HERE, "blank.xlsx"))
print("model rows from", row)
