"""What the project says of itself is what it does."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from pkgutil import iter_modules

import generate
import pytest
from definitions import figure_of
from illustrations import ILLUSTRATIONS
from latex2mathml.converter import convert

import hubcensus
from hubcensus.cli.app import _COMMANDS
from hubcensus.measures import MEASURES
from hubcensus.networks.collaboration import RULES
from hubcensus.standin import background
from hubcensus.standin.population import Population
from hubcensus.tables.store import Census

ROOT = Path(__file__).parents[1]


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("page", generate.PAGES)
def test_a_generated_page_is_what_the_program_says_today(page: str) -> None:
    assert text(f"docs/{page}") == generate.PAGES[page](), "run `.venv/bin/python docs/generate.py`"


def test_the_page_on_findings_has_every_finding_of_a_census(census: Census) -> None:
    assert text("docs/findings.md") == generate.findings(census.findings()), "run `.venv/bin/python docs/generate.py`"


def test_every_measure_and_rule_names_a_source_that_is_in_the_references() -> None:
    keys = set(re.findall(r"^@\w+\{(\w+),", text("docs/references.bib"), re.MULTILINE))
    assert {entry.source for entry in (*MEASURES.values(), *RULES.values())} <= keys


def is_drawn(formula: str) -> bool:
    """Whether a browser draws all of it: a command that is not known stays in the result as it is."""
    drawn = convert(formula)
    return formula.count("{") == formula.count("}") and "\\" not in drawn and not re.search(r"&(?!#|lt;|gt;)", drawn)


@pytest.mark.parametrize("name", [*MEASURES, *RULES])
def test_every_measure_and_rule_has_a_formula_that_is_one_and_a_figure(name: str) -> None:
    said = (MEASURES | RULES)[name]
    for formula in [*said.formula.split("\n"), *re.findall(r"\$(.+?)\$", said.symbols)]:
        assert is_drawn(formula), formula
    assert f"# {name}\n" in text("docs/measures.md") + text("docs/rules.md")
    assert name in ILLUSTRATIONS
    assert (ROOT / "docs" / "figures" / f"{name}.svg").is_file()


def test_the_page_on_the_other_networks_has_their_formulas_and_figures() -> None:
    page = text("docs/dependencies.md")
    assert [is_drawn(formula) for formula in re.findall(r"\$\$\n(.+)\n\$\$", page)] == [True] * 3
    for name in ("dependencies", "dataset_dependencies", "lineage", "co_usage"):
        assert figure_of(name) in page


@pytest.mark.long
def test_the_figures_are_what_the_program_draws_today() -> None:
    kept = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs" / "figures").iterdir()}
    drawn = {name: illustration().svg for name, illustration in ILLUSTRATIONS.items()}
    assert kept == drawn, "run `.venv/bin/python docs/generate.py`"
    assert max(len(svg) for svg in drawn.values()) < 8192


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\| `hubcensus (\w+)", text("README.md"), re.MULTILINE))
    assert named == set(_COMMANDS)


def test_one_version_everywhere() -> None:
    version = hubcensus.__version__
    assert f'version = "{version}"' in text("pyproject.toml")
    assert f"\nversion: {version}\n" in text("CITATION.cff")
    assert f"## {version}" in text("CHANGELOG.md")


def test_every_public_name_is_there_and_unknown_ones_are_refused() -> None:
    for name in hubcensus.__all__:
        assert getattr(hubcensus, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        hubcensus.nothing  # noqa: B018


def test_no_public_name_is_hidden_by_a_module_of_the_same_name() -> None:
    modules = {module.name for module in iter_modules(hubcensus.__path__)}
    assert modules & set(hubcensus.__all__) == {"errors", "measures"}


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    code = "import sys, hubcensus; dir(hubcensus); print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [name for name in shown.stdout.split() if name.startswith("hubcensus")] == ["hubcensus"]
    assert not {"altair", "polars", "numpy"} & set(shown.stdout.split())


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    listed = subprocess.run(["git", "ls-files", "src/*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    lengths = {name: len(text(name).splitlines()) for name in listed.stdout.split()}
    assert {name: n for name, n in lengths.items() if n > 300} == {}


def test_the_python_of_the_readme_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", text("README.md"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    with background(Population(models=30, datasets=10, spaces=10, seed=1), quota=10**7) as standin:
        monkeypatch.setenv("HF_ENDPOINT", standin.address)
        monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", standin.address)
        owners = Counter(id.split("/")[0] for id in standin.hub.ids("model") if "/" in id)
        ((owner, _),) = owners.most_common(1)  # one with enough for a figure, as openai-community has
        exec(code.replace("openai-community", owner), {})
    assert (tmp_path / "my-census" / "findings.json").exists()
    assert (tmp_path / "lorenz.svg").read_text("utf-8").startswith("<svg")


def test_the_package_holds_every_file_that_it_reads() -> None:
    declared = tomllib.loads(text("pyproject.toml"))["tool"]["setuptools"]["package-data"]["hubcensus"]
    package = ROOT / "src" / "hubcensus"
    held = {path for pattern in declared for path in package.glob(pattern)}
    built_from = package / "report" / "explorer" / "source"  # what explorer.js is made from: nothing reads it here
    data = {path for path in package.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert {path for path in data if not path.is_relative_to(built_from)} == held
