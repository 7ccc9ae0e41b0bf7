"""Records are read back as they were written, and what is none is named by file and line."""

import gzip
import json

import pytest
from awkward_hub import awkward_records

from hubcensus.errors import StandinError
from hubcensus.standin.records import RecordedHub, read_records, records, write_records


@pytest.mark.parametrize("name", ["hub.ndjson", "hub.ndjson.gz"])
def test_what_is_written_is_read_back(tmp_path, name):
    path = tmp_path / name
    write_records(awkward_records(), path)
    assert read_records(path) == awkward_records()
    assert list(records(RecordedHub(path))) == awkward_records()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "this is not JSON"),
        ("[]", "this is not a record"),
        ('{"kind": "model", "item": {"id": "a/b"}, "commits": null, "discussions": null}', "needs kind, item"),
        (
            '{"kind": "paper", "item": {"_id": "1", "id": "a"}, "commits": null, "discussions": null}',
            "needs kind",
        ),
        ('{"kind": "model", "item": {"_id": "1", "id": "a"}, "commits": 3, "discussions": null}', "needs kind"),
        ('{"kind": "model", "item": {"_id": "1", "id": "a"}}', "commits and discussions"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, said):
    path = tmp_path / "hub.ndjson"
    path.write_text(json.dumps(awkward_records()[0]) + "\n" + line + "\n")
    with pytest.raises(StandinError, match=r"hub\.ndjson, line 2: ") as refused:
        read_records(path)
    assert said in str(refused.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    broken = tmp_path / "broken.ndjson.gz"
    broken.write_bytes(gzip.compress(b"{}\n" * 1000)[:-20])
    for path in (tmp_path / "none.ndjson", broken):
        with pytest.raises(StandinError, match=rf"The records file .*{path.name} cannot be read"):
            read_records(path)
