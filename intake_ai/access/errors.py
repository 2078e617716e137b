"""What can be wrong with who somebody says they are, or may do."""

from ocr.errors import IntakeError


class SignInRefused(IntakeError):
    """Login, password or code is wrong, or the person may not sign in any more: which, nobody is told.

    Codes: sign-in-refused, second-factor-refused, session-over, key-refused, oidc-refused,
    oidc-person-unknown.
    """

    http_status = 401

    def __init__(self, code: str = "sign-in-refused", detail: str = "", **values: object) -> None:
        super().__init__(detail or code, values=values)
        self.code = code


class ProviderUnreachable(IntakeError):
    """The centre's own sign-in does not answer, or not as such a service does."""

    code = "oidc-unreachable"
    http_status = 502


class SignInMustWait(IntakeError):
    """After many wrong passwords no more are taken for a while, the right one neither.

    Attributes:
        seconds: Until the next one is.
    """

    code = "sign-in-wait"
    http_status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__("too many failures", values={"seconds": seconds})
        self.seconds = seconds


class AccessDenied(IntakeError):
    """Who asks may not do this."""

    code = "access-denied"
    http_status = 403


class PasswordRefused(IntakeError):
    """A new password is too easily guessed, or cannot be one.

    Codes: password-too-short, password-too-long, password-common, password-like-name, password-unusable.
    """

    http_status = 422

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values=values)
        self.code = code


class AccountUnknown(IntakeError):
    """There is no such person or key.

    Codes: person-unknown, key-unknown.
    """

    http_status = 404

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values=values)
        self.code = code


class AccountConflict(IntakeError):
    """This cannot be done with a person or key as things are.

    Codes: person-login-taken, person-last-administrator, person-needs-department, second-factor-missing.
    """

    http_status = 409

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values=values)
        self.code = code
