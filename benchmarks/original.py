"""The request pattern of the original study's seven scripts, restated from a description, without its sleeps.

Not their code, and not their tables: what they ask for, in their order, one request after the other, through the
client that they used. Its requests are counted by the Hub that it asks.

========================================  =====================================================================
script                                    restated by
========================================  =====================================================================
hf-data-models, -datasets, -spaces        `repositories`: a listing; commits and discussions of each repository
hf-collabnet                              `collaboration`: the models again; commits of each
hf-collabnet-subfields                    `collaboration`, three times: of the models with a tag of the subfield
hf-spaces-dependencies                    `dependencies`: the models again; the info of each
hf-spaces-dependencies-subfields          `dependencies`, three times: of the models with a tag of the subfield
========================================  =====================================================================

Where the description leaves a choice, it is read in the original's favour: tags are those of the listing, a
repository whose commits are refused is not asked for its discussions, and nothing is asked twice after an error.
That subfields are read one after the other is what makes the nine listings of models that the description counts.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import click
from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError

from hubcensus.networks.taxonomy import taxonomy_named

MOST_DISCUSSIONS = 10_000  # of a repository: the client goes on for as long as the Hub names more


class Original:
    """The seven scripts against one Hub; everything stays in memory, as it did.

    Parameters
    ----------
    endpoint
        Address of the Hub.
    """

    def __init__(self, endpoint: str) -> None:
        self._api = HfApi(endpoint=endpoint, token=False)
        self.n_visits = 0
        self.n_refused = 0

    def run(self) -> None:
        """Run all seven."""
        subfields = [frozenset(subfield.tags) for subfield in taxonomy_named("osborne2024").subfields]
        for kind in ("model", "dataset", "space"):
            self.repositories(kind)
        for tags in (None, *subfields):
            self.collaboration(tags)
        for tags in (None, *subfields):
            self.dependencies(tags)

    def repositories(self, kind: str) -> list[tuple[str, int, set[str], int, set[str]]]:
        """List a kind; ask each repository for its commits and its discussions."""
        listing = {"model": self._api.list_models, "dataset": self._api.list_datasets, "space": self._api.list_spaces}
        rows = []
        for repository in self._visited(repository.id for repository in listing[kind]()):
            try:
                commits = self._api.list_repo_commits(repository, repo_type=kind)
                opened = self._api.get_repo_discussions(repository, repo_type=kind)
                discussions = list(islice(opened, MOST_DISCUSSIONS))
            except HfHubHTTPError:
                self.n_refused += 1
                continue
            authors = {author for commit in commits for author in commit.authors}
            openers = {discussion.author for discussion in discussions}
            rows.append((repository, len(commits), authors, len(discussions), openers))
        return rows

    def collaboration(self, tags: frozenset[str] | None) -> Counter[tuple[str, str]]:
        """List the models; ask each, or each with one of the tags, for its commits."""
        edges: Counter[tuple[str, str]] = Counter()
        for repository in self._visited(self._models(tags)):
            try:
                commits = self._api.list_repo_commits(repository)
            except HfHubHTTPError:
                self.n_refused += 1
                continue
            everyone = {author for commit in commits for author in commit.authors}
            for first in (commit.authors[0] for commit in commits if commit.authors):
                edges.update((first, other) for other in (everyone - {first} or everyone))
        return edges

    def dependencies(self, tags: frozenset[str] | None) -> list[tuple[str, str]]:
        """List the models; ask each, or each with one of the tags, for its info, which names spaces."""
        edges: list[tuple[str, str]] = []
        for repository in self._visited(self._models(tags)):
            try:
                info = self._api.model_info(repository)
            except HfHubHTTPError:
                self.n_refused += 1
                continue
            edges += [(space, repository) for space in info.spaces or ()]
        return edges

    def _models(self, tags: frozenset[str] | None) -> Iterator[str]:
        return (model.id for model in self._api.list_models() if tags is None or tags.intersection(model.tags or ()))

    def _visited(self, repositories: Iterator[str]) -> Iterator[str]:
        for repository in repositories:
            self.n_visits += 1  # the original slept here
            yield repository


def main() -> None:
    """Ask the Hub at the address given; print how many repositories were visited and how many refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("endpoint")
    original = Original(parser.parse_args().endpoint)
    original.run()
    click.echo(json.dumps({"visits": original.n_visits, "refused": original.n_refused}))


if __name__ == "__main__":
    main()
