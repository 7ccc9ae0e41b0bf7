"""The code of the docs runs as it stands, in the order of the pages; what does not run says why."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from hubcensus.standin import background
from hubcensus.standin.population import Population

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = ["index.md", "cookbook.md"]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n(<!-- not run: .+ -->)?", re.DOTALL | re.MULTILINE)


def blocks(page: Path) -> list[tuple[str, str, bool]]:
    """Language, code, and whether it says why it does not run."""
    return [(language, code, bool(said)) for language, code, said in _BLOCK.findall(page.read_text("utf-8"))]


@pytest.mark.long
def test_the_code_of_the_pages_runs_one_after_the_other(tmp_path: Path) -> None:
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with background(Population(models=60, datasets=20, spaces=30, seed=1), quota=10**7) as standin:
        owners = Counter(id.split("/")[0] for id in standin.hub.ids("model") if "/" in id)
        ((owner, _),) = owners.most_common(1)
        settings = os.environ | {"HF_ENDPOINT": standin.address, "PATH": programs}
        for page in PAGES:
            for language, code, excused in blocks(DOCS / page):
                if not excused:
                    command = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}[language]
                    script = code.replace("openai-community", owner)
                    done = subprocess.run(
                        [*command, script], cwd=tmp_path, env=settings, capture_output=True, text=True, check=False
                    )
                    assert done.returncode == 0, f"{page}: {code}\n{done.stdout[-500:]}\n{done.stderr[-2000:]}"
    assert (tmp_path / "my-census" / "report" / "index.html").is_file()
    assert list((tmp_path / "gephi").glob("*.gexf")) and "longtable" in (tmp_path / "replication.tex").read_text(
        "utf-8"
    )


def test_every_block_of_code_on_any_page_runs_or_says_why_not() -> None:
    tested = {DOCS / page for page in [*PAGES, "sharing.md"]}  # that one by tests/test_databases.py
    for page in set(DOCS.glob("*.md")) - tested:
        for language, code, excused in blocks(page):
            assert language in ("text", "toml") or excused or code == "import hubcensus as hc\n", f"{page}: {code}"


def test_every_page_is_in_the_contents_and_every_link_between_pages_leads_to_one() -> None:
    contents = re.findall(r"[\w-]+\.md", (ROOT / "mkdocs.yml").read_text("utf-8"))
    assert sorted(contents) == sorted(page.name for page in DOCS.glob("*.md"))
    for page in DOCS.glob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+\.md)[^)]*\)", page.read_text("utf-8")):
            assert (DOCS / link).is_file(), f"{page.name} leads to {link}"


def test_every_message_that_is_explained_is_one_of_the_program() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    said = re.sub(r"\{[^{}]*\}", " ", re.sub(r'"\s*\n\s*f?"', "", source))
    rows = re.findall(r"^\| (\*.+?) \|", (DOCS / "messages.md").read_text("utf-8"), re.MULTILINE)
    assert len(rows) > 20
    for message in [piece for row in rows for piece in re.findall(r"\*(.+?)\*", row)]:
        wanted = re.sub(r"[\d,.]*\d", " ", message)
        words = [word for word in re.split(r"\s{2,}", wanted) if word.strip()]
        assert all(" ".join(word.split()) in " ".join(said.split()) for word in words), message
