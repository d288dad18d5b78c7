"""Runs the commands of the AWS guide literally, from an empty account.

Usage: guide.py REPOSITORY ACCOUNT TEMPLATES ...   where TEMPLATES is a folder STAGE-SIZE of cdk-java/synth

With several folders, each block must run for at least one of them.
"""
import contextlib
import html
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

import moto.rds.models as rds_models
from moto.server import ThreadedMotoServer

GUIDE = "docs/deploying.md"
# A block in this language has settings for the stage's entry in cdk.json.
SETTINGS = "json"
# Only parts of these pages are about AWS: the blocks with a command for AWS.
OTHERS = ["docs/upgrading.md", "docs/operating.md", "docs/security.md", "docs/capacity.md"]
OF_AWS = re.compile(r"(^|[\s(|])(aws|cdk|start|cdk-java/\w+|\.ci/\w+) ", re.M)
INLINE = re.compile(r"`((?:aws|cdk|docker|npm) [^`]+|start [a-z][^`]*)`")
# Sections that apply only to stages whose templates contain a text.
ONLY_WITH = {"The Spark cluster": "/spark-master", "workers-missing": "/spark-master", "follow-run-failed": "/spark-master",
             "crawler-failed": "AWS::Glue::Crawler"}
# The comments of lines that apply to only one kind of database.
ONLY_WITH_AURORA, ONLY_WITH_AN_INSTANCE = "# Aurora", "# an instance"
AWS_ONLY = "# AWS only"
# The commands that command.py replaces, and ordinary commands that blocks may use.
LINKED = ["aws", "cdk", "docker", "curl", "npm", "edit-settings"]
ORDINARY = ["bash", "basename", "cat", "cut", "date", "dirname", "env", "git", "grep", "jq", "mkdir", "mktemp", "realpath",
            "rm", "sed", "seq", "sort", "tail", "tr", "wc"]
# The values that replace words in capitals.
PUT_IN = {"REPOSITORY": "$GUIDE_REPOSITORY", "DOMAIN": "$GUIDE_DOMAIN", "ID": "1", "N": "2", "D": "2026-11-20",
          "U": "ann", "COLLAR": "collar-00000001", "KEY": "key", "RUN": "1", "FOLDER": "/tmp", "ZONE": "Z00000000000000EXAMPLE",
          "OWNER": "example", "NAME": "petty"}
WORD = re.compile(r"(?<![$\w{.-])(%s)(?![\w:}=])" % "|".join(PUT_IN))


class Block:
    """Lines of a page between ``` and ```."""

    def __init__(self, page, section, line, language, text):
        self.page, self.section, self.line, self.language, self.text = page, section, line, language, text

    def __str__(self):
        return f"{self.page}:{self.line}"

    def commands(self, left_out):
        """Returns the block as a script, without the lines that have one of these comments."""
        lines = ["" if any(line.endswith(comment) for comment in left_out) else line for line in self.text.splitlines()]
        text = WORD.sub(lambda found: PUT_IN[found[1]], "\n".join(lines))
        return f"edit-settings <<'JSON'\n{text}\nJSON" if self.language == SETTINGS else text


def blocks(repository, page):
    found, section, start, language, lines = [], "", None, "", []
    for number, line in enumerate((repository / page).read_text().splitlines(), 1):
        if line.startswith("```"):
            if start is None:
                start, language, lines = number + 1, line[3:].strip(), []
            else:
                found.append(Block(page, section, start, language, "\n".join(lines)))
                start = None
        elif start is not None:
            lines.append(line)
        elif re.match("#{2,4} ", line):
            section = line.strip("# ")
    return found


def shell(repository):
    """Returns the blocks to run: all of the guide, and those about AWS of the other pages."""
    guide = [block for block in blocks(repository, GUIDE) if block.language in ("", "sh", SETTINGS)]
    others = [block for page in OTHERS for block in blocks(repository, page)
              if block.language in ("", "sh") and OF_AWS.search(block.text)]
    return guide, others


def inline(repository):
    for page in [GUIDE, *OTHERS]:
        for number, line in enumerate((repository / page).read_text().splitlines(), 1):
            for command in INLINE.findall(line):
                yield f"{page}:{number}", html.unescape(command)


