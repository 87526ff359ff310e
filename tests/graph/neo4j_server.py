"""A real Neo4j for the tests: a process of its own on a free loopback port, authentication on.

Neo4j 5.26 LTS comes from its Maven artefacts (GPLv3: a separate process that we talk to over Bolt) into an ignored
cache folder, once per machine. Java 17 or newer runs it.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

VERSION = "5.26.8"
USER = "neo4j"
PASSWORD = "a password for tests"

_START_TIMEOUT_S = 120
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>neo4j-test-server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{VERSION}</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j-bolt</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""
_JAVA_OPTIONS = (
    "-Xms256m",
    "-Xmx1500m",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
)


def missing_tools() -> str:
    """What of Java 17+ and Maven is not on this machine; empty if both are."""
    missing = []
    java = shutil.which("java")
    if java is None or _java_version(java) < 17:
        missing.append("Java 17 or newer")
    if shutil.which("mvn") is None:
        missing.append("Maven")
    return " and ".join(missing)


def _java_version(java: str) -> int:
    text = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    found = re.search(r'version "(\d+)', text)
    return int(found.group(1)) if found else 0


def resolve(cache: Path) -> Path:
    """The folder with the server's jars; fetched by Maven when it is not there (129 MB, about 20 s)."""
    jars = cache / VERSION / "lib"
    if not jars.is_dir():
        work = cache / VERSION
        work.mkdir(parents=True, exist_ok=True)
        (work / "pom.xml").write_text(_POM, "utf-8")
        partial = work / "lib.partial"
        command = ["mvn", "-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime"]
        subprocess.run(
            [*command, f"-DoutputDirectory={partial}"], cwd=work, check=True, timeout=900, stdin=subprocess.DEVNULL
        )
        partial.rename(jars)
    return jars


class Server:
    """One server process over one home folder; it can be killed and started again on the same data."""

    def __init__(self, jars: Path, home: Path) -> None:
        self._jars = jars
        self._home = home
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        for folder in ("conf", "data", "logs", "plugins", "import", "run"):
            (home / folder).mkdir(parents=True, exist_ok=True)
        (home / "conf" / "neo4j.conf").write_text(
            f"server.default_listen_address=127.0.0.1\n"
            f"server.bolt.listen_address=127.0.0.1:{self.port}\n"
            "server.http.enabled=false\nserver.https.enabled=false\n"
            "server.memory.pagecache.size=128m\ndbms.usage_report.enabled=false\n",
            "utf-8",
        )

    @property
    def url(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it lets the test user in."""
        log = (self._home / "logs" / "console.log").open("ab")
        command = ["java", *_JAVA_OPTIONS, "-cp", f"{self._jars}/*", "org.neo4j.server.CommunityEntryPoint"]
        self.process = subprocess.Popen(
            [*command, f"--home-dir={self._home}", f"--config-dir={self._home}/conf", "--console-mode=true"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        deadline = time.monotonic() + _START_TIMEOUT_S
        while not self._lets_in():
            if self.process.poll() is not None or time.monotonic() > deadline:
                text = (self._home / "logs" / "console.log").read_text("utf-8", "replace")
                raise RuntimeError(f"Neo4j did not start:\n{text[-3000:]}")
            time.sleep(0.2)

    def _lets_in(self) -> bool:
        try:
            with neo4j.GraphDatabase.driver(self.url, auth=(USER, PASSWORD), connection_timeout=5) as driver:
                driver.verify_connectivity()
                return True
        except AuthError:
            # The first start: the password that Neo4j ships with has to be changed.
            with neo4j.GraphDatabase.driver(self.url, auth=("neo4j", "neo4j")) as driver:
                driver.execute_query(
                    "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=PASSWORD, database_="system"
                )
            return False
        except (DriverError, Neo4jError, OSError):
            return False

    def kill(self) -> None:
        """kill -9."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextmanager
def running(jars: Path, home: Path) -> Iterator[Server]:
    """A started server that is gone at the end, whatever happens."""
    server = Server(jars, home)
    try:
        server.start()
        yield server
    finally:
        # Its data goes with it, so there is nothing to close in order.
        server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def connect(url: str) -> neo4j.Driver:
    """A driver with the session's user and password, which the fixture `neo4j_url` put into the environment."""
    return neo4j.GraphDatabase.driver(url, auth=(os.environ["NEO4J_USER"], os.environ["NEO4J_PASSWORD"]))


def wipe(url: str) -> None:
    """Empty the test database, constraints included."""
    with connect(url) as driver, driver.session() as session:
        # Edges first: 20,000 nodes of the full graph have more of them than one transaction's memory holds.
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
        for name in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run(f"DROP CONSTRAINT {name}").consume()


def refuse_other_data(url: str) -> None:
    """Tests empty the database; a server of the user's own (NEO4J_URI) must have nothing in it to lose."""
    with connect(url) as driver:
        (count,) = driver.execute_query("MATCH (n) WHERE NOT n:Node AND NOT n:PathloomStore RETURN count(n)").records[0]
    if count:
        raise RuntimeError(f"The database at NEO4J_URI holds {count} nodes that are not ours; tests would delete them.")


def settle(url: str) -> None:
    """Wait until a client that died has no transaction left: its lock on the version is the sign."""
    with connect(url) as driver:
        driver.execute_query("MATCH (s:PathloomStore) SET s.probe = 1 REMOVE s.probe")
