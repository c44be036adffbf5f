#!/usr/bin/env python3
"""Draws blank.xlsx: the summary of a province, communes by the 19 criteria of 2021-2025.

Usage: python3 make_blank.py        (pip install openpyxl)
"""
import os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from summary_form import *

draw(HERE, 19, "2021-2025")
