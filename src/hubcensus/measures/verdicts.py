"""What is said of a tail in one word, and what has to be so for it."""

from collections.abc import Mapping

from hubcensus.measures.alternatives import Alternative
from hubcensus.measures.registry import measure
from hubcensus.measures.tails import PowerLaw

__all__ = ["VERDICTS", "verdict"]

SIGNIFICANT, ENOUGH, PART, APART = 0.1, 50, 0.1, 2.0

_BEST = "is significantly better than a power law and clearly the best of all laws tried"

VERDICTS = {
    "power law": "a power law passes its own test, is significantly better than an exponential, no other law is "
    f"significantly better than it, and it holds for at least {PART:.0%} of the repositories with any",
    "truncated power law": f"a power law with an exponential cut-off {_BEST}",
    "lognormal": f"a lognormal {_BEST}",
    "stretched exponential": f"a stretched exponential {_BEST}",
    "exponential": f"an exponential {_BEST}: the tail is not heavy",
    "heavy tail, law undecided": "a power law is significantly better than an exponential, but does not pass its own "
    "test, is beaten by another law or holds for few only, and none is clearly the best",
    "undecided": "a power law is not significantly better than an exponential, so the tail need not be heavy, and no "
    "law is clearly the best",
    "too few": f"the tail has fewer than {ENOUGH} repositories",
    "too short": "the tail is shorter than one power of ten: too short to tell heavy laws apart",
}
"""What is said of a tail: each word, and what it means."""


@measure(
    of="tails",
    unit="one of VERDICTS",
    source="broido2019",
    formula=r"\mathrm{AIC}_q = 2 m_q - 2\,\ln\,L_q",
    symbols=(
        "$m_q$ is how many parameters law $q$ has and $L_q$ its likelihood, of the same tail. A law is clearly "
        "the best if the criterion of every other is at least 2 more; it is named if it is also better than the "
        r"power law, $R_q < 0$ with $p_q < 0.1$. A power law is named if $n_{\mathrm{tail}} \ge 50$ and "
        r"$n_{\mathrm{tail}} \ge 0.1\,n$, its own $p \ge 0.1$, no $q$ has $R_q < 0$ with $p_q < 0.1$, and the "
        "exponential has $R_q > 0$ with $p_q < 0.1$; $R_q$ and $p_q$ are the ratio and p of `alternatives`, $n$ "
        "the repositories with any."
    ),
)
def verdict(fit: PowerLaw, p: float, compared: Mapping[str, Alternative]) -> str:
    """Which law a tail follows, if any can be told: a power law has to pass its own test and stand up to every other.

    The limits are those of Refs. [1] and [2]: a tail of 50 or more, below which hardly any law can be rejected; p of
    0.1 or more for the power law's own test; and for a comparison p below 0.1. They let a quarter to a half of
    planted lognormals pass, however many counts there are: the tail begins where the two can no longer be told
    apart. Three more are ours. A power law has to be significantly better than an exponential, or the tail is not
    known to be heavy at all. It does not stand up to a law that is better but not identified. And it has to hold for
    a tenth of the repositories with any: of lognormals of 10,000 counts or more hardly one then passes, of 1,000 up
    to four in ten still do; of planted power laws six in seven pass. Over less than a power of ten no heavy law is
    named at all; Ref. [4] asks for two.

    All laws are compared with each other by Akaike's criterion on the same tail. One within 2 of the best has much
    for it too, Ref. [3], and then none is named. That a law is named means that it is the best of those tried, not
    that it fits.

    Parameters
    ----------
    fit
        The power law of the tail.
    p
        Its goodness of fit, as ``tail_p`` gives it.
    compared
        The other laws of the tail, as ``alternatives`` gives them.

    Returns
    -------
    str
        A key of ``VERDICTS``.

    References
    ----------
    .. [1] A. Clauset, C. R. Shalizi, M. E. J. Newman, "Power-Law Distributions in Empirical Data",
       SIAM Rev. 51, 661 (2009), section 6.
    .. [2] A. D. Broido, A. Clauset, "Scale-free networks are rare", Nat. Commun. 10, 1017 (2019).
    .. [3] K. P. Burnham, D. R. Anderson, "Model Selection and Multimodel Inference", 2nd ed., Springer (2002).
    .. [4] M. P. H. Stumpf, M. A. Porter, "Critical Truths About Power Laws", Science 335, 665 (2012).
    """
    if fit.n_tail < ENOUGH:
        return "too few"
    law = _law(fit, p, compared)
    return law if fit.decades >= 1 or law in ("exponential", "undecided") else "too short"


def _law(fit: PowerLaw, p: float, compared: Mapping[str, Alternative]) -> str:
    better = {name for name, other in compared.items() if other.ratio < 0 and other.p < SIGNIFICANT}
    exponential = compared["exponential"]
    heavy = exponential.ratio > 0 and exponential.p < SIGNIFICANT
    if heavy and p >= SIGNIFICANT and not better and fit.n_tail >= PART * fit.n:
        return "power law"
    best = _clearly_best({name: other for name, other in compared.items() if other.identified})
    if best in better:
        return best
    return "heavy tail, law undecided" if heavy else "undecided"


def _clearly_best(laws: Mapping[str, Alternative]) -> str:
    """Return the law with the least Akaike criterion, the power law among them; nothing if another is within 2."""
    criterion = {name: 2 * len(law.parameters) + 2 * law.ratio for name, law in laws.items()} | {"power law": 2.0}
    best, next_best = sorted(criterion, key=lambda name: criterion[name])[:2]
    return best if criterion[next_best] - criterion[best] >= APART else ""
