"""What all pages share: templates in which all that comes from outside is text, and names for what they may run."""

from base64 import b64encode
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["environment", "source_hash"]


def environment(package: str) -> Environment:
    """Return the templates of a package: texts are escaped, and a value that is not given is an error."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def source_hash(text: str) -> str:
    """Return what a content security policy calls a style or a script that it lets in."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
