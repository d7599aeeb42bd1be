"""The files for other ways to run it say what the Makefile says, and those who read them can."""

import os
import re
import shlex
import subprocess
from http.client import HTTPConnection

import pytest
import yaml
from django.core.management import get_commands

from deploy.cluster import program
from studyguide.page_memory import PERSONAL
from tests.serving import ROOT, free_port, running

DEPLOY = ROOT / "deploy"


def flags(text, start):
    """The words of a command that goes on over lines ending with a backslash, from `start` on."""
    command = text[text.index(start) :].replace("\\\n", " ").splitlines()[0]
    return shlex.split(command.replace('", "', " ").replace('"', " ").replace(",", " ").replace("[", " "))


@pytest.fixture
def makefile_flags():
    return set(flags((ROOT / "Makefile").read_text(), "GRANIAN_FLAGS :=")[2:])


@pytest.mark.parametrize(("name", "start"), [("Dockerfile", 'CMD ["granian'), ("studyguide@.service", "ExecStart=")])
def test_servers_have_the_flags_of_make_run(makefile_flags, name, start):
    assert makefile_flags <= set(flags((DEPLOY / name).read_text(), start))


def unit(name):
    """The lines of a unit's service, as sets of values by name."""
    found: dict[str, set[str]] = {}
    text = (DEPLOY / name).read_text().replace("\\\n", " ")
    for key, value in re.findall(r"^(\w+)=(.*)$", text[text.index("[Service]") :], re.M):
        found.setdefault(key, set()).add(value)
    return found


def test_what_is_done_daily_is_done_as_the_servers_are_run():
    server, daily = unit("studyguide@.service"), unit("studyguide-daily.service")
    for name in ("User", "Group", "WorkingDirectory", "EnvironmentFile", "ProtectSystem", "StateDirectory"):
        assert daily[name] == server[name]


def test_what_is_done_daily_exists():
    commands = unit("studyguide-daily.service")["ExecStart"]
    assert all(command.startswith("/opt/studyguide/.venv/bin/python manage.py ") for command in commands)
    names = {command.split()[2] for command in commands}
    assert names == {"backup", "expire_attempts", "clearsessions"}
    assert names <= set(get_commands())


def test_image_is_run_by_nobody_in_particular_and_says_whether_it_is_well():
    text = (DEPLOY / "Dockerfile").read_text()
    assert re.search(r"^USER studyguide$", text, re.M)
    assert "/healthz" in text[text.index("HEALTHCHECK") :]


@pytest.fixture
def containers():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]


def test_containers_are_two_servers_behind_nginx(containers):
    assert set(containers) == {"prepare", "app1", "app2", "nginx", "postgres", "valkey"}
    assert [name for name, service in containers.items() if "ports" in service] == ["nginx"]


def test_each_container_may_nothing_and_writes_nothing_but_its_data(containers):
    for service in containers.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "cap_add" not in service
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_no_container_is_run_by_root(containers):
    """Those of the application are run by whom the image names."""
    users = {name: service["user"] for name, service in containers.items() if service["image"] != "studyguide"}
    assert users == {"nginx": "nginx", "postgres": "postgres", "valkey": "valkey"}


def test_only_what_serves_or_sends_mail_has_a_way_out(containers):
    outside = {name for name, service in containers.items() if "outside" in service["networks"]}
    assert outside == {"app1", "app2", "nginx"}
    assert {"EMAIL_URL", "EMAIL_FROM"} <= set(containers["app1"]["environment"])


def test_image_has_the_programs_that_back_up_the_database_beside_it(containers):
    [major] = re.findall(r"^postgres:(\d+)", containers["postgres"]["image"])
    assert f"postgresql-client-{major} " in (DEPLOY / "Dockerfile").read_text()
    assert "backups:/backups" in containers["app1"]["volumes"]


def test_nginx_is_reached_where_it_listens(containers):
    [port] = containers["nginx"]["ports"]
    assert f"listen {port.rpartition(':')[2]};" in (DEPLOY / "nginx" / "compose.conf").read_text()


