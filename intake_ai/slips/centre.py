"""What the slips say of the centre: its names, place, address and hours, from centre.yaml in its data folder."""

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from intake_ai.slips.errors import CentreUnclear
from intake_ai.slips.form_sets import Paper

FILE_NAME = "centre.yaml"
_Text = Annotated[str, Field(max_length=500)]


class Centre(BaseModel):
    """A centre's own facts; what is empty is printed as a dotted line or left out.

    Attributes:
        parent: The authority above it, first line of the heading.
        name: Its own name, second line of the heading.
        desk: The part of it that receives dossiers.
        place: Before the date, as in "…, ngày 01 tháng 12 năm 2026".
        working_hours: As people read them.
        result_place: Where results are given where the slip names no place.
        forms: Id of the set of forms; empty: the one in force on the day.
        paper: Format; None: that of the set of forms.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    parent: _Text = ""
    name: _Text = ""
    desk: _Text = ""
    place: _Text = ""
    address: _Text = ""
    phone: _Text = ""
    website: _Text = ""
    email: _Text = ""
    working_hours: _Text = ""
    result_place: _Text = ""
    forms: _Text = ""
    paper: Paper | None = None


def read_centre(folder: Path) -> Centre:
    """The settings in `folder`; empty ones where it has none.

    Raises:
        CentreUnclear: The file is not YAML, or says what it cannot say.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return Centre()
    try:
        # everything as text: a telephone number must not become an octal number
        said = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  makes text alone
        return Centre.model_validate({key: value for key, value in (said or {}).items() if value})
    except ValidationError as error:
        names = ", ".join(sorted({".".join(map(str, part["loc"])) for part in error.errors(include_input=False)}))
        raise CentreUnclear("error-centre-values", file=path, names=names) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise CentreUnclear("error-centre-line", file=path, line=line) from error
    except (yaml.YAMLError, AttributeError, UnicodeDecodeError) as error:
        raise CentreUnclear("error-centre-unread", str(error), file=path) from error
