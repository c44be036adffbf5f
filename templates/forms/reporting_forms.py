"""Draws the blanks of the reporting forms 04-09 and 11-13 of 2026-2030: the same rows and columns for commune and province.

After a public reporting site that shows the forms with invented figures; the circular behind them was not found.
"""
import os
from openpyxl import Workbook
from sheet_drawing import *

PROVINCE = ("TM. ỦY BAN NHÂN DÂN TỈNH", "CHỦ TỊCH")
COMMUNE = ("TM. ỦY BAN NHÂN DÂN XÃ", "CHỦ TỊCH")


def rows(here, like=None):
    """The rows of a form's definition: (number, label, weight)."""
    import yaml
    folder = os.path.join(os.path.dirname(here), like) if like else here
    table = yaml.load(open(os.path.join(folder, "form.yaml"), encoding="utf-8"), yaml.BaseLoader)["figures"]
    if "like" in table:
        return rows(here, table["like"])
    weight = lambda row: 2 if "heading" in row or row["id"] == "total" else 1 if "sum" in row or row.get("number", "").isupper() else 0
    return [(row.get("number", ""), row["label"], weight(row)) for row in table["rows"]]


def table(ws, row, lines, columns, note=None, fmt="#,##0", first=None, constants={}):
    """Body rows: (number, label, weight): 2 and 1 are bold."""
    for number, label, weight in lines:
        for c in range(1, columns + 1):
            text = c == 2 or c == note or (first and c in first)
            put(ws, f"{L(c)}{row}", None, size=12, bold=weight > 0 and c != note, border=True, h=None if text else "center" if c == 1 else "right", fmt="@" if c == 1 else None if text else fmt)
        ws[f"A{row}"] = number or None
        ws[f"B{row}"] = label or None
        for c, text in constants.items():
            put(ws, f"{L(c)}{row}", text, size=11, h="center", border=True)
        width = ws.column_dimensions["B"].width
        ws.row_dimensions[row].height = 17 * max(1, -(-len(label) // int(width * 1.02)))
        row += 1
    return row


def form(here, sheet, mark, title, lines, heads, note, unit=None, fmt="#,##0", signed=COMMUNE, size=12, margins=(20, 10), first=None, foot="Ghi chú: ô để trống là chưa có đủ số liệu; nguồn của từng số ở trang “Nguồn số liệu”.", labels=None, constants={}, blanks=0):
    wb = Workbook()
    ws = wb.active
    ws.title = sheet
    ends = sum(1 for _ in leaves(heads))
    merged(ws, f"{L(max(ends - 2, 1))}1:{L(ends)}1", mark, size=12, bold=True, h="right")
    merged(ws, f"A2:{L(ends)}2", title, size=14, bold=True, h="center")
    row = 3
    for text in lines:
        merged(ws, f"A{row}:{L(ends)}{row}", text, size=13 if text.isupper() else 12, bold=text.isupper(), italic=not text.isupper(), h="center")
        row += 1
    if unit:
        merged(ws, f"A{row}:{L(ends)}{row}", f"Đơn vị tính: {unit}", size=12, italic=True, h="right")
    top = row + 1
    row, widths = header(ws, top, heads, size=size)
    # Every heading is read in full: the last row of the heading holds the most lines.
    need = max(-(-len(text) * size // int(width * 10.5)) for text, width in leaves(heads))
    ws.row_dimensions[row - 1].height = max(18, 15 * (need + 1 - (row - 1 - top) // 2))
    numbers(ws, row, labels or [f"({n})" for n in range(1, ends + 1)])
    body = row + 1
    row = table(ws, body, rows(here) or [("", "", 0)] * blanks, ends, note, fmt, range(3, ends + 1) if blanks else first, constants)
    merged(ws, f"A{row + 1}:{L(ends)}{row + 1}", foot, size=11, italic=True)
    last = signatures(ws, row + 3, ends, right=signed)
    page(ws, f"{top}:{body - 1}", f"{L(ends)}{last}", margins=margins)
    ws.freeze_panes = f"C{body}"
    sources(wb, sheet)
    save(wb, os.path.join(here, "blank.xlsx"))


def leaves(heads):
    for head in heads:
        if isinstance(head[1], list):
            yield from leaves(head[1])
        else:
            yield head


def resources(here, number, signed, unit="…"):
    heads = [("STT", 6), ("Nội dung chỉ tiêu", 52), ("Kế hoạch năm…", 18), ("KQ huy động 6T/năm…", 20), ("KH 6T cuối năm…", 20)]
    form(here, f"Biểu {number}", f"Biểu số {number}", "TỔNG HỢP KẾT QUẢ HUY ĐỘNG NGUỒN LỰC", ["6 THÁNG…/NĂM…", unit], heads, None, "triệu đồng", "#,##0.###", signed)


def works(here, number, signed, unit="…"):
    heads = [("TT", 6), ("CÔNG TRÌNH", 52), ("Kế hoạch năm…", 17), ("KQ TH 6 tháng năm…", 17), ("KQ TH kế hoạch năm…", 17), ("Ghi chú", 34)]
    form(here, f"Biểu {number}", f"Biểu số {number}", "KẾT QUẢ THỰC HIỆN VỐN ĐẦU TƯ CÔNG TỪ NGUỒN NGÂN SÁCH TRUNG ƯƠNG", ["6 THÁNG…/NĂM…", unit], heads, 6, "triệu đồng", "#,##0.###", signed)


def components_form(here, number, signed, unit="…"):
    w = 8.5
    nine = [("Tổng số", w), ("Vốn đầu tư trực tiếp", [("Tổng số", w), ("NSTW", [("ĐTPT", w), ("SN", w)]), ("NSĐP", w)]), ("Vốn lồng ghép", w), ("Vốn tín dụng", w), ("Vốn doanh nghiệp", w), ("Dân đóng góp", w)]
    heads = [("TT", 5), ("NỘI DUNG THỰC HIỆN", 42), ("6T - Kết quả huy động", nine), ("KH cuối năm", nine), ("Ghi chú", 20)]
    form(here, f"Biểu {number}", f"Biểu số {number}", "KẾT QUẢ HUY ĐỘNG NGUỒN LỰC THEO NỘI DUNG THÀNH PHẦN", ["6 THÁNG…/NĂM…", unit], heads, 21, "triệu đồng", "#,##0.###", signed, size=10, margins=(10, 8))
