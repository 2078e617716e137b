"""The OpenAPI document."""

from typing import Annotated

from starlette.requests import Request
from starlette.responses import JSONResponse

from api.permission import Allowed, Caller
from api.routes import in_own_transactions, service_router
from intake_ai.access.rules import Action

router = service_router("", "service")


@router.get("/openapi.json", include_in_schema=False)
@in_own_transactions
def openapi_document(request: Request, _: Annotated[Caller, Allowed(Action.SERVICE_SEE)]) -> JSONResponse:
    """What the API can do, for programs."""
    return JSONResponse(request.app.openapi(), headers={"Cache-Control": "no-cache"})
