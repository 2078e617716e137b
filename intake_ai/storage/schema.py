"""All tables of the database: importing this module makes `Base.metadata` whole."""

from sqlalchemy import MetaData

import intake_ai.access.tables
import intake_ai.audit.tables
import intake_ai.catalogue.forms.tables
import intake_ai.catalogue.tables
import intake_ai.checks.tables
import intake_ai.dossier.tables
import intake_ai.inbox.tables
import intake_ai.privacy.tables
import intake_ai.requests.tables
import intake_ai.storage.key_checks
import intake_ai.work.tables  # noqa: F401  imported for what it declares
from intake_ai.storage.tables import Base

METADATA: MetaData = Base.metadata
