"""Whether a browser asks on behalf of our own pages, so that no other site acts with a person's cookie."""

from urllib.parse import urlsplit

from starlette.requests import Request

from api.problems import RequestRefused

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORBIDDEN = 403


def refuse_other_sites(request: Request) -> None:
    """Refuse what a page of another site sends with the cookies of a browser; beside SameSite=Strict, for old ones.

    Requests with a bearer carry no cookie's power. Those without both headers come from no browser of today.

    Raises:
        RequestRefused: request-of-other-site.
    """
    if request.method in SAFE_METHODS or "authorization" in request.headers:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        is_ours = site in ("same-origin", "none")
    else:
        origin = request.headers.get("origin")
        is_ours = origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
    if not is_ours:
        raise RequestRefused("request-of-other-site", _FORBIDDEN)
