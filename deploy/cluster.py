"""The whole service on this machine: nginx, PostgreSQL, Redis and two application servers, each a process of its own.

Run by `make cluster`. All listen on 127.0.0.1, from PORT on, and keep what they have in var/cluster. What dies is
started again. Ctrl-C stops them all; SIGHUP restarts the application servers, one after the other.
"""

import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg

from deploy.processes import AlreadyWatched, NotReady, Service, Watch, only_watch, say

ROOT = Path(__file__).resolve().parent.parent
NGINX = ROOT / "deploy" / "nginx"
BIN = Path(sys.executable).parent


# What is there to run


def program(*names: str) -> str:
    """The path of the first that exists; Debian keeps some outside of PATH."""
    places = [*os.environ["PATH"].split(os.pathsep), "/usr/sbin", *map(str, _postgres_folders())]
    for name in names:
        if found := shutil.which(name, path=os.pathsep.join(places)):
            return found
    raise SystemExit(f"Needs {names[0]}; see deploy/get_servers.sh")


def _postgres_folders() -> list[Path]:
    """Newest first."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    return versions[::-1]


def answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# The services


def postgres(folder: Path, port: int) -> Service:
    data = folder / "postgres"
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    if not (data / "PG_VERSION").exists():
        make_database_cluster(data, user)
    options = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": 60,
        "recovery_init_sync_method": "syncfs",  # killed, it is back in half a second; file by file takes three
    }
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    address = database_address(port)

    def is_ready() -> bool:
        with suppress(psycopg.OperationalError), psycopg.connect(address, connect_timeout=2):
            return True
        return False

    command = [program("postgres"), "-D", str(data), *settings]
    # SIGINT ends its sessions; SIGTERM would wait for them.
    return Service("postgres", command, folder / "postgres.log", is_ready, user=user, stop_signal=signal.SIGINT)


def database_address(port: int) -> str:
    return f"postgres://studyguide@127.0.0.1:{port}/postgres"


def make_database_cluster(data: Path, user: str | None) -> None:
    say("Making a PostgreSQL database")
    data.mkdir(mode=0o700)
    if user:
        shutil.chown(data, user)
        may_enter = subprocess.run(["test", "-x", data], user=user, check=False).returncode == 0
        if not may_enter:
            raise SystemExit(f"The user {user} may not enter {data}; set CLUSTER_DIR to a folder that it may.")
    options = ["--username=studyguide", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    command = [program("initdb"), "-D", str(data), *options]
    subprocess.run(command, user=user, cwd=data, check=True, stdout=subprocess.DEVNULL)


def redis(folder: Path, port: int) -> Service:
    """Nothing in it may not be lost, so it writes no file."""
    command = [program("valkey-server", "redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    return Service("redis", command, folder / "redis.log", lambda: is_taken(port))


def app(folder: Path, number: int, port: int, environment: Mapping[str, str]) -> Service:
    flags = shlex.split(os.environ["GRANIAN_FLAGS"])  # set by the Makefile
    command = [str(BIN / "granian"), "--host", "127.0.0.1", "--port", str(port), *flags, "studyguide.wsgi:application"]
    log = folder / f"app{number}.log"
    return Service(f"app{number}", command, log, lambda: answers(port, "/readyz"), environment)


def nginx(folder: Path, port: int, app_ports: list[int]) -> Service:
    place = folder / "nginx"
    place.mkdir(exist_ok=True)
    write_upstream(folder, app_ports)
    (place / "nginx.conf").write_text(nginx_conf(port, folder))
    command = [program("nginx"), "-p", f"{place}/", "-e", "error.log", "-c", "nginx.conf"]
    return Service(
        "nginx", command, folder / "nginx.log", lambda: answers(port, "/healthz"), stop_signal=signal.SIGQUIT
    )


def nginx_conf(port: int, folder: Path) -> str:
    # As root its workers would be somebody who may not read a checkout below /root.
    user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
    kept = "\n    ".join(f"{name}_temp_path {name};" for name in ("proxy", "fastcgi", "uwsgi", "scgi", "client_body"))
    return f"""# Made by deploy/cluster.py
{user}
daemon off;
pid nginx.pid;
error_log error.log;
worker_processes 2;
events {{ worker_connections 4096; }}
http {{
    {kept}
    server_tokens off;
    sendfile on;
    keepalive_timeout 65s;
    include {folder}/upstream.conf;
    include {NGINX}/header_values.conf;
    include {NGINX}/export.conf;
    include {NGINX}/log.conf;
    server {{
        listen 127.0.0.1:{port};
        access_log access.log studyguide;
        include {NGINX}/headers.conf;
        include {folder}/site[.]conf;
        include {NGINX}/app.conf;
    }}
}}
"""


def write_upstream(folder: Path, ports: list[int], *, without: int | None = None) -> None:
    """Which application servers nginx asks. One that fails three times is left out for two seconds."""
    servers = (
        f"    server 127.0.0.1:{port} max_fails=3 fail_timeout=2s{' down' if port == without else ''};\n"
        for port in ports
    )
    (folder / "upstream.conf").write_text(f"upstream studyguide {{\n{''.join(servers)}}}\n")


# Together


class Cluster:
    """`PORT` is nginx's; the others follow it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.app_ports = [port + 1, port + 2]
        self.metrics_ports = [port + 3, port + 4]
        self.database_port, self.cache_port = port + 5, port + 6
        self.environment = {
            **os.environ,
            "DATA_DIR": str(folder / "app"),
            "DATABASE_URL": database_address(self.database_port),
            "REDIS_URL": f"redis://127.0.0.1:{self.cache_port}",
            "EXPORT_DIR": str(folder / "export"),
            "TRUSTED_PROXY_COUNT": "1",
            "LOG_FORMAT": "json",
            "PYTHONPATH": str(ROOT),
        }

    def make(self) -> Watch:
        """The services, none of them started, and none left of a cluster that was killed."""
        self.database, self.cache = postgres(self.folder, self.database_port), redis(self.folder, self.cache_port)
        self.apps = [
            app(self.folder, number, port, {**self.environment, "METRICS_PORT": str(metrics)})
            for number, (port, metrics) in enumerate(zip(self.app_ports, self.metrics_ports, strict=True), 1)
        ]
        self.proxy = nginx(self.folder, self.port, self.app_ports)
        services = [self.database, self.cache, *self.apps, self.proxy]
        for service in reversed(services):
            service.stop_left_behind()
        for port in range(self.port, self.port + 7):
            if is_taken(port):
                raise SystemExit(f"Something listens on port {port} already; set PORT to another.")
        return Watch(services, self.restart_apps)

    def manage(self, *command: str) -> None:
        subprocess.run([sys.executable, ROOT / "manage.py", *command], env=self.environment, check=True)

    def prepare(self) -> None:
        """What has to be there before the application serves."""
        self.manage("prepare")
        self.manage("export_site", "--nginx", str(self.folder / "site.conf"))

    def restart_apps(self) -> None:
        """One after the other, each only after nginx has stopped asking it: nobody notices."""
        for service, port in zip(self.apps, self.app_ports, strict=True):
            say(f"Restarting {service.name}")
            self._leave_out(port)
            service.stop()
            try:
                service.start()
            except NotReady as error:
                say(f"{error}. The other one serves on.")
                return
        self._leave_out(None)
        say("Restarted")

    def _leave_out(self, port: int | None) -> None:
        write_upstream(self.folder, self.app_ports, without=port)
        if self.proxy.process:
            self.proxy.process.send_signal(signal.SIGHUP)
        time.sleep(1)  # its old workers finish what they have


def main() -> None:
    subprocess.run([ROOT / "deploy" / "get_servers.sh", "nginx", "postgres", "redis"], check=True)
    folder = Path(os.environ.get("CLUSTER_DIR") or ROOT / "var" / "cluster").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # the database's user passes through
    try:
        with only_watch(folder):
            run(Cluster(folder, int(os.environ.get("PORT") or 8000)))
    except (AlreadyWatched, NotReady) as error:
        raise SystemExit(str(error)) from None


def run(cluster: Cluster) -> None:
    """Until a signal ends it."""
    watch = cluster.make()
    try:
        cluster.database.start()
        cluster.cache.start()
        cluster.prepare()
        for service in (*cluster.apps, cluster.proxy):
            service.start()
        say(f"Study guide on http://127.0.0.1:{cluster.port}/ (Ctrl-C stops all of it)")
        watch.keep_running()
    finally:
        watch.stop()


if __name__ == "__main__":
    main()
