"""What the blanks of the forms share: fonts, borders, the page, and a file that is the same every time.

After Nghị định 30/2020/NĐ-CP, Phụ lục I and III, and custom for the inside of tables.
"""
import datetime, io, re, zipfile
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter as L
from openpyxl.worksheet.properties import PageSetupProperties

FONT = "Times New Roman"
SIDE = Side(style="thin")
BOX = Border(left=SIDE, right=SIDE, top=SIDE, bottom=SIDE)


def put(ws, ref, value, size=12, bold=False, italic=False, h=None, border=False, fmt=None, v=None, wrap=None):
    cell = ws[ref]
    cell.value = value
    cell.font = Font(name=FONT, size=size, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal=h, vertical=v or ("center" if border else None), wrap_text=border if wrap is None else wrap)
    if border:
        cell.border = BOX
    if fmt:
        cell.number_format = fmt
    return cell


def merged(ws, ref, value, **style):
    put(ws, ref.split(":")[0], value, **style)
    ws.merge_cells(ref)
    if style.get("border"):
        for row in ws[ref]:
            for cell in row:
                cell.border = BOX


def header(ws, top, heads, size=11):
    """Draws headings: (text, width) or (text, [children]); children may have children. Returns the row below and the widths."""
    def depth(head):
        return 1 + max(map(depth, head[1])) if isinstance(head[1], list) else 1

    def leaves(head):
        return sum(map(leaves, head[1])) if isinstance(head[1], list) else 1

    rows = max(map(depth, heads))
    widths = []

    def draw(head, row, column):
        span = leaves(head)
        last = row if isinstance(head[1], list) else top + rows - 1
        ref = f"{L(column)}{row}:{L(column + span - 1)}{last}"
        if span > 1 or last > row:
            merged(ws, ref, head[0], bold=True, size=size, h="center", border=True)
        else:
            put(ws, f"{L(column)}{row}", head[0], bold=True, size=size, h="center", border=True)
        if isinstance(head[1], list):
            for child in head[1]:
                draw(child, row + 1, column)
                column += leaves(child)
        else:
            widths.append(head[1])

    column = 1
    for head in heads:
        draw(head, top, column)
        column += leaves(head)
    for c, width in enumerate(widths, 1):
        ws.column_dimensions[L(c)].width = width
    return top + rows, widths


def numbers(ws, row, labels):
    for c, text in enumerate(labels, 1):
        put(ws, f"{L(c)}{row}", text, italic=True, size=10, h="center", border=True)


def annex(ws, last, mark, title, lines):
    """The head of an annex: its mark, the title in capitals, lines in italics. Returns the next row."""
    merged(ws, f"A1:{L(last)}1", mark, size=13, bold=True, h="center")
    merged(ws, f"A2:{L(last)}2", title, size=14, bold=True, h="center")
    row = 3
    for text in lines:
        merged(ws, f"A{row}:{L(last)}{row}", text, size=12, italic=True, h="center")
        row += 1
    return row


def signatures(ws, row, last, left="NGƯỜI LẬP BIỂU", right=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")):
    middle = max(last // 2, 2)
    merged(ws, f"{L(middle + 1)}{row}:{L(last)}{row}", "…, ngày … tháng … năm …", size=13, italic=True, h="center")
    merged(ws, f"A{row + 1}:{L(middle)}{row + 1}", left, size=13, bold=True, h="center")
    merged(ws, f"A{row + 2}:{L(middle)}{row + 2}", "(Ký, ghi rõ họ tên)", size=12, italic=True, h="center")
    for index, text in enumerate(right):
        merged(ws, f"{L(middle + 1)}{row + 1 + index}:{L(last)}{row + 1 + index}", text, size=13, bold=True, h="center")
    at = row + 1 + len(right)
    merged(ws, f"{L(middle + 1)}{at}:{L(last)}{at}", "(Ký tên, đóng dấu)", size=12, italic=True, h="center")
    return at + 5


def page(ws, title_rows, last_cell=None, landscape=True, margins=(30, 15)):
    ws.page_setup.orientation = "landscape" if landscape else "portrait"
    ws.page_setup.paperSize = 9
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    m = ws.page_margins
    m.top = m.bottom = 20 / 25.4
    m.left, m.right = margins[0] / 25.4, margins[1] / 25.4
    m.header = m.footer = 10 / 25.4
    ws.print_title_rows = title_rows
    if last_cell:
        ws.print_area = f"A1:{last_cell}"
    ws.oddHeader.center.text = "&P"
    ws.HeaderFooter.differentFirst = True


def sources(wb, table, several=False):
    """The sheet of sources: which cells each figure rests on; `several` adds the sheet of the figure."""
    ws = wb.create_sheet("Nguồn số liệu")
    heads = ["TT", "Ô", "Mã", "Chỉ tiêu, công thức", "Tử số", "Mẫu số", "Giá trị chính xác", "Tệp", "Trang tính", "Vùng ô", "Ghi chú", "Số liệu", "Dòng được tính"]
    widths = [5, 8, 15, 46, 13, 13, 18, 26, 20, 14, 34, 12, 24]
    if several:
        heads.append("Trang của ô")
        widths.append(18)
    last = L(len(heads))
    merged(ws, f"A1:{last}1", "NGUỒN SỐ LIỆU", size=14, bold=True, h="center")
    merged(ws, f"A2:{last}2", f"Mỗi dòng là một nguồn của một ô trong trang “{table}”" + (" hoặc trang ghi ở cột cuối." if several else "."), size=12, italic=True, h="center")
    for c, (text, width) in enumerate(zip(heads, widths), 1):
        put(ws, f"{L(c)}4", text, bold=True, h="center", border=True)
        put(ws, f"{L(c)}5", None, border=True, size=11, h="center" if c in (1, 2, 3, 9, 10, 12) else None, fmt="@" if c == 3 else "#,##0.##########" if c in (5, 6, 7) else None)
        ws.column_dimensions[L(c)].width = width
    page(ws, "4:4")


COLOURS = {"met": "C6E0B4", "not_met": "F4B6B6", "undetermined": "FFE699", "not_applicable": "D9D9D9"}


def verdict_colours(ws, ref, words):
    """Colours beside the signs or words, which stay readable in black and white."""
    first = ref.split(":")[0]
    for verdict, word in words:
        fill = PatternFill(start_color=COLOURS[verdict], end_color=COLOURS[verdict], fill_type="solid")
        ws.conditional_formatting.add(ref, FormulaRule(formula=[f'LEFT({first},{len(word)})="{word}"'], fill=fill))


def save(wb, path):
    wb.properties.creator = "templates/forms"
    wb.properties.created = wb.properties.modified = datetime.datetime(2025, 1, 1)
    buffer = io.BytesIO()
    wb.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item.filename)
            if item.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(item.filename, (2025, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, content)
