"""The bare peer of the hub's benchmarks: lines over HTTP, COPYed into one table or read from it. Started by them.

`python hub_bare.py DATABASE` prints its address and ends with its stdin.
"""

import os
import socket
import sys
import threading
from typing import Any

import orjson
import uvicorn
from psycopg_pool import ConnectionPool
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TABLE = (
    'CREATE TABLE bare_event (journal text COLLATE "C", seq bigint, id text NOT NULL, kind text NOT NULL,'
    " body bytea NOT NULL, PRIMARY KEY (journal, seq))"
)


def application(pool: "ConnectionPool[Any]") -> Starlette:
    async def push(request: Request) -> Response:
        lines = (await request.body()).split(b"\n")
        await run_in_threadpool(keep, lines)
        return Response()

    async def pull(request: Request) -> Response:
        return Response(await run_in_threadpool(read, int(request.query_params["after"])))

    def keep(lines: list[bytes]) -> None:
        with (
            pool.connection() as connection,
            connection.cursor().copy("COPY bare_event FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["text", "int8", "text", "text", "bytea"])
            for line in lines:
                event = orjson.loads(line)
                copy.write_row((event["journal"], event["seq"], event["id"], event["kind"], line))

    def read(after: int) -> bytes:
        with pool.connection() as connection:
            rows = connection.execute(
                "SELECT body FROM bare_event WHERE seq > %s ORDER BY seq LIMIT 500", (after,), binary=True
            )
            return b"\n".join(row[0] for row in rows)

    return Starlette(routes=[Route("/", push, methods=["POST"]), Route("/", pull, methods=["GET"])])


def main() -> None:
    pool: ConnectionPool[Any] = ConnectionPool(sys.argv[1], min_size=2, open=True)
    with pool.connection() as connection:
        connection.execute(TABLE)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(application(pool), log_level="warning", access_log=False)).run(sockets=[listener])


if __name__ == "__main__":
    main()
