#!/usr/bin/env python3
"""Draws blank.xlsx: the summary of a province, communes by the 10 criteria of 2026-2030.

Usage: python3 make_blank.py        (pip install openpyxl)
"""
import os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from summary_form import *

draw(HERE, 10, "2026-2030")
