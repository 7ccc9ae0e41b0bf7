"""Methods and threats: only what is true of the census, every source in the list, no name that steers a text."""

import re
from typing import Any

import pytest
from markupsafe import Markup

from hubcensus.references import references
from hubcensus.report.methods import methods
from hubcensus.report.passages import Passage, Said, cited, in_html, in_latex, in_markdown, passage
from hubcensus.report.reading import Reading
from hubcensus.report.threats import threats


def text(passages: list[Passage]) -> str:
    return " ".join(said.striptags() for one in passages for said in one.sentences)


def test_methods_of_a_listing_say_nothing_of_what_was_not_done(listing: dict[str, Any], rich: dict[str, Any]) -> None:
    assert "k-cores" in text(methods(rich)) and "A use is a pair" in text(methods(rich))
    of_listing = text(methods(listing))
    assert "It lists 30 models." in of_listing
    for never_done in ("Commits could", "first author", "k-cores", "bots", "draws of chance", "A use is"):
        assert never_done not in of_listing


def test_a_census_of_nothing_has_methods_and_threats_too(empty: dict[str, Any]) -> None:
    assert [one.title for one in methods(empty)] == ["Data", "Reproduction"]
    assert "is never taken for zero" in text(methods(empty))
    assert text(threats(empty))


def test_every_source_that_is_cited_is_in_the_list_and_no_other(rich: dict[str, Any], rich_page: str) -> None:
    listed = re.findall(r'<li id="ref-(\w+)">', rich_page)
    linked = set(re.findall(r'href="#ref-(\w+)"', rich_page))
    assert sorted(listed) == sorted(linked) and len(listed) > 10
    assert "[@" not in rich_page
    names = [references()[key].named for key in listed]
    assert names == sorted(names, key=str.casefold)


def test_sources_that_would_be_named_alike_have_a_letter() -> None:
    names = [source.named for source in references().values()]
    assert len(names) == len(set(names))
    assert references()["clauset2009"].named == "Clauset et al. 2009"
    assert references()["newman2001"].named == "Newman 2001a" and references()["newman2001weights"].named[-1] == "b"
    assert references()["zhou2004"].line.startswith("Zhou, Shi; Mondragón, Raúl J. (2004). The rich-club phenomenon")


def test_citations_stand_in_the_form_of_each_writer() -> None:
    one = Passage("Laws & tails", (Markup("Fitted [@clauset2009; @vuong1989], 50&nbsp;% of <b>a_b</b>."),))
    assert in_latex([one]).endswith(
        "\\paragraph{Laws \\& tails}\n\n"
        + r"Fitted \citep{clauset2009,vuong1989}, 50~\% of a\_\allowbreak{}b."
        + "\n"
    )
    assert in_markdown([one]) == "## Laws &amp; tails\n\nFitted [@clauset2009; @vuong1989], 50\xa0% of a\\_b.\n"
    assert in_html(one.sentences[0]) == (
        'Fitted (<a href="#ref-clauset2009">Clauset et al. 2009</a>; <a href="#ref-vuong1989">Vuong 1989</a>), '
        "50&nbsp;% of <b>a_b</b>."
    )
    assert [source.key for source in cited([one])] == ["clauset2009", "vuong1989"]


@pytest.mark.parametrize("title", ["[@nobody]", "\\input{x}", "<img src=x onerror=alert(1)>", "a\\_ $x$ `y` {z}"])
def test_a_title_of_a_taxonomy_is_text_in_every_form(title: str, rich: dict[str, Any]) -> None:
    census = {**rich["census"], "taxonomy": {"name": "own", "title": title, "source": "user"}}
    done = methods({**rich, "census": census})
    page = " ".join(in_html(said) for one in done for said in one.sentences)
    assert "<img" not in page and "ref-nobody" not in page
    assert "\\input" not in in_latex(done) and "$x$" not in in_latex(done).replace("\\$x\\$", "")
    assert "<img" not in in_markdown(done) and "[@nobody]" not in in_markdown(done)


def test_a_sentence_is_said_only_if_all_its_numbers_are_known(rich: dict[str, Any]) -> None:
    said = [
        Said("Of {census.model.listed} models."),
        Said("Of {census.model.unheard}."),
        Said("Never.", "census.none"),
    ]
    assert [one.striptags() for one in passage(Reading(rich), "x", said).sentences] == ["Of 12 models."]


def test_threats_have_the_figures_of_this_census(rich: dict[str, Any], rich_page: str) -> None:
    values = {finding["id"]: finding["value"] for finding in rich["findings"]}
    share = 100 * values["activity.model.license.none_share"]
    assert f"{share:.3g}"[:2] in text(threats(rich))
    assert 'id="threats"' in rich_page and "Whether the recorded listings" not in rich_page


def test_a_subfield_cites_nothing(rich: dict[str, Any]) -> None:
    titles = {"cv": "[@clauset2009] & [@dorfman1979; @lorenz1905]"}
    done = methods({**rich, "census": {**rich["census"], "subfields": titles}})
    assert "[@clauset2009] &" not in in_markdown(done).replace("&amp;", "&")
    assert "\\citep{clauset2009} \\&" not in in_latex(done)
