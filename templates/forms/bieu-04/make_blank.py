#!/usr/bin/env python3
"""Draws blank.xlsx: Biểu 04, policies issued by the province; its rows are those of form.yaml.

Usage: python3 make_blank.py        (pip install openpyxl pyyaml)
"""
import os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from reporting_forms import *

heads = [("TT", 6), ("Loại văn bản", 20), ("Số, ngày, tháng ban hành", 20), ("Trích yếu", 36), ("Mục tiêu", 28), ("Nội dung chủ yếu của cơ chế chính sách", 40), ("Ghi chú", 18)]
form(HERE, "Biểu 04", "Biểu số 04", "VĂN BẢN CHỈ ĐẠO VÀ CƠ CHẾ, CHÍNH SÁCH ĐÃ BAN HÀNH", ["6 THÁNG…/NĂM…", "…"], heads, None, signed=PROVINCE, blanks=15, foot="Ghi chú: mỗi văn bản một dòng.")
