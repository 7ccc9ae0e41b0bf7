"""What every ``findings.json`` promises, as a JSON Schema that comes with the package."""

import json
from importlib.resources import files
from typing import Any

__all__ = ["SCHEMA", "schema"]

SCHEMA = "urn:hubcensus:findings:2"
"""The id of the schema; its number rises when a document that was valid would be no more."""


def schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12) that ``findings.json`` follows."""
    content: dict[str, Any] = json.loads((files("hubcensus.findings") / "schema.json").read_text("utf-8"))
    return content
