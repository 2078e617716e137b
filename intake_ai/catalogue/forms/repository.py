"""Keeps blank forms in the catalogue's database."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from intake_ai.catalogue.forms.encoding import decode, encode
from intake_ai.catalogue.forms.errors import FormRefused
from intake_ai.catalogue.forms.tables import FormRow
from intake_ai.extraction.templates.fitting import Templates
from intake_ai.extraction.templates.template import Template
from intake_ai.storage.engine import lock_for_writing, session_factory
from intake_ai.storage.times import in_utc
from intake_ai.storage.upgrading import bring_up_to_date

_LAST_NUMBER = 2**31 - 1
"""A longer one no database takes."""


@dataclass(frozen=True)
class BlankForm:
    """A blank form as kept.

    Attributes:
        number: By which a person names it.
        part: Which form of its file, from 0.
        procedures: Codes of those that it belongs to; empty where none is known.
    """

    number: int
    sha256: str
    part: int
    file: str
    procedures: tuple[str, ...]
    template: Template
    added_at: datetime


@dataclass(frozen=True, slots=True)
class NewForm:
    """A form that is to be kept."""

    sha256: str
    part: int
    file: str
    procedures: tuple[str, ...]
    template: Template


class FormRepository:
    """Blank forms by number.

    Args:
        engine: Of a database in which the table is made if it is not there.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sessions = session_factory(engine)
        bring_up_to_date(engine)

    def keep(self, forms: Sequence[NewForm]) -> list[BlankForm]:
        """Keep the forms of one file in place of those kept of the same file before; procedures named then stay."""
        with self._sessions() as session:
            lock_for_writing(session.connection())
            content = forms[0].sha256
            known = {row.part: _codes(row) for row in _rows(session, FormRow.sha256 == content)}
            session.execute(delete(FormRow).where(FormRow.sha256 == content))
            rows = [_row(form, known.get(form.part, ())) for form in forms]
            session.add_all(rows)
            session.commit()
            return [_form(row) for row in rows]

    def all(self) -> list[BlankForm]:
        """All forms, oldest first."""
        with self._sessions() as session:
            return [_form(row) for row in _rows(session)]

    def get(self, number: int) -> BlankForm:
        """The form of this number.

        Raises:
            FormRefused: There is none.
        """
        with self._sessions() as session:
            row = session.get(FormRow, number) if 0 < number <= _LAST_NUMBER else None
            if row is None:
                raise FormRefused("forms-unknown", number=number)
            return _form(row)

    def remove(self, number: int) -> BlankForm:
        """Forget a form; dossiers are then read without it.

        Raises:
            FormRefused: There is none.
        """
        found = self.get(number)
        with self._sessions() as session:
            session.execute(delete(FormRow).where(FormRow.id == number))
            session.commit()
        return found

    def templates(self) -> Templates:
        """The templates of all forms, indexed; made anew only when forms were added or removed."""
        with self._sessions() as session:
            state = session.execute(
                select(func.count(FormRow.id), func.max(FormRow.id), func.max(FormRow.added_at))
            ).one()
        key = (str(self._engine.url), *state)
        if key not in _KEPT:
            made = Templates(form.template for form in self.all())
            _KEPT.clear()  # one database's at a time: a process serves one centre
            _KEPT[key] = made
        return _KEPT[key]


_KEPT: dict[tuple[object, ...], Templates] = {}


def _rows(session: Session, *conditions: object) -> Sequence[FormRow]:
    return session.scalars(select(FormRow).where(*conditions).order_by(FormRow.id)).all()  # type: ignore[arg-type]


def _row(form: NewForm, known: Sequence[str]) -> FormRow:
    return FormRow(
        sha256=form.sha256,
        part=form.part,
        file=form.file,
        name=form.template.name,
        form_number=form.template.form_number,
        procedures=json.dumps(sorted({*known, *form.procedures})),
        template=encode(form.template),
        added_at=datetime.now(UTC),
    )


def _form(row: FormRow) -> BlankForm:
    return BlankForm(row.id, row.sha256, row.part, row.file, _codes(row), decode(row.template), in_utc(row.added_at))


def _codes(row: FormRow) -> tuple[str, ...]:
    return tuple(json.loads(row.procedures))
