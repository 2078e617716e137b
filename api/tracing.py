"""OpenTelemetry traces, where the environment names a collector (OTEL_EXPORTER_OTLP_ENDPOINT)."""

import os
from typing import TYPE_CHECKING, Any

from fastapi.telemetry import TelemetryConfig

from intake_ai.errors import BadRequest

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_NOT_TOLD = ("url.path", "url.query", "client.address", "user_agent.original")
"""Attributes that hold what people look for, or who they are; the route's pattern stays."""


def is_traced() -> bool:
    """Whether the environment asks for traces (OpenTelemetry, Environment Variable Specification)."""
    return os.environ.get("OTEL_SDK_DISABLED", "").lower() != "true" and any(map(os.environ.get, _ENDPOINTS))


def tracing() -> TelemetryConfig:
    """How FastAPI traces requests: not at all where no collector is named.

    Raises:
        BadRequest: The libraries are not installed (tracing-missing).
    """
    off = TelemetryConfig(metrics=False, logs=False, auto_configure=False)
    return {**off, "tracing": True, "tracer_provider": _provider()} if is_traced() else {**off, "tracing": False}


def end_tracing(config: TelemetryConfig) -> None:
    """Send what is not sent yet; the collector is waited for a few seconds."""
    provider = config.get("tracer_provider")
    if provider is not None:
        provider.shutdown()  # type: ignore[attr-defined]  # ours is the library's own


def _provider() -> "TracerProvider":
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  optional
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise BadRequest("tracing-missing", str(error)) from error
    provider = TracerProvider(
        resource=Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", "intake-ai")})
    )
    provider.add_span_processor(without_values())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


def without_values() -> Any:
    """A step that takes out of a span what no trace may hold, before it is sent."""
    from opentelemetry.sdk.trace import Span, SpanProcessor  # noqa: PLC0415  optional

    class _WithoutValues(SpanProcessor):
        def on_start(self, span: Span, parent_context: object = None) -> None:  # noqa: ARG002  as SpanProcessor has it
            for name in _NOT_TOLD:
                if span.attributes and name in span.attributes:
                    span.set_attribute(name, "-")

    return _WithoutValues()
