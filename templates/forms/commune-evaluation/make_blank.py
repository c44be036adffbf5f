#!/usr/bin/env python3
"""Draws blank.xlsx: the evaluation table of a commune for any set, such as the advanced one or a province's own. Rows are repeated for the set by the program.

Usage: python3 make_blank.py        (pip install openpyxl)
"""
import os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from evaluation_form import *

draw(HERE, "Biểu đánh giá theo bộ tiêu chí")
