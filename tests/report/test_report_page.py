import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from hubcensus.report.figures import decades, style
from hubcensus.report.files import write_report
from hubcensus.report.page import render
from hubcensus.report.reading import Reading


class Seen(HTMLParser):
    """What a browser would find: tags, attributes, text by enclosing tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(attribute)) is not None]


def test_the_same_document_gives_the_same_bytes(rich: dict[str, Any], rich_page: str) -> None:
    assert render(rich) == rich_page


def test_the_page_is_one_file(rich: dict[str, Any], rich_page: str, tmp_path: Path) -> None:
    path = write_report(rich, tmp_path / "new" / "report")
    assert path == tmp_path / "new" / "report" / "index.html"
    assert path.read_text("utf-8") == rich_page
    assert len(path.read_bytes()) < 1_000_000


def test_every_finding_has_an_anchor(any_document: dict[str, Any], any_page: str) -> None:
    assert {row["id"] for row in any_document["findings"]} <= set(Seen(any_page).all("id"))


def test_every_link_within_the_page_has_its_target_and_every_id_is_there_once(any_page: str) -> None:
    seen = Seen(any_page)
    ids = seen.all("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in seen.all("href") if link.startswith("#")} <= set(ids)
    assert set(" ".join(seen.all("aria-labelledby")).split()) <= set(ids)


def test_headings_go_down_one_level_at_a_time(any_page: str) -> None:
    levels = [int(tag[1]) for tag, _ in Seen(any_page).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_brings_no_script_and_asks_for_nothing(any_page: str) -> None:
    seen = Seen(any_page)
    assert not {tag for tag, _ in seen.tags} & {"script", "img", "link", "iframe", "object", "image", "use", "form"}
    assert not [name for _, attributes in seen.tags for name in attributes if name.startswith("on")]
    assert seen.all("src") == []
    assert "default-src 'none'" in "".join(seen.all("content"))


def test_hostile_names_are_text(rich_page: str) -> None:
    text = Seen(rich_page).text
    assert "<script>document.title='ran'</script>/x" in text
    assert "<img src=x onerror=document.title=1>" in text
    assert "brace{{7*7}}/{% raw %}" in text
    assert "turned\ufffdback/\ufffdname" in text and "control\ufffd\ufffd/bell" in text
    assert "\u202e" not in rich_page and "n" * 100 not in rich_page


def test_names_of_the_hub_link_to_it_quoted_and_without_a_referrer(rich_page: str) -> None:
    links = [tag for name, tag in Seen(rich_page).tags if name == "a" and ":" in str(tag["href"])]
    assert {"https://huggingface.co/b/c", "https://huggingface.co/plain%20owner/model%20%C3%A9"} <= {
        link["href"] for link in links
    }
    assert all(link["rel"] == "noreferrer" and str(link["href"]).startswith("https://") for link in links)


def test_names_from_another_address_do_not_link_to_the_hub(rich: dict[str, Any]) -> None:
    snapshots = [{**row, "source": "http://127.0.0.1:8000"} for row in rich["census"]["snapshots"]]
    page = render({**rich, "census": {**rich["census"], "snapshots": snapshots}})
    assert "https://huggingface.co/b" not in page
    assert "This address is not huggingface.co" in page


def test_the_answers_say_their_numbers(rich: dict[str, Any], rich_page: str) -> None:
    text = " ".join(Seen(rich_page).text.split())
    assert "Of 12 models with known downloads, 33.3 % had none in 30 days" in text
    assert "Of 4 developers who committed to models, 25.0 % are isolates" in text
    assert "The owner with most uses is plain owner (of unknown kind), with 20 uses of 1 model." in text
    assert Reading(rich).value("community.all.isolate_share") == 0.25


def test_the_warning_on_reciprocity_stands_with_the_rule_that_earns_it(tiny: dict[str, Any], rich_page: str) -> None:
    assert "Reciprocity is largely true by construction" in rich_page
    other = render({**tiny, "census": {**tiny["census"], "rule": "earlier"}})
    assert "Reciprocity is largely true by construction" not in other


def test_a_null_is_never_shown_as_zero(any_document: dict[str, Any], any_page: str) -> None:
    reading = Reading(any_document)
    for finding in reading.findings:
        if finding.value is None:
            absent = r'<span class="absent" title=".+">not (collected|asked for|read|defined)</span>'
            assert re.fullmatch(absent, reading.cite(finding.id))
            row = any_page.split(f'<tr id="{finding.id}">')[1].split("<tr")[0]
            assert re.search(r"<td>not (collected|asked for|read|defined)\b", row)
    but_the_codebook = re.sub('<section id="codebook".*?</section>', "", any_page, flags=re.DOTALL)
    assert not re.search(r"\b(NaN|None|null|nan|inf)\b", Seen(but_the_codebook).text)


def test_a_listing_only_census_says_what_it_does_not_answer(listing: dict[str, Any]) -> None:
    page = render(listing)
    text = " ".join(Seen(page).text.split())
    assert "This census does not answer it: no commit to a model of this part was read." in text
    assert "This census does not answer it: spaces were not collected." in text
    assert "discussions were not collected" in text
    assert 'id="figure-core"' not in page and 'id="figure-adoption"' not in page
    assert page.count('role="img"') == 4  # likes and downloads, as CCDF and as Lorenz curve


def test_counts_that_are_all_zero_say_so_and_why_nothing_follows(tiny: dict[str, Any]) -> None:
    reading = Reading(tiny)
    text = " ".join(Seen(render(tiny)).text.split())
    assert "Of 1 model with known likes, 100 % have none." in text
    why = reading.notes("activity.model.likes")[0]
    assert f"Models: likes, Models: downloads (30 days) and Models: discussions: {why}." in text


def test_a_census_of_nothing_draws_nothing(empty: dict[str, Any]) -> None:
    page = render(empty)
    assert "This census lists no repository." in page
    assert 'role="img"' not in page and "Figure 1</b> is left out" in page


def test_a_scope_in_which_there_is_nothing_is_told_from_a_kind_that_was_not_asked_for(
    unmatched: dict[str, Any], empty: dict[str, Any]
) -> None:
    text = " ".join(Seen(render(unmatched)).text.split())
    assert "Nothing matched the scope of this census. The Hub was asked" in text
    assert "Models, 0 listed" in text and "Source: https://huggingface.co. Scope: models, author" in text
    other = " ".join(Seen(render(empty)).text.split())
    assert "Models, not collected" in other and ", 0 listed" not in other and "Nothing matched" not in other


def test_what_was_not_asked_for_is_said_across_its_row_and_is_no_gap(listing: dict[str, Any]) -> None:
    page = render(listing)
    table = page.split('<table id="table-coverage"')[1].split("</table>")[0]
    rows = [" ".join(Seen(row.replace("</t", " </t")).text.split()) for row in table.split("<tr>")[2:]]
    assert rows == [
        "Models 30 commits not asked for",
        "Models 30 discussions not asked for",
        "Datasets not collected",
        "Spaces not collected",
    ]
    assert "do not add up" not in page


def test_bots_and_unread_commits_are_said_with_the_community(tiny: dict[str, Any], rich_page: str) -> None:
    text = " ".join(Seen(rich_page).text.split())
    assert "also bots such as system and SFconvertbot" in text
    assert "Commits of all listed models were read." in text
    changed = {"listed": 12, "commits.ok": 10, "commits.renamed": 1, "commits.gated": 1}
    new = {f"census.model.{name}": value for name, value in changed.items()}
    findings = [{**row, "value": new.get(row["id"], row["value"])} for row in tiny["findings"]]
    text = " ".join(Seen(render({**tiny, "findings": findings})).text.split())
    assert "The commits of 1 model were not read." in text
    assert "Commits were not read of 1 of 12 listed models" in text


def test_a_part_of_the_hub_is_said_above_the_answers_and_in_the_sections_it_distorts(
    rich_page: str, tiny: dict[str, Any]
) -> None:
    text = " ".join(Seen(rich_page).text.split())
    assert text.index("This is a part of the Hub: repositories of the owner <script>") < text.index("RQ1 What")
    assert text.count("It does not see work shared in models outside it, so isolates are overstated.") == 1
    assert text.count("It does not see uses by spaces outside it, so unused models are overstated.") == 1
    whole = [{**row, "scope": {**row["scope"], "author": None}} for row in tiny["census"]["snapshots"]]
    page = render({**tiny, "census": {**tiny["census"], "snapshots": whole}})
    assert "part of the Hub" not in page


def test_a_share_of_the_top_that_is_not_defined_leaves_its_sentence(rich: dict[str, Any], rich_page: str) -> None:
    assert Reading(rich).value("activity.model.likes.top_1pct_share") is None
    text = " ".join(Seen(rich_page).text.split())
    assert "Of 12 models with known likes, 50.0 % have none." in text
    assert "Spaces per used model: median" in text and "The top 1 %" not in text
    assert "Datasets: discussions and Datasets: pull requests: the top 1 % of 5 is less than one of them." in text
    assert 'title="the top 1 % of 12 is less than one of them">not defined' in rich_page


def test_every_number_of_the_answers_is_a_link(rich_page: str) -> None:
    cards = rich_page.split('<div class="answers">')[1].split("Every number in the answers")[0]
    unlinked = re.sub(r"<h2.*?</h2>|<a .*?</a>", "", cards, flags=re.DOTALL)
    assert not re.search(r"\d", Seen(unlinked).text.replace("in 30 days", ""))


def test_a_census_of_another_hub_is_not_called_one_of_the_hugging_face_hub(tiny: dict[str, Any]) -> None:
    for source, place in (
        ("http://127.0.0.1:8000", "a stand-in Hub"),
        ("https://hub.x.org/", "the Hub at hub.x.org"),
    ):
        snapshots = [{**row, "source": source} for row in tiny["census"]["snapshots"]]
        page = render({**tiny, "census": {**tiny["census"], "snapshots": snapshots}})
        assert f"<h1>Development activity on {place}</h1>" in page
        assert f"<title>Development activity on {place}: a census" in page
        assert f"census of {place} of" in page


def test_every_finding_has_one_row_and_those_of_one_name_are_folded_together(
    rich: dict[str, Any], rich_page: str
) -> None:
    made = Reading(rich).methods()
    assert [rich_page.count(f"<summary><code>{name}</code>") for name, _ in made] == [1] * len(made)
    listed = [one.id for _, methods in made for _, findings in methods for one in findings]
    assert sorted(listed) == sorted(row["id"] for row in rich["findings"])
    assert [rich_page.count(f'<tr id="{id}">') for id in listed] == [1] * len(listed)


def test_every_figure_says_what_it_shows_to_those_who_do_not_see_it(rich_page: str) -> None:
    named = [tag["aria-label"] for name, tag in Seen(rich_page).tags if tag.get("role") == "img"]
    assert len(named) == 10
    assert "Likes: Lorenz curve. models: the least active 90 % have" in " ".join(map(str, named))
    assert rich_page.count("<figcaption>") == 5


def test_lines_differ_without_colour() -> None:
    assert len({style(place).dash for place in range(4)}) == 4


@pytest.mark.parametrize(("low", "high"), [(1, 1), (1, 3), (1, 12), (1, 7e8), (1e-6, 1), (0.4, 1), (1, 1.0)])
def test_every_logarithmic_axis_has_two_to_seven_ticks_within_it(low: float, high: float) -> None:
    axis = decades("", low, high)
    assert axis.low <= low < axis.high and high <= axis.high
    assert len(axis.ticks) == len(axis.labels) and 1 <= len(axis.ticks) <= 7
    assert all(axis.low <= tick <= axis.high for tick in axis.ticks)


def test_outcomes_that_do_not_add_up_are_named(tiny: dict[str, Any], rich_page: str) -> None:
    assert "Each row of numbers adds up to the repositories listed." in rich_page
    findings = [{**row, "value": 99} if row["id"] == "census.model.listed" else row for row in tiny["findings"]]
    assert "do not add up to the repositories listed: commits of models" in render({**tiny, "findings": findings})
