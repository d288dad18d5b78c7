"""Runs the real AWS CLI, and checks the parameters and queries of its calls."""
import argparse
import json
import os
from pathlib import Path

import boto3
from awscli.clidriver import create_clidriver
from jmespath import parser as jmespath_parser


def main(arguments, report):
    """Runs a command of the AWS CLI. Calls report(kind, text) for each call and for each fault."""
    if arguments[:2] == ["logs", "tail"]:
        arguments = _tail(arguments[2:])
    driver = create_clidriver()
    query = _option(arguments, "--query")
    lacking, given = [], {}

    def before(params, model, **_):
        given.update(params)
        if model.name == "RotateSecret":
            given["before"] = boto3.client("secretsmanager").get_secret_value(SecretId=params["SecretId"])
        if model.name.startswith(("Restore", "Modify")):
            report("request", json.dumps({"operation": model.name, "parameters": params}, default=str))
        for fault in [*_unknown_values(params, model.input_shape), *_unknown_members(query, model.output_shape)]:
            report("fault", f"{_name(model)}: {fault}")

    def after(http_response, parsed, model, **_):
        error = parsed.get("Error", {})
        if lacking or error.get("Code") in ("InternalFailure", "NotImplemented", "UnknownOperationException"):
            lacking.clear()
            http_response.status_code = 200
            parsed.clear()
            parsed.update(_example(model.output_shape), ResponseMetadata={"RetryAttempts": 0})
            report("modelled", _name(model))
        else:
            report("answered", _name(model))
        if model.name in STANDINS:
            STANDINS[model.name](given, parsed)
        if model.name == "DescribeTasks" and os.environ.get("GUIDE_EXIT_CODE"):
            for task in parsed["tasks"]:
                for container in task["containers"]:
                    container["exitCode"] = int(os.environ["GUIDE_EXIT_CODE"])
        if model.name == "DescribeServices":
            # moto starts no tasks of services.
            for service in parsed["services"]:
                service["runningCount"] = service["desiredCount"]
        for failure in parsed.get("failures", []):
            report("fault", f"{_name(model)}: {failure.get('arn')}: {failure.get('reason')}")
        if model.name == "RunTask":
            _end_task(parsed, report)

    def unreadable(response_dict, **_):
        # moto answers an operation that it lacks with a web page.
        if response_dict["body"].startswith(b"<!doctype html>"):
            response_dict["body"] = b"<ErrorResponse><Error><Code>NotImplemented</Code></Error></ErrorResponse>"
            lacking.append(True)

    driver.session.register("before-parse", unreadable)
    driver.session.register("provide-client-params", lambda params, model, **_: before(params, model))
    driver.session.register("after-call", after)
    # The variable alone doesn't reach every service.
    return driver.main(["--endpoint-url", os.environ["AWS_ENDPOINT_URL"], *arguments])


def _deployed(stack):
    return json.loads(Path(os.environ["GUIDE_STATE"]).read_text())["stacks"][stack]


def _get_template(given, parsed):
    parsed["TemplateBody"] = _deployed(given["StackName"])["template"]


def _describe_stack_resources(given, parsed):
    stack = _deployed(given["StackName"])
    parsed["StackResources"] = [
        {"LogicalResourceId": id, "PhysicalResourceId": stack["values"][id]["Ref"], "ResourceType": resource["Type"]}
        for id, resource in stack["template"]["Resources"].items()]


def _detection(stack):
    """Returns the file with the status of a stack's drift detection."""
    return Path(os.environ["GUIDE_STATE"]).with_name("detection-" + stack)


def _detect_stack_drift(given, parsed):
    parsed["StackDriftDetectionId"] = given["StackName"]
    _detection(given["StackName"]).write_text("DETECTION_IN_PROGRESS")


def _describe_detection(given, parsed):
    id = given["StackDriftDetectionId"]
    parsed.update(StackDriftDetectionId=id, DetectionStatus=_detection(id).read_text(), StackDriftStatus="IN_SYNC")
    # The detection is complete at the second request.
    _detection(id).write_text("DETECTION_COMPLETE")


