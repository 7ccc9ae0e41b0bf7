"""Licences: which class each of the Hub's is in, and which of the study's three groups that class is in."""

from hubcensus.licenses.classes import classes_of, classify, group_of
from hubcensus.licenses.table import LicenseClass, Pattern, Row, Table, license_table

__all__ = ["LicenseClass", "Pattern", "Row", "Table", "classes_of", "classify", "group_of", "license_table"]
