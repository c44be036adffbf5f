#!/usr/bin/env python3
"""Draws blank.xlsx: the evaluation table of a commune, 2026-2030; the form of this period was not found. Rows are repeated for the set by the program.

Usage: python3 make_blank.py        (pip install openpyxl)
"""
import os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from evaluation_form import *

draw(HERE, "Biểu đánh giá 2026-2030")
