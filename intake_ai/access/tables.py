"""The tables of access: people, their sessions, and keys of other systems."""

from datetime import datetime

from sqlalchemy import JSON, DateTime, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base


class PersonRow(Base):
    """Somebody who signs in.

    Attributes:
        role: `intake_ai.access.rules.Role`.
        department: Code; only of roles that see one department alone.
        password_hash: Argon2id; None for who signs in through OIDC only.
        second_factor: Secret of TOTP, sealed; None until it is set up.
        second_factor_used: Last time step that a code was taken for, so that none is taken twice.
        oidc_subject: Issuer and subject of the centre's own sign-in, parted by a space.
    """

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(128))
    role: Mapped[str] = mapped_column(String(16))
    department: Mapped[str | None] = mapped_column(String(64))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    second_factor: Mapped[bytes | None] = mapped_column(LargeBinary)
    second_factor_used: Mapped[int | None]
    oidc_subject: Mapped[str | None] = mapped_column(String(255), unique=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    disabled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SessionRow(Base):
    """A person signed in at one place.

    Attributes:
        id: SHA-256 of the secret in the cookie; the secret itself is kept nowhere.
        strong: Whether the second factor was shown.
    """

    __tablename__ = "session"
    __table_args__ = (Index("session_person", "person_id"), Index("session_expiry", "expires_at"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    strong: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SignInWaitRow(Base):
    """Wrong passwords for a login, and until when no more are taken; kept for logins that nobody has, too.

    Attributes:
        login_hash: HMAC-SHA256 of the login as typed: people type passwords where logins go.
        device: Where from: the mark of an address, or of a place that this person has signed in at before; ``*`` for
            all unknown places together, ``code`` for second factors. Failures elsewhere do not keep somebody out at a
            place of their own, nor do those of one address at another.
        failures: One after the other, since the last success.
    """

    __tablename__ = "sign_in_wait"
    __table_args__ = (Index("sign_in_wait_changed", "changed_at"),)

    login_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    device: Mapped[str] = mapped_column(String(32), primary_key=True)
    failures: Mapped[int]
    until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class AddressRateRow(Base):
    """How often something came from one address of late (`intake_ai.access.rates`).

    Attributes:
        address_hash: HMAC-SHA256 of the address.
        kind: What came.
        empty_at: When nothing of it counts any more.
    """

    __tablename__ = "address_rate"
    __table_args__ = (Index("address_rate_empty", "empty_at"),)

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    empty_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class KeyRow(Base):
    """A key of another system.

    Attributes:
        id: Shown in lists and logs; the first half of the key.
        secret_hash: SHA-256 of the second half, 256 bits by chance, so that a slow hash would add nothing.
        scopes: Names of actions (`intake_ai.access.rules.Action`) that it may do.
        department: Code whose dossiers alone it sees; None for all.
    """

    __tablename__ = "api_key"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(128))
    secret_hash: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    department: Mapped[str | None] = mapped_column(String(64))
    created_by: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
