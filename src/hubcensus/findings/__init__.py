"""The three questions: which measure of which table or network answers them, one row each."""

from hubcensus.findings.activity import Active, activities, activity
from hubcensus.findings.actors import actors
from hubcensus.findings.adoption import adoption
from hubcensus.findings.agreement import agreement
from hubcensus.findings.cap import cap
from hubcensus.findings.claimed import Variant, claimed
from hubcensus.findings.co_usage import co_usage
from hubcensus.findings.community import community, otherwise
from hubcensus.findings.coverage import accounts, coverage, flow, listing
from hubcensus.findings.declared import declared
from hubcensus.findings.drift import drift
from hubcensus.findings.finding import Finding
from hubcensus.findings.history import History
from hubcensus.findings.left_out import left_out
from hubcensus.findings.lineage import lineage
from hubcensus.findings.replication import replication
from hubcensus.findings.subfields import retired_in, subfields
from hubcensus.findings.time import created, in_time

__all__ = [
    "Active",
    "Finding",
    "History",
    "Variant",
    "accounts",
    "activities",
    "activity",
    "actors",
    "adoption",
    "agreement",
    "cap",
    "claimed",
    "co_usage",
    "community",
    "coverage",
    "created",
    "declared",
    "drift",
    "flow",
    "in_time",
    "left_out",
    "lineage",
    "listing",
    "otherwise",
    "replication",
    "retired_in",
    "subfields",
]
