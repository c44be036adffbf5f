#!/usr/bin/env python3
"""Draws blank.xlsx: Biểu 09, resources by component of the programme; its rows are those of form.yaml.

Usage: python3 make_blank.py        (pip install openpyxl pyyaml)
"""
import os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from reporting_forms import *

components_form(HERE, "09", PROVINCE)
