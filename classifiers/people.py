"""What classification needs to know of a person; `intake_ai` fills it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person as one paper names them; dates are dd/mm/yyyy."""

    name: str
    id_number: str = ""
    date_of_birth: str = ""
