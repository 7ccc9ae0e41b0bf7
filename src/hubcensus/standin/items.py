"""What a made-up Hub says of a repository: ids, tags and the other keys of its item."""

from collections.abc import Iterator, Sequence
from typing import Any

from hubcensus.standin.awkward import GHOSTS
from hubcensus.standin.columns import Columns
from hubcensus.standin.names import FAMILIES
from hubcensus.standin.society import Society
from hubcensus.standin.vocabulary import LANGUAGES, LIBRARIES, LICENCES, RELATIONS, SDKS, STAGES, TASKS

__all__ = ["dataset_tags", "library", "model_ids", "model_tags", "other_ids", "relation", "space_keys", "spread"]

_SIZES = ("tiny", "small", "base", "large", "1b", "3b", "7b", "13b", "70b", "xl")
_SHAPES = ("", "", "-instruct", "-chat", "-uncased", "-multilingual", "-v2")
_DERIVED = (
    ("-finetuned-sst2", "-ft", "-sft-chat", "-finetuned-ner"),
    ("-GGUF", "-AWQ", "-4bit", "-GPTQ"),
    ("-lora", "-adapter", "-qlora"),
    ("-merge", "-slerp", "-ties"),
)
_SUBJECTS = ("reviews", "dialogues", "captions", "tickets", "recipes", "abstracts", "tweets", "contracts", "maps")
_FORMS = ("corpus", "sft", "preferences", "eval", "raw", "clean", "instructions", "benchmark")
_PURPOSES = ("chat-with", "demo", "playground", "leaderboard", "compare", "try", "annotate", "explorer")


def spread(mood: int, at: int, n: int) -> int:
    """Return one of n by a repository's mood; each `at` decides something else."""
    return (mood * (2 * at + 3) * 2654435761 >> 13) % n


def model_ids(who: Society, of: Columns) -> list[str]:
    """Return the ids of the models; a derived one is named after its base."""
    ids: list[str] = []
    taken: set[str] = set()
    for position, owner in enumerate(_owners(who, of)):
        mood, base = int(of.mood[position]), int(of.base[position])
        name = _derived(ids[base], mood) if base >= 0 else _family(mood)
        ids.append(_unique(f"{owner}/{name}", position, taken))
    return ids


def other_ids(who: Society, of: Columns, kind: str) -> list[str]:
    """Return the ids of the datasets or spaces."""
    first, second = (_SUBJECTS, _FORMS) if kind == "dataset" else (_PURPOSES, FAMILIES)
    taken: set[str] = set()
    moods = of.mood.tolist()
    return [
        _unique(f"{owner}/{_pick(first, mood, 1)}-{_pick(second, mood, 2)}", position, taken)
        for position, (owner, mood) in enumerate(zip(_owners(who, of), moods, strict=True))
    ]


def model_tags(of: Columns, ids: list[str], datasets: list[str], position: int) -> list[str]:
    """Return the tags of a model."""
    mood = int(of.mood[position])
    task, more, _ = TASKS[of.task[position]]
    tags = [library(mood), *([task] if task else []), *more]
    if task and spread(mood, 3, 3) == 0:
        tags.append(_pick(LANGUAGES, mood, 4))
    if spread(mood, 5, 6) == 0 and datasets:
        tags.append(f"dataset:{_pick(datasets, mood, 6)}")
    return [*tags, *_base_tags(of, ids, position), *_licence_tags(of, position), "region:us"]


def dataset_tags(of: Columns, position: int) -> list[str]:
    """Return the tags of a dataset."""
    mood = int(of.mood[position])
    language = f"language:{_pick(LANGUAGES, mood, 4)}"
    return [language, *_licence_tags(of, position), "format:parquet", "modality:text", "region:us"]


def space_keys(of: Columns, repo_id: str, position: int) -> dict[str, Any]:
    """Return what only a space has."""
    mood = int(of.mood[position])
    sdk = _pick(SDKS, mood, 1)
    return {
        "tags": [sdk, *_licence_tags(of, position), "region:us"],
        "sdk": sdk,
        "subdomain": repo_id.replace("/", "-").lower(),
        "runtime": {"stage": _pick(STAGES, mood, 2), "hardware": {"current": None, "requested": "cpu-basic"}},
    }


def library(mood: int) -> str:
    """Return the library of a model."""
    return _pick(LIBRARIES, mood, 7)


def relation(mood: int) -> str:
    """Return how a model was made from its base."""
    return _pick(RELATIONS, mood, 8)


def _base_tags(of: Columns, ids: list[str], position: int) -> Iterator[str]:
    """Yield what a model says of its bases: a merge names two, and some name themselves, or twice, or in a circle."""
    mood, base = int(of.mood[position]), int(of.base[position])
    last = len(ids) - 1
    if base >= 0:
        yield f"base_model:{ids[base]}"
    if base >= 0 and spread(mood, 15, 6):
        yield f"base_model:{relation(mood)}:{ids[base]}"
    if base >= 0 and spread(mood, 16, 30) == 0:
        yield f"base_model:finetune:{ids[base]}"
    if base >= 0 and relation(mood) == "merge":
        yield f"base_model:merge:{ids[of.base[base]] if of.base[base] >= 0 else _pick(GHOSTS, mood, 11)}"
    if spread(mood, 14, 60) == 0:
        yield f"base_model:{ids[position]}"
    if position >= max(1, last - 1):
        yield f"base_model:{ids[2 * last - 1 - position]}"  # the last two are each other's


def _owners(who: Society, of: Columns) -> Iterator[str]:
    """Yield the owners: of a shared repository its community's organisation, else mostly the founder."""
    founders = of.authors.lead.tolist()
    for position, (founder, mood) in enumerate(zip(founders, of.mood.tolist(), strict=True)):
        group = of.authors.community.get(position)
        if group is not None:
            yield who.organisations[group]
        elif founder % 10 == 0 and spread(mood, 9, 2):
            yield who.organisations[founder % len(who.organisations)]
        else:
            yield who.people[founder].login


def _family(mood: int) -> str:
    return f"{_pick(FAMILIES, mood, 1)}-{_pick(_SIZES, mood, 2)}{_pick(_SHAPES, mood, 3)}"


def _derived(base_id: str, mood: int) -> str:
    suffixes = _DERIVED[RELATIONS.index(relation(mood))]
    return base_id.partition("/")[2][:60] + _pick(suffixes, mood, 2)


def _unique(repo_id: str, position: int, taken: set[str]) -> str:
    if repo_id.lower() in taken:
        repo_id = f"{repo_id}-{position}"
    taken.add(repo_id.lower())
    return repo_id


def _licence_tags(of: Columns, position: int) -> list[str]:
    licence = of.licence[position]
    return [f"license:{LICENCES[licence][0]}"] if licence >= 0 else []


def _pick(words: Sequence[str], mood: int, at: int) -> str:
    return words[spread(mood, at, len(words))]