def test_containers_reach_the_servers_that_exist():
    asked = re.findall(r"server (\w+):8000", (DEPLOY / "nginx" / "compose.conf").read_text())
    assert asked == ["app1", "app2"]


def test_containers_of_nginx_have_what_it_includes(containers):
    mounted = containers["nginx"]["volumes"]
    included = re.findall(r"include /etc/nginx/(\w+\.conf);", (DEPLOY / "nginx" / "compose.conf").read_text())
    assert {f"./nginx/{name}:/etc/nginx/{name}:ro" for name in included} <= set(mounted)


def test_nginx_and_the_application_agree_whom_a_page_may_differ_for():
    text = (DEPLOY / "nginx" / "export.conf").read_text()
    source = re.search(r'^map "\$studyguide_fresh(\S*)" \$studyguide_page {', text, re.M)
    assert source is not None
    assert source[1] == "".join(f"${name.lower()}" for name in PERSONAL)


@pytest.mark.parametrize("name", ["host.conf", "compose.conf"])
def test_every_server_of_a_site_adds_the_headers(name):
    servers = re.findall(r"^server \{(.*?)^\}", (DEPLOY / "nginx" / name).read_text(), re.M | re.S)
    assert servers
    assert all("/headers.conf;" in server for server in servers)


@pytest.mark.parametrize("name", ["host.conf", "compose.conf"])
def test_every_server_of_a_site_logs_without_secrets(name):
    servers = re.findall(r"^server \{(.*?)^\}", (DEPLOY / "nginx" / name).read_text(), re.M | re.S)
    assert all(re.search(r"^ *access_log \S+ studyguide;", server, re.M) for server in servers)


def nginx_with(folder, name, ports=None):
    """How to run nginx for a site of ours: without certificates, which are not here, and on other ports."""
    subprocess.run([DEPLOY / "get_servers.sh", "nginx"], check=True)
    site = (DEPLOY / "nginx" / name).read_text()
    site = re.sub(r"^ *ssl_.*\n| ssl(?: http2)?(?=[ ;])", "", site, flags=re.M)
    site = re.sub(r"(include )(?:/opt/studyguide/deploy|/etc)/nginx/", rf"\1{DEPLOY}/nginx/", site)
    site = site.replace("/var/log/nginx/", f"{folder}/")
    site = re.sub(r"app(\d):8000", r"127.0.0.1:800\1", site)  # names that only containers know
    for port, other in (ports or {}).items():
        site = re.sub(rf"listen (\[::\]:)?{port}\b", rf"listen \g<1>{other}", site)
    user = "user root;" if os.geteuid() == 0 else ""  # its workers pass through the tests' folder
    kept = "".join(f"{kind}_temp_path {kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi", "client_body"))
    whole = f"{user} daemon off; pid pid; error_log error.log; events {{}} http {{ {kept} {site} }}"
    (folder / "nginx.conf").write_text(whole)
    return [program("nginx"), "-p", f"{folder}/", "-e", "error.log", "-c", "nginx.conf"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["host.conf", "compose.conf"])
def test_nginx_takes_the_site(tmp_path, name):
    command = [*nginx_with(tmp_path, name), "-t"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.slow
def test_a_host_answers_to_its_name_alone_by_every_address(tmp_path):
    ports = {80: free_port(), 443: free_port()}
    with running(nginx_with(tmp_path, "host.conf", ports), ports[80]):
        for address in ("127.0.0.1", "::1"):
            refused = asked(address, ports[443], "evil.example")
            assert (refused.status, refused.headers["Server"]) == (421, "nginx")
            redirected = asked(address, ports[80], "guide.example")
            assert redirected.headers["Location"] == "https://guide.example/"
            assert redirected.headers["Server"] == "nginx"


def asked(address, port, name):
    connection = HTTPConnection(address, port, timeout=10)
    connection.request("GET", "/", headers={"Host": name})
    response = connection.getresponse()
    connection.close()
    return response
