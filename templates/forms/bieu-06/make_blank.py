#!/usr/bin/env python3
"""Draws blank.xlsx: Biểu 06, results of the programme; its rows are those of form.yaml.

Usage: python3 make_blank.py        (pip install openpyxl pyyaml)
"""
import os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from reporting_forms import *

heads = [("TT", 6), ("Nội dung", 58), ("Kết quả đến 31/12 của năm trước", 17), ("Thực hiện 6 tháng năm...", 17), ("Kế hoạch 6 tháng cuối năm...", 17), ("Ghi chú", 40)]
form(HERE, "Biểu 06", "Biểu số 06", "KẾT QUẢ THỰC HIỆN CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA XÂY DỰNG NÔNG THÔN MỚI", ["6 THÁNG…/NĂM…", "…"], heads, 6, signed=PROVINCE)