class Follower:
    """Runs blocks in one shell, like a reader who types them into one terminal."""

    def __init__(self, repository, account, templates, endpoint, folder):
        self.repository, self.folder = repository, Path(folder)
        self.stage = templates.name.split("-")[0]
        settings = json.loads((repository / "cdk-java/cdk.json").read_text())["context"]["stages"][self.stage]
        bin = self.folder / "bin"
        bin.mkdir()
        runner = self.folder / "command"
        here = Path(__file__).parent
        runner.write_text(f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(here)!r})\n"
                          f"exec(compile(open({str(here / 'command.py')!r}).read(), 'command.py', 'exec'))\n")
        runner.chmod(0o755)
        for name in LINKED:
            (bin / name).symlink_to(runner)
        for name in ORDINARY:
            (bin / name).symlink_to(shutil.which(name))
        # moto completes everything immediately.
        (bin / "sleep").symlink_to(shutil.which("true"))
        aurora = any("AWS::RDS::DBCluster\"" in path.read_text() for path in templates.glob("*.template.json"))
        self.left_out = [AWS_ONLY, ONLY_WITH_AN_INSTANCE if aurora else ONLY_WITH_AURORA]
        self.journal = self.folder / "journal"
        self.journal.touch()
        self.environment = {
            "PATH": str(bin), "HOME": str(self.folder), "LANG": "C.UTF-8", "TERM": "dumb",
            "AWS_ACCESS_KEY_ID": "guide", "AWS_SECRET_ACCESS_KEY": "guide", "AWS_ENDPOINT_URL": endpoint,
            "AWS_REGION": settings["region"], "AWS_DEFAULT_REGION": settings["region"], "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1",
            "GUIDE_JOURNAL": str(self.journal), "GUIDE_REPOSITORY": str(repository), "GUIDE_ACCOUNT": account,
            "GUIDE_STATE": str(self.folder / "state"), "GUIDE_TEMPLATES": str(templates), "GUIDE_STAGE": self.stage,
            "GUIDE_SIZE": templates.name.split("-")[1], "DRIFT_INTERVAL": "0",
            "GIT_AUTHOR_NAME": "Reader", "GIT_AUTHOR_EMAIL": "reader@example.org",
            "GIT_COMMITTER_NAME": "Reader", "GIT_COMMITTER_EMAIL": "reader@example.org",
            "GUIDE_DOMAIN": settings["domain"], "JAVA_HOME": os.environ.get("JAVA_HOME", ""),
            "GUIDE_JAVA_PATH": os.environ["PATH"],
        }

    def run(self, blocks):
        """Runs blocks one after the other, and returns the faults."""
        script = [PRELUDE]
        section = None
        for block in blocks:
            if (block.page, block.section) != section:
                # Within a section, a block starts in the folder where the previous one ended.
                script += ["if [ -d $HOME/petty ]; then cd $HOME/petty; fi"]
            section = block.page, block.section
            commands = re.sub(r"\bSTAGE=(staging|production)\b", "STAGE=" + self.stage, block.commands(self.left_out))
            if block.page in OTHERS and "cdk-java/restore recreate" in commands:
                script += ["lose_database"]
            script += [f"at='{block}'", commands]
        script.append("at=end; : done >> $GUIDE_JOURNAL.done")
        (self.folder / "script").write_text("\n".join(script) + "\n")
        done = subprocess.run(["bash", str(self.folder / "script")], cwd=self.folder, env=self.environment,
                              text=True, capture_output=True, timeout=1800)
        faults = [entry["text"] for entry in self.entries() if entry["kind"] == "fault"]
        if faults or done.returncode or not (self.folder / "journal.done").exists():
            faults.append(f"the shell ended with {done.returncode}:\n" + done.stderr[-6000:])
        return faults

    def check(self, place, command):
        """Checks that the names and options of a command within a sentence exist, and returns the faults."""
        if command.startswith("start "):
            return []
        words = re.sub(r"\s…|…", "", WORD.sub(lambda found: PUT_IN[found[1]], command))
        before = len(self.entries())
        environment = {**self.environment, "GUIDE_STATIC": "1", "STAGE": self.stage, "VERSION": "1.0.0"}
        done = subprocess.run(["bash", "-c", words], cwd=self.repository, env=environment, text=True,
                              capture_output=True, stdin=subprocess.DEVNULL)
        faults = [entry["text"] for entry in self.entries()[before:] if entry["kind"] == "fault"]
        return [f"{place}: {command}: {fault}" for fault in faults or ([done.stderr] if done.returncode else [])]

    def entries(self):
        return [json.loads(line) for line in self.journal.read_text().splitlines()]


