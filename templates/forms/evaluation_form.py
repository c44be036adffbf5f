"""Draws the evaluation table of a commune whose rows are repeated for the set by the program.

After the table of 2021-2025: title, columns, totals and signatures as there.
"""
import os
from openpyxl import Workbook
from sheet_drawing import *


def draw(here, title):
    wb = Workbook()
    ws = wb.active
    ws.title = title
    HEADS = [("TT", 5), ("Tên tiêu chí", 13), ("Mã", 7), ("Nội dung tiêu chí", 58), ("Đơn vị tính", 13), ("Tiêu chuẩn đạt chuẩn", 16), ("Kết quả thực hiện", 13), ("Kết quả tự đánh giá của xã", 16), ("Ghi chú", 36)]
    LAST = len(HEADS)
    top = annex(ws, LAST, "Phụ lục", "BIỂU CHI TIẾT KẾT QUẢ THỰC HIỆN CÁC TIÊU CHÍ NÔNG THÔN MỚI", ["…, NĂM …", "(Kèm theo Báo cáo số …/BC-UBND ngày … tháng … năm … của Ủy ban nhân dân …)", "Bộ tiêu chí: …"])
    row, _ = header(ws, top + 1, HEADS, size=12)
    ws.row_dimensions[top + 1].height = 34
    numbers(ws, row, [f"({n})" for n in range(1, LAST + 1)])
    row += 1
    merged(ws, f"A{row}:{L(LAST)}{row}", None, bold=True, border=True)
    put(ws, f"A{row + 1}", None, bold=True, h="center", border=True)
    merged(ws, f"B{row + 1}:G{row + 1}", None, bold=True, border=True)
    put(ws, f"H{row + 1}", None, bold=True, h="center", border=True)
    put(ws, f"I{row + 1}", None, size=11, border=True)
    ws.row_dimensions[row + 1].height = 22
    for c in range(1, LAST + 1):
        put(ws, f"{L(c)}{row + 2}", None, border=True, size=10 if c == 9 else 12, h="center" if c in (3, 5, 6, 7, 8) else None, fmt="@" if c == 3 else "#,##0.##" if c == 7 else None)
    ws.row_dimensions[row + 2].height = 22
    verdict_colours(ws, f"H{row + 1}:H{row + 2}", [("not_met", "Chưa đạt"), ("undetermined", "Chưa xác định")])
    foot = row + 4
    merged(ws, f"A{foot}:{L(LAST)}{foot}", "Tổng số tiêu chí đạt: …", bold=True)
    merged(ws, f"A{foot + 1}:{L(LAST)}{foot + 1}", "Ghi chú: “(tạm tính)” là kết quả dựa trên ngưỡng hoặc cách tính chưa đối chiếu với văn bản gốc. Nguồn của từng số liệu ở trang “Nguồn số liệu”.", size=11, italic=True)
    last = signatures(ws, foot + 3, LAST)
    page(ws, f"{top + 1}:{top + 2}", f"{L(LAST)}{last}")
    ws.freeze_panes = f"A{row}"
    sources(wb, ws.title)
    save(wb, os.path.join(here, "blank.xlsx"))