def _describe_drifts(given, parsed):
    if _detection(given["StackName"]).read_text() != "DETECTION_COMPLETE":
        raise SystemExit(f"the drift of {given['StackName']} is described before its detection is complete")
    if "DELETED" not in given["StackResourceDriftStatusFilters"]:
        raise SystemExit("the filter of drifts lacks deleted resources")
    # The only difference is one that each run makes.
    parsed["StackResourceDrifts"] = [] if not given["StackName"].endswith("-workers") else [
        {"LogicalResourceId": "Workers", "PhysicalResourceId": "workers", "ResourceType": "AWS::ECS::Service",
         "StackResourceDriftStatus": "MODIFIED", "PropertyDifferences": [
             {"PropertyPath": "/DesiredCount", "ExpectedValue": "0", "ActualValue": "10",
              "DifferenceType": "NOT_EQUAL"}]}]


def _list_recovery_points(given, parsed):
    rds = boto3.client("rds")
    snapshots = [(snapshot["DBClusterSnapshotArn"], snapshot["SnapshotCreateTime"]) for snapshot in
                 rds.describe_db_cluster_snapshots(SnapshotType="manual")["DBClusterSnapshots"]]
    snapshots += [(snapshot["DBSnapshotArn"], snapshot["SnapshotCreateTime"]) for snapshot in
                  rds.describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]]
    parsed["RecoveryPoints"] = [
        {"RecoveryPointArn": arn, "BackupVaultName": given["BackupVaultName"], "Status": "COMPLETED",
         "CreationDate": time.isoformat()}
        for arn, time in snapshots]


def _rotate_secret(given, parsed):
    # moto doesn't call the function that sets the new value.
    boto3.client("secretsmanager").put_secret_value(SecretId=given["SecretId"], SecretString=given["before"]["SecretString"])


# Complete the answers to operations that moto lacks, or that it answers without knowing the resources of the stacks.
STANDINS = {"GetTemplate": _get_template, "DescribeStackResources": _describe_stack_resources,
            "DetectStackDrift": _detect_stack_drift, "DescribeStackDriftDetectionStatus": _describe_detection,
            "DescribeStackResourceDrifts": _describe_drifts, "RotateSecret": _rotate_secret,
            "ListRecoveryPointsByBackupVault": _list_recovery_points}


def _name(model):
    return f"{model.service_model.service_name} {model.name}"


def _option(arguments, name):
    return arguments[arguments.index(name) + 1] if name in arguments else None


def _tail(arguments):
    """Returns the command that reads the same log once: logs tail is only in version 2, which PyPI doesn't have."""
    parser = argparse.ArgumentParser(prog="aws logs tail")
    parser.add_argument("group")
    for option in ("--since", "--filter-pattern", "--log-stream-name-prefix", "--format"):
        parser.add_argument(option)
    parser.add_argument("--follow", action="store_true")
    options = parser.parse_args(arguments)
    command = ["logs", "filter-log-events", "--log-group-name", options.group, "--query", "events[].message"]
    if options.filter_pattern:
        command += ["--filter-pattern", options.filter_pattern]
    if options.log_stream_name_prefix:
        command += ["--log-stream-name-prefix", options.log_stream_name_prefix]
    return command


def _end_task(answer, report):
    """Stops a task at once, as if its program had ended. guide.py checks the task's command with the program's help."""
    for task in answer.get("tasks", []):
        report("task", json.dumps([override.get("command", []) for override in
                                   task.get("overrides", {}).get("containerOverrides", [])]))
        boto3.client("ecs").stop_task(cluster=task["clusterArn"], task=task["taskArn"])


def _unknown_values(value, shape, path=""):
    """Returns the values that aren't among a shape's constants."""
    if shape is None:
        return
    if shape.type_name == "structure":
        for key, inner in value.items():
            if key in shape.members:
                yield from _unknown_values(inner, shape.members[key], f"{path}.{key}")
    elif shape.type_name == "list":
        for inner in value:
            yield from _unknown_values(inner, shape.member, path)
    elif shape.type_name == "string" and getattr(shape, "enum", None) and value not in shape.enum:
        yield f"{path[1:]} can't be {value}; it is one of {', '.join(shape.enum)}"


