"""The sets of questions that tests/eval/retrieval asks: what is imported, what is asked, and what a reply's hits come to."""
import dataclasses
import gzip
import json
import pathlib
import re

PROTO = pathlib.Path(__file__).resolve().parents[2] / "proto/needlepoint/v1/search.proto"


@dataclasses.dataclass(frozen=True)
class Row:
    """A folder of the bench, imported in one way. `name` is its collection's too."""

    name: str
    folder: str
    bare: bool = False  # without the subject, so that a passage has no heading


ROWS = (
    Row("meqsum", "meqsum"),
    Row("rqe", "rqe"),
    Row("rqe-clinical", "rqe-clinical"),
    Row("medquad-qa", "medquad-qa", bare=True),
    Row("medquad-qa-subject", "medquad-qa"),
)
BROKEN_ROWS = tuple(row for row in ROWS if row.name in ("meqsum", "medquad-qa", "medquad-qa-subject"))


def missing(bench):
    """The first folder that `bench` should have and has not, or None."""
    return next((bench / row.folder for row in ROWS if not (bench / row.folder).is_dir()), None)


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def document(row, item):
    """What of a corpus line is imported."""
    if not row.bare:
        return item
    return {**item, "meta": {key: value for key, value in item["meta"].items() if key != "subject"}}


def request(row, text, disabled=()):
    asked = {"query": text, "collection": row.name, "groupBy": "GROUP_BY_DOCUMENT", "pageSize": 10}
    return {**asked, "disabledRankingParts": list(disabled)} if disabled else asked


def ranking(row, response):
    """The ids of the documents that a page of hits leads to, best first, each once, as the corpus has them."""
    prefix = row.name + "/"
    return list(dict.fromkeys(hit["documentId"].removeprefix(prefix) for hit in response.get("hits", [])))


def trec_run(rankings):
    """The lines of a TREC run of {question: its documents, best first}. The score falls with the rank, so no tie is made."""
    return [f"{question} Q0 {found} {rank} {1000 - rank} needlepoint"
            for question, ranked in rankings.items() for rank, found in enumerate(ranked, 1)]


def ranking_parts():
    """The parts of the ranking that can be switched off, in the order of the contract."""
    return [part for part in re.findall(r"^  (RANKING_PART_\w+) =", PROTO.read_text(), re.MULTILINE) if not part.endswith("_UNSPECIFIED")]
