"""Papers that are results of other procedures: a row's paper linked to the procedures that issue it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from classifiers.papers import PaperType
from classifiers.vietnamese import syllables
from intake_ai.catalogue.compiling.facts import with_evidence
from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.compiling.papers import short_name
from intake_ai.catalogue.compiling.rows import MARKS, row_text
from intake_ai.catalogue.models import Procedure, Requirement

_LONGEST_NAME = 24
_MOST_PROCEDURES = 20
"""A name that more procedures issue is too general to tell which of them issued the paper."""

_ONE_FIELD = 0.75
"""Share of those who issue papers of one name that must be of one field."""

_Name = tuple[str, ...]


def with_results_linked(procedures: Sequence[Procedure]) -> list[Procedure]:
    """The compiled procedures with `result_of` wherever a row asks for a paper that others of them issue."""
    index = ResultIndex(procedures)
    return [index.linked(procedure) for procedure in procedures]


class ResultIndex:
    """What the procedures of a catalogue issue, by name.

    A name counts only if it says of what the paper is ("Giấy phép xây dựng", not "Giấy phép"), and if nearly all
    who issue a paper of that name are procedures of one field.

    Args:
        procedures: All of the catalogue.
    """

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        issuing: dict[_Name, dict[str, str]] = defaultdict(dict)
        for procedure in procedures:
            for name in _issued(procedure):
                issuing[name][procedure.code] = procedure.field
        self._codes = {name: codes for name, fields in issuing.items() if (codes := _of_one_field(fields))}

    def linked(self, procedure: Procedure) -> Procedure:
        """`procedure` with the codes of those that issue what its rows ask for."""
        rows = tuple(self._linked(row, procedure.code) for row in procedure.requirements)
        return replace(procedure, requirements=rows)

    def _linked(self, row: Requirement, own: str) -> Requirement:
        if row.kind != "paper" or row.types == (PaperType.APPLICATION_FORM,):
            return row
        named = {text: name for text in (row.options or (row.name,)) if (name := self._named(text))}
        codes = tuple(dict.fromkeys(code for name in named.values() for code in self._codes[name] if code != own))
        if not codes:
            return row
        words = "; ".join(_quoted(text, name) for text, name in named.items())
        return with_evidence(replace(row, result_of=codes), "result_of", words, "result_of")

    def _named(self, text: str) -> _Name:
        """The longest name of a result that the paper's name begins with, empty where none."""
        name = _syllables(row_text(text).asked)
        for length in range(min(len(name), _LONGEST_NAME), 2, -1):
            ends = length == len(name) or name[length] in grammar().words["result_name_ends"]
            if ends and name[:length] in self._codes:
                return name[:length]
        return ()


def _of_one_field(fields: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of the field that nearly all are of; none where they are of several, or too many."""
    (field, count), *_ = Counter(fields.values()).most_common(1)
    if count < _ONE_FIELD * len(fields) or count > _MOST_PROCEDURES:
        return ()
    return tuple(sorted(code for code, of in fields.items() if of == field))


def _issued(procedure: Procedure) -> Iterator[_Name]:
    """Names of the papers that a procedure issues; refusals, data entries and general words are none."""
    rules = grammar().single
    for result in procedure.results:
        name = _syllables(row_text(result).asked)
        letters = " ".join(name)
        if rules["result_paper"].search(letters) and not rules["result_none"].search(letters):
            yield name


def _syllables(text: str) -> _Name:
    return tuple(syllables(plain(short_name(text, _LONGEST_NAME).split(",")[0])))


def _quoted(text: str, name: _Name) -> str:
    """The words of the row that name the result, as written."""
    return " ".join(row_text(text).asked.split()[: len(name)]).strip(MARKS)