PRELUDE = r"""
set -uEo pipefail
fail() { printf '{"kind": "fault", "text": "%s: failed: %s"}\n' "$at" "${1//[\"\\]/ }" >> "$GUIDE_JOURNAL"; }
trap 'fail "${BASH_COMMAND%%$'"'\\\\n'"'*}"' ERR
command_not_found_handle() { fail "$1 is no command of the guide"; return 127; }
./verify() { test -x "$GUIDE_REPOSITORY/verify"; }
petty() { PATH=$GUIDE_JAVA_PATH "$GUIDE_REPOSITORY/petty" "$@"; }
./petty() { petty "$@"; }
../petty() { petty "$@"; }
cdk-java/restore() { GUIDE_SCRIPT=1 "$GUIDE_REPOSITORY/cdk-java/restore" "$@"; }
.ci/drift() { "$GUIDE_REPOSITORY/.ci/drift" "$@"; }
docker/pin-base() { "$GUIDE_REPOSITORY/docker/pin-base" "$@"; }
# Deletes the database, after taking a snapshot that the vault lists.
lose_database() {
  local name=petty-$STAGE-database member GUIDE_SCRIPT=1
  export GUIDE_SCRIPT
  if aws rds describe-db-clusters --db-cluster-identifier $name >/dev/null 2>&1; then
    aws rds create-db-cluster-snapshot --db-cluster-identifier $name --db-cluster-snapshot-identifier backup-1 >/dev/null
    aws rds modify-db-cluster --db-cluster-identifier $name --no-deletion-protection >/dev/null
    for member in $(aws rds describe-db-instances --filters Name=db-cluster-id,Values=$name \
        --query 'DBInstances[].DBInstanceIdentifier' --output text); do
      aws rds delete-db-instance --db-instance-identifier $member --skip-final-snapshot >/dev/null
    done
    aws rds delete-db-cluster --db-cluster-identifier $name --skip-final-snapshot >/dev/null
  else
    aws rds create-db-snapshot --db-instance-identifier $name --db-snapshot-identifier backup-1 >/dev/null
    aws rds modify-db-instance --db-instance-identifier $name --no-deletion-protection >/dev/null
    aws rds delete-db-instance --db-instance-identifier $name --skip-final-snapshot >/dev/null
  fi
}
"""


def tasks(entries):
    """Returns the commands with which tasks were started."""
    for entry in entries:
        if entry["kind"] == "task":
            yield from (tuple(words) for words in json.loads(entry["text"]) if words)


def check_tasks(repository, commands):
    """Returns the faults in the commands of tasks: commands and options that Petty doesn't have."""
    for words in sorted(commands):
        names = []
        while len(names) < len(words) and re.fullmatch("[a-z]+", words[len(names)]):
            names.append(words[len(names)])
        help = subprocess.run([str(repository / "petty"), *names[:2], "--help"], text=True, capture_output=True)
        if help.returncode:
            help = subprocess.run([str(repository / "petty"), *names[:1], "--help"], text=True, capture_output=True)
        for option in [word for word in words if word.startswith("--")]:
            if not re.search(rf"{option}\b", help.stdout):
                yield f"petty {' '.join(words)}: no option {option}"
        if help.returncode:
            yield f"petty {' '.join(words)}: no such command"


# moto names automated backups by the minute, and refuses a second copy of a database within it.
for database in (rds_models.DBCluster, rds_models.DBInstance):
    database.save_automated_backup = lambda self: None


def modify_db_cluster(self, request, modify=rds_models.RDSBackend.modify_db_cluster):
    """Modifies a cluster. moto would leave the instances of a renamed cluster under the old name."""
    members = self.clusters[request["db_cluster_identifier"]].members
    modified = modify(self, request)
    for member in members:
        member.db_cluster_identifier = request.get("new_db_cluster_identifier") or member.db_cluster_identifier
    return modified


rds_models.RDSBackend.modify_db_cluster = modify_db_cluster


@contextlib.contextmanager
def follower(repository, account, templates):
    """Provides an empty account in moto, and a shell that uses it."""
    os.environ["MOTO_ACCOUNT_ID"] = account
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        # moto keeps its state in this process, beyond the end of a server.
        urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()
        with tempfile.TemporaryDirectory(prefix="guide") as folder:
            yield Follower(repository, account, templates, f"http://{host}:{port}", folder)
    finally:
        server.stop()


def main():
    repository, account = Path(sys.argv[1]).resolve(), sys.argv[2]
    guide, others = shell(repository)
    faults, started, followed = [], set(), set()
    for templates in map(Path, sys.argv[3:]):
        with follower(repository, account, templates.resolve()) as follow:
            production = follow.stage == "production"
            all = "".join(path.read_text() for path in templates.glob("*.template.json"))
            run = [block for block in guide + (others if production else [])
                   if ONLY_WITH.get(block.section, "") in all]
            followed.update(map(str, run))
            found = follow.run(run)
            if production:
                for place, command in inline(repository):
                    found += follow.check(place, command)
            entries = follow.entries()
            started |= set(tasks(entries))
            kinds = [entry["kind"] for entry in entries]
            print(f"{templates.name}: {len(run)} blocks; calls answered by moto:"
                  f" {kinds.count('answered')}, by the model alone: {kinds.count('modelled')}; commands in sentences:"
                  f" {kinds.count('static')}; faults: {len(found)}")
            faults += [f"{templates.name}: {fault}" for fault in found]
    if len(sys.argv) > 4:
        faults += [f"{block}: no stage runs this block" for block in guide + others if str(block) not in followed]
    faults += check_tasks(repository, started)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
