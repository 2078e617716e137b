"""What is kept of a person: found by identity number, told, erased. For the head alone, and all of it in the log."""

from typing import Annotated

from api.permission import Allowed, Caller
from api.privacy.schemas import DossiersErased, DossiersFound, DossiersToErase, PersonExported, PersonSought
from api.routes import in_own_transactions, service_router, unkept
from api.unit_of_work import Work
from intake_ai.access.rules import Action
from intake_ai.audit.recording import Entry, record
from intake_ai.privacy.erasing import erase_dossier, find_person
from intake_ai.privacy.exporting import Wanted, at_counter, tell_person
from intake_ai.storage.transactions import writing

router = service_router("/privacy", "privacy")


@router.post("/searches", summary="Find the dossiers with a person's data")
@unkept
@in_own_transactions
def find_dossiers(
    said: PersonSought, caller: Annotated[Caller, Allowed(Action.PRIVACY_EXPORT)], work: Work
) -> DossiersFound:
    """By the numbers that were read in them; those whose number was not read are not found. Citizens' checks neither:
    they go by themselves, and are nobody's to look into.
    """
    found = at_counter(work.installation, find_person(work.installation, said.number))
    with writing(work.installation.sessions) as session:
        detail = {"found": len(found)}
        record(
            session, work.installation.keys, Entry(caller.actor, caller.action, "privacy", "search", said.why, detail)
        )
    return DossiersFound(dossiers=list(found))


@router.post("/exports", summary="Tell what is kept of a person")
@unkept
@in_own_transactions
def export_person(
    said: PersonSought, caller: Annotated[Caller, Allowed(Action.PRIVACY_EXPORT)], work: Work
) -> PersonExported:
    """What is said of this person, and of nobody else. Whole dossiers with files are exported at the command line."""
    found = at_counter(work.installation, find_person(work.installation, said.number))
    wanted = Wanted(found, said.number)
    return PersonExported(dossiers=tell_person(work.installation, wanted, caller.actor, said.why))


@router.post("/erasures", summary="Erase dossiers and all that is kept of their people")
@in_own_transactions
def erase_dossiers(
    said: DossiersToErase, caller: Annotated[Caller, Allowed(Action.PRIVACY_ERASE)], work: Work
) -> DossiersErased:
    """For ever: files, readings, pictures, reports, corrections, lessons. The log stays, and stays whole."""
    wanted = dict.fromkeys(said.dossiers)
    erased = [one for one in wanted if erase_dossier(work.installation, one, caller.actor, said.why)]
    return DossiersErased(erased=erased)
