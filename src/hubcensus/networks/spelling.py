"""Names that may be one person's, from their spelling alone: keys that alike names share, and how alike they are."""

from collections.abc import Iterator

import polars as pl

__all__ = ["SPELLINGS", "alike", "inside"]

SPELLINGS: dict[str, tuple[int, str]] = {
    "letters": (100, "same letters"),
    "words": (98, "same words in another order"),
    "digits": (88, "same but for digits at the end"),
    "initial": (86, "initial and surname"),
    "edit": (0, "one letter apart"),
    "surname": (90, "surname in the name, and the rest fits"),
    "given": (88, "given name in the name, and the rest fits"),
    "one word": (80, "a word of the name in the name"),
}
"""How two names can be alike: the points that it gives, of 100, and how it is called."""

_UNMARKED = {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "ı": "i"}
_LARGEST_BLOCK = 20  # what more names share says nothing on any two of them
_COMMON = 5  # a word in so many names of several words is a given name, not a person's
_WORD_LENGTH, _FIT = 5, 90
_LONGEST = 40  # letters that are compared for one edit
_EDIT_LENGTH = 8  # shorter names are one letter apart by chance


def alike(names: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of names that are spelled alike.

    Parameters
    ----------
    names
        Frame with ``id`` and ``name``.

    Returns
    -------
    DataFrame
        ``id`` and ``other`` (the greater id), ``spelling`` (a key of ``SPELLINGS``) and ``points`` (0 to 100), the
        best of each pair, in their order. Points are less for names of few letters, for single
        given names, and for initials that fit several people.
    """
    spelled = _spelled(names.lazy()).collect(engine="streaming")
    found = pl.concat([*_by_key(spelled), _one_edit_apart(spelled)])
    best = found.sort("points", "spelling", descending=[True, False]).unique(
        ["id", "other"], keep="first", maintain_order=True
    )
    return _less_for_little(best, spelled).sort("id", "other")


def inside(names: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return, of these pairs, those in which a word of one name's several is in the other: its surname or given name.

    That is too little for any two names, but much for two that meet in one repository.

    Parameters
    ----------
    names
        Frame with ``id`` and ``name``.
    pairs
        Frame with ``id`` and ``other``.

    Returns
    -------
    DataFrame
        As ``alike``.
    """
    spelled = _spelled(names.lazy()).collect(engine="streaming")
    both = [pairs.select("id", id_other="other"), pairs.select("other", id_other="id").rename({"other": "id"})]
    sides = pl.concat(both).join(spelled.filter(pl.col("n_words") > 1), on="id")
    sides = sides.join(spelled.select("id", "letters"), left_on="id_other", right_on="id", suffix="_other")
    first, last = pl.col("words").list.first(), pl.col("words").list.last()
    found = pl.concat(
        _with_word(sides, word, initial, spelling)
        for spelling, word, initial in (("surname", last, first), ("given", first, last))
    )
    return found.sort("points", descending=True, maintain_order=True).unique(
        ["id", "other"], keep="first", maintain_order=True
    )


def _with_word(sides: pl.DataFrame, word: pl.Expr, rest: pl.Expr, spelling: str) -> pl.DataFrame:
    from rapidfuzz.fuzz import partial_ratio
    from rapidfuzz.process import cpdist

    long = pl.col("word", "letters_other").str.len_chars() >= _WORD_LENGTH
    held = sides.with_columns(word=word, rest=rest).filter(pl.all_horizontal(long))
    fits = cpdist(held["letters_other"].to_list(), held["word"].to_list(), scorer=partial_ratio)
    fitting = held.with_columns(fit=pl.Series(fits, dtype=pl.Float64)).filter(pl.col("fit") >= _FIT)
    name, at = pl.col("letters_other").str.replace(r"\p{N}+$", ""), pl.col("word")
    after = pl.when(name.str.starts_with(at)).then(name.str.strip_prefix(at))
    before = pl.when(name.str.ends_with(at)).then(name.str.strip_suffix(at))
    right = (pl.col("rest").str.starts_with(after) | pl.col("rest").str.starts_with(before)).fill_null(False)
    return pl.concat(
        _ordered(fitting.filter(which), pl.lit(SPELLINGS[called][0]), called)
        for which, called in ((right, spelling), (~right, "one word"))
    )


def _spelled(names: pl.LazyFrame) -> pl.LazyFrame:
    """Add the words of each name without accents, case and marks, and the letters and digits that are left."""
    plain = pl.col("name").str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.replace_many(_UNMARKED)
    words = plain.str.replace_all(r"(\p{Ll})(\p{Lu})", "$1 $2").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+")
    spelled = names.select("id", words=words).with_columns(letters=pl.col("words").list.join(""))
    return spelled.filter(pl.col("letters") != "").with_columns(
        stem=pl.col("letters").str.replace(r"\p{N}+$", ""), n_words=pl.col("words").list.len()
    )


def _by_key(spelled: pl.DataFrame) -> Iterator[pl.DataFrame]:
    several = spelled.filter(pl.col("n_words") > 1)
    first, last = pl.col("words").list.first(), pl.col("words").list.last()
    letters = spelled.select("id", key="letters")
    turned = several.select("id", key=pl.col("words").list.reverse().list.join(""))
    ordered = several.select("id", key=pl.col("words").list.sort().list.join(" "))
    numbered = spelled.filter(pl.col("stem").str.len_chars() >= 6, pl.col("stem") != pl.col("letters"))
    initials = several.filter(last.str.len_chars() >= 4).select("id", key=first.str.slice(0, 1) + last)
    yield _pairs(letters, letters, "letters")
    yield _pairs(ordered, ordered, "words")
    yield _pairs(turned, letters, "words")
    yield _pairs(numbered.select("id", key="stem"), letters, "digits")
    # An initial that two different people would have is nobody's.
    alone = initials.join(spelled.select("id", "letters"), on="id").filter(
        pl.col("letters").n_unique().over("key") == 1
    )
    yield _pairs(alone.select("id", "key"), letters, "initial")


def _pairs(ours: pl.DataFrame, theirs: pl.DataFrame, spelling: str) -> pl.DataFrame:
    """Return the pairs that share a key, but for keys that too many share."""
    rare = [side.filter(pl.len().over("key") <= _LARGEST_BLOCK) for side in (ours, theirs)]
    return _ordered(rare[0].join(rare[1], on="key", suffix="_other"), pl.lit(SPELLINGS[spelling][0]), spelling)


def _ordered(pairs: pl.DataFrame, points: pl.Expr, spelling: str) -> pl.DataFrame:
    ends = pl.min_horizontal("id", "id_other"), pl.max_horizontal("id", "id_other")
    named = pairs.filter(pl.col("id") != pl.col("id_other")).select(
        ends[0].alias("id"),
        ends[1].alias("other"),
        pl.lit(spelling).alias("spelling"),
        points.cast(pl.Int64).alias("points"),
    )
    return named.unique(["id", "other"], maintain_order=True)


def _one_edit_apart(spelled: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that are one letter apart, length by length, so that few names are compared at a time."""
    long = spelled.select("id", "letters", length=pl.col("letters").str.len_chars())
    bands = (long.filter(pl.col("length").is_between(length, length + 1)) for length in range(_EDIT_LENGTH, _LONGEST))
    return pl.concat(_in_band(band) for band in bands)


def _in_band(names: pl.DataFrame) -> pl.DataFrame:
    """Compare those that are the same if each gives up at most one letter, by the hashes of what is left then."""
    from rapidfuzz.distance import Indel, Levenshtein
    from rapidfuzz.process import cpdist

    whole = pl.col("letters")
    left = [whole, *(whole.str.slice(0, at) + whole.str.slice(at + 1) for at in range(_LONGEST))]
    keys = pl.concat(names.select("id", key=letters.hash()) for letters in left).unique()
    keys = keys.filter(pl.len().over("key").is_between(2, _LARGEST_BLOCK))
    pairs = keys.join(keys, on="key", suffix="_other").filter(pl.col("id") < pl.col("id_other"))
    pairs = pairs.select("id", "id_other").unique()
    pairs = pairs.join(names, on="id").join(names, left_on="id_other", right_on="id", suffix="_other")
    ours, theirs = pairs["letters"].to_list(), pairs["letters_other"].to_list()
    apart = pl.Series("apart", cpdist(ours, theirs, scorer=Levenshtein.distance))
    share = pl.Series("share", cpdist(ours, theirs, scorer=Indel.normalized_similarity))
    digits = [pl.col(name).str.replace_all(r"\P{N}", "") for name in ("letters", "letters_other")]
    near = pairs.with_columns(apart, share).filter(pl.col("apart") == 1, digits[0] == digits[1])
    return _ordered(near, 100 * pl.col("share") - 6, "edit")


def _less_for_little(pairs: pl.DataFrame, spelled: pl.DataFrame) -> pl.DataFrame:
    """Take points off where little is spelled: few letters, or a single word that is a given name of many."""
    words = spelled.filter(pl.col("n_words") > 1).select(word="words").explode("word")
    given = words["word"].value_counts(name="n").filter(pl.col("n") >= _COMMON)["word"]
    little = spelled.select(
        "id",
        less=pl.when(pl.col("stem").is_in(given.implode()) & (pl.col("n_words") == 1))
        .then(15)
        .when(pl.col("letters").str.len_chars() < 5)
        .then(12)
        .otherwise(0),
    )
    sides = pairs.join(little, on="id").join(little, left_on="other", right_on="id", suffix="_other")
    points = pl.col("points") - pl.max_horizontal("less", "less_other")
    return sides.select("id", "other", "spelling", points.clip(0, 100))
