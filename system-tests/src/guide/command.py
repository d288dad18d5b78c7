"""The commands that the guide uses. Links in a folder on the PATH start this file under their names.

aws is the real program, against moto. cdk creates the synthesised stacks in moto. docker, curl and npm only check their
arguments. edit-settings replaces the reader's editor. Each call and each fault is written to a journal, one JSON object per
line.
"""
import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

JOURNAL = Path(os.environ["GUIDE_JOURNAL"])
REPOSITORY = Path(os.environ["GUIDE_REPOSITORY"])
STATE = Path(os.environ["GUIDE_STATE"])


def report(kind, text):
    with JOURNAL.open("a") as journal:
        journal.write(json.dumps({"kind": kind, "text": text}) + "\n")


def fault(text):
    report("fault", text)
    return 1


def journal(kind):
    return {entry["text"] for entry in map(json.loads, JOURNAL.read_text().splitlines()) if entry["kind"] == kind}


def stacks():
    from deployed_stacks import Stacks
    templates = STATE.with_suffix(".templates")
    return Stacks(templates.read_text() if templates.exists() else os.environ["GUIDE_TEMPLATES"],
                  os.environ["GUIDE_ACCOUNT"], os.environ["AWS_REGION"])


def synthesise():
    """Synthesises the settings in cdk.json, unless the reader hasn't changed any."""
    settings = Path("cdk.json")
    if not settings.exists():
        raise SystemExit(f"cdk: there is no cdk.json in {os.getcwd()}")
    if json.loads(settings.read_text()) == json.loads((REPOSITORY / "cdk-java/cdk.json").read_text()):
        return
    out = STATE.with_name("templates-" + hashlib.sha256(settings.read_bytes()).hexdigest()[:12])
    if not out.exists():
        done = subprocess.run(
            [REPOSITORY / "cdk-java/synth", "--settings", ".", os.environ["GUIDE_STAGE"], out, os.environ["GUIDE_ACCOUNT"]],
            env={**os.environ, "PATH": os.environ["GUIDE_JAVA_PATH"], "PETTY_SIZE": os.environ["GUIDE_SIZE"]},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise SystemExit(f"cdk: {done.stderr}")
    STATE.with_suffix(".templates").write_text(str(out))


def edit_settings(arguments):
    """Adds the settings on standard input to the stage in cdk.json."""
    added = json.loads("{" + sys.stdin.read().strip().rstrip(",") + "}")
    file = Path.home() / "petty/cdk-java/cdk.json"
    settings = json.loads(file.read_text())
    settings["context"]["stages"][os.environ["STAGE"]].update(added)
    file.write_text(json.dumps(settings, indent=2))
    report("settings", json.dumps(added))
    return 0


def cdk(arguments):
    parser = argparse.ArgumentParser(prog="cdk")
    parser.add_argument("command", choices=["bootstrap", "synth", "list", "diff", "deploy", "destroy", "import"])
    parser.add_argument("names", nargs="*")
    parser.add_argument("-c", dest="context", action="append", default=[])
    parser.add_argument("-q", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--require-approval", choices=["never", "any-change", "broadening"])
    options = parser.parse_args(arguments)
    report("cdk", options.command)
    read = "".join(path.read_text() for path in REPOSITORY.glob("cdk-java/src/main/java/io/petty/cdk/**/*.java"))
    context = dict(entry.split("=", 1) for entry in options.context)
    for key in context:
        if f'tryGetContext("{key}")' not in read:
            return fault(f"cdk: nothing reads -c {key}=")
    if options.command == "bootstrap" and not os.environ.get("GUIDE_STATIC"):
        if options.names[:1] != [f"aws://{os.environ['GUIDE_ACCOUNT']}/{os.environ['AWS_REGION']}"]:
            return fault(f"cdk bootstrap {options.names}: not this account and region")
        return 0
    if os.environ.get("GUIDE_STATIC"):
        return 0
    if context.get("stage") != os.environ["GUIDE_STAGE"] or not context.get("imageTag"):
        return fault(f"cdk {options.command}: stage and imageTag must be set, but are {context}")
    synthesise()
    assembly = stacks()
    unknown = [name for name in options.names if name not in assembly.stacks]
    if unknown:
        return fault(f"cdk {options.command}: no stack {', '.join(unknown)}")
    if options.command == "list":
        print("\n".join(assembly.ordered(assembly.stacks)))
    if options.command == "deploy":
        from deployed_stacks import Deployment
        if not options.all and not options.names:
            return fault("cdk deploy: name stacks, or --all")
        Deployment(assembly, STATE).deploy(options.names or assembly.stacks, journal("pushed"))
    return 0


def docker(arguments):
    report("docker", " ".join(arguments[:2]))
    if arguments[0] == "buildx":
        arguments = arguments[1:]
    if arguments[:2] == ["imagetools", "inspect"]:
        if arguments[2:4] != ["--format", "{{.Manifest.Digest}}"] or len(arguments) != 5:
            return fault(f"docker buildx {' '.join(arguments)}: unknown")
        print("sha256:" + hashlib.sha256(arguments[4].encode()).hexdigest())
        return 0
    if arguments[0] == "login":
        return 0 if sys.stdin.read().strip() else fault("docker login: no password")
    if arguments[0] == "push":
        if arguments[1] not in journal("built"):
            return fault(f"docker push: nobody has built {arguments[1]}")
        import boto3
        boto3.client("ecr").describe_repositories(repositoryNames=[arguments[1].split("/", 1)[1].split(":")[0]])
        report("pushed", arguments[1])
        return 0
    if arguments[0] == "run":
        images = [word for word in arguments if ":" in word and not word.startswith("-")]
        return 0 if images and images[0] in journal("built") else fault(f"docker run: nobody has built {images}")
    if arguments[0] != "build":
        return fault(f"docker {arguments[0]}: unknown")
    parser = argparse.ArgumentParser(prog="docker build")
    parser.add_argument("context")
    parser.add_argument("-f", dest="file", required=True)
    parser.add_argument("-t", dest="tag", required=True)
    for option in ("--build-arg", "--build-context", "--label", "--platform"):
        parser.add_argument(option, action="append", default=[])
    parser.add_argument("--push", action="store_true")
    options = parser.parse_args(arguments[1:])
    if not Path(options.file).is_file() or not Path(options.context).is_dir():
        return fault(f"docker build: no {options.file} in {os.getcwd()}")
    text = Path(options.file).read_text()
    for argument in options.build_arg:
        if not re.search(rf"^ARG {argument.split('=')[0]}\b", text, re.M):
            return fault(f"docker build: {options.file} has no ARG {argument}")
        if "=" not in argument and argument not in os.environ:
            return fault(f"docker build: {argument} isn't exported")
    for name in options.build_context:
        if not re.search(rf"^FROM .* AS {name.split('=')[0]}\b|--from={name.split('=')[0]}\b", text, re.M | re.I):
            return fault(f"docker build: {options.file} has no context {name}")
    report("built", options.tag)
    return 0


def curl(arguments):
    url = next((word for word in arguments if word.startswith("https://")), "")
    report("curl", url)
    base, api = f"https://{os.environ['GUIDE_DOMAIN']}", "api-readonly/src/main/resources/static/v1/openapi.json"
    operation = json.loads((REPOSITORY / api).read_text())["paths"].get(url.removeprefix(base), {}).get("get")
    if not url.startswith(base + "/") or operation is None:
        return fault(f"curl: {url} isn't an address of the API")
    print("401" if "401" in operation["responses"] else "200")
    return 0


def npm(arguments):
    report("npm", " ".join(arguments))
    return 0 if arguments[:2] == ["install", "-g"] and len(arguments) == 3 else fault(f"npm {arguments}: unknown")


def aws(arguments):
    import aws_command
    if os.environ.get("GUIDE_STATIC"):
        wrong = aws_command.static(arguments)
        report("static", " ".join(arguments[:2]))
        return fault("aws: " + wrong) if wrong else 0
    made = ("create", "restore", "modify", "start", "put")
    creates = len(arguments) > 1 and arguments[1].startswith(made)
    names, known = stacks().names(), journal("made")
    stage = os.environ["GUIDE_STAGE"]
    # A script may also ask for resources that don't exist.
    words = [] if os.environ.get("GUIDE_SCRIPT") else [word for word in arguments if not word.startswith("arn:")]
    for word in words:
        for name in re.findall(rf"(?:(?<=^)|(?<=[ =\"/]))/?petty[-/]{stage}[-/][\w-]+(?:/[\w-]+)?", word):
            if creates:
                report("made", name)
            elif name not in names | known and not (name.endswith("-") and any(n.startswith(name) for n in names)):
                fault(f"aws {' '.join(arguments[:2])}: no template has the name {name}")
    return aws_command.main(arguments, report)


if __name__ == "__main__":
    program = Path(sys.argv[0]).name
    try:
        sys.exit(globals()[program.replace("-", "_")](sys.argv[1:]))
    except SystemExit as e:
        if isinstance(e.code, str):
            sys.exit(fault(e.code))
        if e.code == 2:
            fault(f"{program} {' '.join(sys.argv[1:])}: wrong use")
        raise
