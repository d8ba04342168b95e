"""Stand-ins for the images that docker-compose.yaml names, built from Debian packages, so that no image registry is needed.

They don't prove that the official images work: their entry points, users and versions are others. Their tags say what they are.
"""

import shutil
import subprocess
from pathlib import Path

from tests.compose.engine import OwnEngine, Say, debian_address

HERE = Path(__file__).parent / "images"
CERTIFICATES = Path("/usr/local/share/ca-certificates")
STAND_INS = {
    "AIRFLOW_IMAGE": "local/python-standin:3.11",
    "POSTGRES_IMAGE": "local/postgres-standin:15",
    "REDIS_IMAGE": "local/redis-standin:7.0",
}


def build_stand_ins(engine: OwnEngine, scratch: Path, say: Say) -> dict[str, str]:
    """Build them all and return the variables that docker-compose.yaml takes them from."""
    base = scratch / "debian"
    say("building local/debian-standin:12")
    run(["debootstrap", "--variant=minbase", "--include=ca-certificates", "bookworm", str(base), debian_address()], engine)
    shutil.rmtree(base / "var/cache/apt/archives")
    archive = ["tar", "--directory", str(base), "--create", "."]
    with subprocess.Popen(archive, stdout=subprocess.PIPE) as packed:
        imported = ["docker", "import", "-", "local/debian-standin:12"]
        subprocess.run(imported, env=engine.environment, stdin=packed.stdout, stdout=subprocess.DEVNULL, check=True)
    shutil.rmtree(base)
    context = scratch / "context"
    shutil.copytree(HERE, context)
    # Where the network's TLS is signed anew by an authority of the machine's owner, the packages come through it too.
    shutil.copytree(CERTIFICATES, context / "certificates", dirs_exist_ok=True)
    for tag in STAND_INS.values():
        say(f"building {tag}")
        kind = tag.removeprefix("local/").partition("-")[0]
        dockerfile = str(context / f"{kind}.Dockerfile")
        run(["docker", "build", "--quiet", "--file", dockerfile, "--tag", tag, str(context)], engine)
    return STAND_INS


def run(command: list[str], engine: OwnEngine) -> None:
    """Run a step of a build; what it printed is shown if it fails."""
    step = subprocess.run(command, env=engine.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if step.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{step.stdout[-3000:]}")
