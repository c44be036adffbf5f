"""Draws the summary of a province: communes by criteria, villages by what they handed in, and the model sheet of a commune."""
import os
from openpyxl import Workbook
from sheet_drawing import *

WORDS = {"met": "Đ", "not_met": "C", "undetermined": "?", "not_applicable": "–"}


def draw(here, count, period):
    wb = Workbook()
    ws = wb.active
    ws.title = "Tổng hợp"
    last = 3 + count + 3
    merged(ws, f"A1:{L(last)}1", "TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC TIÊU CHÍ NÔNG THÔN MỚI THEO XÃ", size=14, bold=True, h="center")
    merged(ws, f"A2:{L(last)}2", "…, NĂM …", size=13, bold=True, h="center")
    merged(ws, f"A3:{L(last)}3", "Bộ tiêu chí: …", size=12, italic=True, h="center")
    merged(ws, f"A4:{L(last)}4", "Đ: đạt;  C: chưa đạt;  –: không áp dụng;  ?: chưa xác định;  dấu * : tạm tính (ngưỡng hoặc cách tính chưa đối chiếu với văn bản gốc). Bấm vào tên xã để xem chi tiết.", size=11, italic=True, h="left")
    heads = [("TT", 5), ("Xã", 20), ("Nhóm / vùng", 13), ("Tiêu chí số", [(str(n), 4.6) for n in range(1, count + 1)]), ("Số tiêu chí đạt", 8), ("Xếp loại", 15), ("Ghi chú", 30)]
    row, _ = header(ws, 6, heads, size=11)
    ws.row_dimensions[row - 1].height = 30
    numbers(ws, row, [f"({n})" for n in range(1, last + 1)])
    first = row + 1
    bold = lambda c: c in (last - 2,)
    for c in range(1, last + 1):
        put(ws, f"{L(c)}{first}", None, size=10 if c == last else 11, bold=bold(c), border=True, h=None if c in (2, 3, last - 1, last) else "center", fmt="0" if c in (1, last - 2) else None)
    ws[f"B{first}"].font = Font(name=FONT, size=11, underline="single", color="1F3864")
    ws.row_dimensions[first].height = 20
    verdict_colours(ws, f"D{first}:{L(3 + count)}{first}", list(WORDS.items()))
    for at, (key, text) in enumerate((("met", "Số xã đạt (Đ)"), ("not_met", "Số xã chưa đạt (C)"), ("undetermined", "Số xã chưa xác định (?)"), ("not_applicable", "Số xã không áp dụng (–)")), first + 1):
        merged(ws, f"A{at}:C{at}", text, size=11, bold=True, border=True)
        for c in range(4, last + 1):
            put(ws, f"{L(c)}{at}", None, size=11, bold=True, h="center", border=True, fmt="0")
    foot = first + 7
    end = signatures(ws, foot, last, right=("TM. ỦY BAN NHÂN DÂN TỈNH", "CHỦ TỊCH"))
    page(ws, f"6:{first - 1}", f"{L(last)}{end}", margins=(12, 10))
    ws.freeze_panes = f"D{first}"

    ws = wb.create_sheet("Phiếu đã nộp")
    merged(ws, "A1:I1", "CÁC THÔN: PHIẾU ĐÃ NỘP, CÒN THIẾU, CÓ LỖI", size=14, bold=True, h="center")
    merged(ws, "A2:I2", "…, NĂM …", size=13, bold=True, h="center")
    row, _ = header(ws, 4, [("TT", 6), ("Xã", 20), ("Thôn", 20), ("Tình trạng", 18), ("Biểu mẫu", 24), ("Tệp", 40), ("Số bản ghi", 10), ("Số lỗi", 9), ("Số cảnh báo", 10)], size=11)
    for c in range(1, 10):
        put(ws, f"{L(c)}{row}", None, size=11, border=True, h="center" if c in (1, 4, 7, 8, 9) else None, fmt="0" if c in (1, 7, 8, 9) else None)
    verdict_colours(ws, f"D{row}:D{row}", [("met", "Sạch"), ("not_met", "Thiếu"), ("not_met", "Không đọc được"), ("undetermined", "Có lỗi")])
    page(ws, "4:4", None, margins=(15, 10))
    ws.freeze_panes = f"A{row}"
    ws.auto_filter.ref = None
    print("villages row", row)

    ws = wb.create_sheet("Xã")
    merged(ws, "A1:I1", "CHI TIẾT KẾT QUẢ THỰC HIỆN CÁC TIÊU CHÍ", size=14, bold=True, h="center")
    merged(ws, "A2:I2", "…, NĂM … (xã)", size=13, bold=True, h="center")
    merged(ws, "A3:I3", "Bộ tiêu chí: … (xã)", size=12, italic=True, h="center")
    row, _ = header(ws, 5, [("TT", 5), ("Tiêu chí", 14), ("Mã", 7), ("Chỉ tiêu", 56), ("Đơn vị tính", 12), ("Yêu cầu", 14), ("Kết quả", 12), ("Đánh giá", 15), ("Ghi chú", 40)], size=11)
    model = row
    put(ws, f"A{row}", None, bold=True, h="center", border=True)
    merged(ws, f"B{row}:G{row}", None, bold=True, border=True)
    put(ws, f"H{row}", None, bold=True, h="center", border=True)
    put(ws, f"I{row}", None, size=10, border=True)
    row += 1
    for c in range(1, 10):
        put(ws, f"{L(c)}{row}", None, size=10 if c == 9 else 11, border=True, h="center" if c in (3, 5, 6, 7, 8) else None, fmt="@" if c == 3 else "#,##0.##" if c == 7 else None)
    verdict_colours(ws, f"H{model}:H{row}", [("met", "Đạt"), ("not_met", "Chưa đạt"), ("undetermined", "Chưa xác định"), ("not_applicable", "Không áp dụng")])
    merged(ws, f"A{row + 2}:I{row + 2}", "Tổng số tiêu chí đạt: …", bold=True)
    page(ws, "5:5", None, margins=(15, 10))
    ws.freeze_panes = f"A{model}"
    sources(wb, "Tổng hợp", several=True)
    save(wb, os.path.join(here, "blank.xlsx"))
    print("unit row", first, "model", model)