def _unknown_members(query, shape):
    """Returns the members that a query names but the answer doesn't have."""
    faults = []
    if query:
        _walk(jmespath_parser.Parser().parse(query).parsed, shape, faults)
    return faults


def _walk(node, shape, faults):
    """Returns the shape of a part of a query; None if it isn't known."""
    kind, children = node["type"], node.get("children", [])
    if kind == "field":
        if shape is None or shape.type_name == "map":
            return shape and shape.value
        if shape.type_name == "structure" and node["value"] in shape.members:
            # A template is JSON, which the AWS CLI reads.
            return None if node["value"] == "TemplateBody" else shape.members[node["value"]]
        has = ", ".join(shape.members) if shape.type_name == "structure" else f"a {shape.type_name}"
        faults.append(f"--query names {node['value']}, but there is only: {has}")
        return None
    if kind in ("subexpression", "index_expression", "pipe"):
        for child in children:
            shape = _walk(child, shape, faults)
        return shape
    if kind in ("index", "slice"):
        return _element(shape) if kind == "index" else shape
    if kind == "flatten":
        return _walk(children[0], shape, faults)
    if kind in ("projection", "filter_projection", "value_projection"):
        inner = _element(_walk(children[0], shape, faults))
        if kind == "filter_projection":
            _walk(children[2], inner, faults)
        return _List(_walk(children[1], inner, faults))
    if kind in ("current", "identity"):
        return shape
    if kind == "literal":
        return None
    if kind == "function_expression" and node["value"] == "sort_by":
        members = _walk(children[0], shape, faults)
        _walk(children[1]["children"][0], _element(members), faults)
        return members
    results = [_walk(child, shape, faults) for child in children]
    if kind == "or_expression":
        return results[0]
    return None


class _List:
    """The list that a projection returns."""
    type_name = "list"

    def __init__(self, member):
        self.member = member


def _element(shape):
    if shape is not None and shape.type_name == "list":
        return _element(shape.member) if isinstance(shape, _List) and isinstance(shape.member, _List) else shape.member
    return None


def _example(shape, depth=0):
    """Returns an answer that has every member of a shape."""
    if shape is None or depth > 6:
        return {}
    if shape.type_name == "structure":
        # A token would make the program ask for the next page.
        return {name: _example(member, depth + 1) for name, member in shape.members.items()
                if not name.lower().endswith(("token", "marker"))}
    if shape.type_name == "list":
        return [_example(shape.member, depth + 1)]
    if shape.type_name == "map":
        return {}
    if shape.type_name == "string":
        return shape.enum[0] if getattr(shape, "enum", None) else "example"
    return {"integer": 1, "long": 1, "float": 1.0, "double": 1.0, "boolean": True}.get(shape.type_name, "2026-11-20T03:00:00Z")


def static(arguments):
    """Checks a command without calling AWS. Returns the first name that doesn't exist, or None."""
    driver = create_clidriver()
    services = driver._get_command_table()
    if not arguments or arguments[0] not in services:
        return f"the AWS CLI has no service {arguments[:1]}"
    if arguments[0] == "logs" and arguments[1:2] == ["tail"]:
        return None
    operations = services[arguments[0]].create_help_command().command_table
    if len(arguments) > 1 and arguments[1] not in operations:
        return f"{arguments[0]} has no command {arguments[1]}"
    options = set()
    if len(arguments) > 1:
        options = {"--" + name for name in operations[arguments[1]].arg_table}
    known = {"--" + name for name in driver._get_cli_data()["options"]}
    for word in arguments[2:]:
        option = word.split("=")[0]
        if option.startswith("--") and option not in options | known:
            return f"{arguments[0]} {arguments[1]} has no option {option}"
    return None
