#!/usr/bin/env python3
"""Draws blank.xlsx: Biểu 05, communes that meet each criterion by group; its rows are those of form.yaml.

Usage: python3 make_blank.py        (pip install openpyxl pyyaml)
"""
import os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from reporting_forms import *

THREE = [("KQ 31/12 năm trước", 10), ("TH 6 tháng năm…", 10), ("KH 6T cuối năm…", 10)]
heads = [("TT", 5), ("Nội dung", 36), ("ĐVT", 6)] + [(f"Xã nhóm {n}", THREE) for n in (1, 2, 3)] + [("Ghi chú", 30)]
form(HERE, "Biểu 05", "Biểu số 05", "KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ QUỐC GIA VỀ NÔNG THÔN MỚI", ["6 THÁNG…/NĂM…", "…"], heads, 13, signed=PROVINCE, margins=(15, 10), constants={3: "xã"})
