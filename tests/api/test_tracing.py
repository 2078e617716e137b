"""Traces go to the collector that the environment names, and hold nothing of what people send."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from served import serve

from api.tracing import is_traced
from intake_ai.settings import Settings

NAME = "Nguyễn Thị Bí Mật MẪU"


class _Collector(BaseHTTPRequestHandler):
    received: list[bytes]

    def do_POST(self) -> None:
        self.received.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as the library has it
        del format, args


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    handler = type("Collector", (_Collector,), {"received": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield handler.received
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_request_is_traced_by_pattern_without_address_or_name(tmp_path, collected: list[bytes]):
    with serve(Settings(data_dir=tmp_path, database_url="")) as served:
        headers = {**served.person("administrator"), "User-Agent": "Firefox cua Mau"}
        served.client.get("/api/v1/people", params={"cursor": NAME}, headers=headers)
        served.client.get("/api/v1/people/" + "7" * 32, headers=headers)
    content = b"".join(collected)
    spans = [
        span
        for message in collected
        for resource in ExportTraceServiceRequest.FromString(message).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    patterns = {one.value.string_value for span in spans for one in span.attributes if one.key == "http.route"}
    assert "/api/v1/people/{person_id}" in patterns
    for secret in ("Bí Mật".encode(), b"%C3%AD", b"7" * 32, b"Firefox", b"testclient"):
        assert secret not in content


def test_nothing_is_traced_where_nobody_asks_for_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    assert not is_traced()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    assert is_traced()
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    assert not is_traced()
