"""The stacks of a stage, read from their synthesised templates and created in moto, as far as commands need them."""
import json
import re
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# The resources to create: type -> service, operation, and the path of the value of Ref in the answer.
# The parameters are those properties of the resource that the operation has members for.
CREATED = {
    "AWS::ECR::Repository": ("ecr", "CreateRepository", "repository.repositoryName"),
    "AWS::S3::Bucket": ("s3", "CreateBucket", None),
    "AWS::Logs::LogGroup": ("logs", "CreateLogGroup", None),
    "AWS::SecretsManager::Secret": ("secretsmanager", "CreateSecret", "ARN"),
    "AWS::SQS::Queue": ("sqs", "CreateQueue", "QueueUrl"),
    "AWS::SSM::Parameter": ("ssm", "PutParameter", None),
    "AWS::ECS::Cluster": ("ecs", "CreateCluster", "cluster.clusterName"),
    "AWS::ECS::TaskDefinition": ("ecs", "RegisterTaskDefinition", "taskDefinition.taskDefinitionArn"),
    "AWS::ECS::Service": ("ecs", "CreateService", "service.serviceArn"),
    "AWS::Scheduler::Schedule": ("scheduler", "CreateSchedule", None),
    "AWS::RDS::DBSubnetGroup": ("rds", "CreateDBSubnetGroup", "DBSubnetGroup.DBSubnetGroupName"),
    "AWS::RDS::DBClusterParameterGroup": (
        "rds", "CreateDBClusterParameterGroup", "DBClusterParameterGroup.DBClusterParameterGroupName"),
    "AWS::RDS::DBParameterGroup": ("rds", "CreateDBParameterGroup", "DBParameterGroup.DBParameterGroupName"),
    "AWS::RDS::DBCluster": ("rds", "CreateDBCluster", "DBCluster.DBClusterIdentifier"),
    "AWS::RDS::DBInstance": ("rds", "CreateDBInstance", "DBInstance.DBInstanceIdentifier"),
    "AWS::Glue::Crawler": ("glue", "CreateCrawler", None),
    "AWS::SNS::Topic": ("sns", "CreateTopic", "TopicArn"),
    "AWS::EC2::VPC": ("ec2", "CreateVpc", "Vpc.VpcId"),
    "AWS::EC2::Subnet": ("ec2", "CreateSubnet", "Subnet.SubnetId"),
    "AWS::EC2::SecurityGroup": ("ec2", "CreateSecurityGroup", "GroupId"),
    "AWS::KMS::Key": ("kms", "CreateKey", "KeyMetadata.KeyId"),
    "AWS::Backup::BackupVault": ("backup", "CreateBackupVault", "BackupVaultName"),
}
# Names that an operation requires. CloudFormation generates them if the template has none.
NAMES = {"AWS::S3::Bucket": "Bucket", "AWS::EC2::SecurityGroup": "GroupName", "AWS::RDS::DBSubnetGroup":
         "DBSubnetGroupName", "AWS::RDS::DBClusterParameterGroup": "DBClusterParameterGroupName",
         "AWS::RDS::DBParameterGroup": "DBParameterGroupName", "AWS::RDS::DBInstance": "DBInstanceIdentifier"}
# Properties with another name than the operation's member, and properties that are left out.
RENAMED = {"AWS::SNS::Topic": {"TopicName": "Name"},
           "AWS::EC2::SecurityGroup": {"GroupDescription": "Description"},
           "AWS::RDS::DBInstance": {"VPCSecurityGroups": "VpcSecurityGroupIds"},
           "AWS::RDS::DBClusterParameterGroup": {"Family": "DBParameterGroupFamily"},
           "AWS::RDS::DBParameterGroup": {"Family": "DBParameterGroupFamily"}}
LEFT_OUT = {"Tags", "EncryptionConfiguration", "BackupVaultTags"}
NAME = re.compile(r"/?petty[-/][a-z]+(?:[-/][\w./-]*)?")
SECRET = re.compile(r"{{resolve:secretsmanager:(.+?):SecretString:(\w+)::}}")


class Stacks:
    """A folder of synthesised templates."""

    def __init__(self, folder, account, region):
        self.folder, self.account, self.region = Path(folder), account, region
        manifest = json.loads((self.folder / "manifest.json").read_text())
        self.stacks = {name: artifact for name, artifact in manifest["artifacts"].items()
                       if artifact["type"] == "aws:cloudformation:stack"}
        self.templates = {name: json.loads((self.folder / artifact["properties"]["templateFile"]).read_text())
                          for name, artifact in self.stacks.items()}

    def names(self):
        """Returns every name of this stage that the templates contain."""
        names = set(self.stacks)
        for template in self.templates.values():
            names.update(NAME.findall(json.dumps(template)))
        return {name.rstrip("/.") for name in names}

    def ordered(self, wanted):
        """Returns the wanted stacks after the stacks that they depend on."""
        order = []

        def add(name):
            if name in self.stacks and name not in order:
                for needed in self.stacks[name].get("dependencies", []):
                    add(needed)
                order.append(name)

        for name in wanted:
            add(name)
        return order


class Deployment:
    """Creates stacks in moto. Keeps its state in a file, since each command is a process."""

    def __init__(self, stacks, state):
        self.stacks, self.file = stacks, Path(state)
        self.state = json.loads(self.file.read_text()) if self.file.exists() else {"stacks": {}, "exports": {}}

    def deploy(self, wanted, pushed):
        for name in self.stacks.ordered(wanted):
            if self.state["stacks"].get(name, {}).get("template") != self.stacks.templates[name]:
                self._deploy(name, pushed)
        self.file.write_text(json.dumps(self.state))

    def _deploy(self, name, pushed):
        template, values = self.stacks.templates[name], {}
        existing = self.state["stacks"].get(name, {}).get("values", {})
        for id, resource in self._sorted(template["Resources"]):
            if id in existing:
                # A later deployment only adds resources; existing ones aren't updated.
                values[id] = existing[id]
                continue
            try:
                values[id] = self._create(id, resource, values, pushed)
            except (BotoCoreError, ClientError) as e:
                raise SystemExit(f"cdk: {name}: {id} ({resource['Type']}): {e}") from e
        outputs = {}
        for key, output in template.get("Outputs", {}).items():
            outputs[key] = str(self._resolve(output["Value"], values))
            if "Export" in output:
                self.state["exports"][output["Export"]["Name"]] = outputs[key]
        # moto supports too few types of resources to create the template itself, but the outputs are the real ones.
        body = {"Resources": {"None": {"Type": "AWS::SNS::Topic"}},
                "Outputs": {key: {"Value": value} for key, value in outputs.items()}}
        cloudformation = boto3.client("cloudformation")
        put = cloudformation.update_stack if name in self.state["stacks"] else cloudformation.create_stack
        put(StackName=name, TemplateBody=json.dumps(body))
        self.state["stacks"][name] = {"template": template, "values": values}

    def _sorted(self, resources):
        done, order = set(), []

        def references(value):
            if isinstance(value, dict):
                if set(value) == {"Ref"}:
                    yield value["Ref"]
                elif "Fn::GetAtt" in value:
                    yield value["Fn::GetAtt"][0]
                for inner in value.values():
                    yield from references(inner)
            elif isinstance(value, list):
                for inner in value:
                    yield from references(inner)

        def add(id):
            if id in resources and id not in done:
                done.add(id)
                depends = resources[id].get("DependsOn", [])
                for other in [*references(resources[id].get("Properties", {})),
                              *([depends] if isinstance(depends, str) else depends)]:
                    add(other)
                order.append((id, resources[id]))

        for id in resources:
            add(id)
        return order

    def _create(self, id, resource, values, pushed):
        kind, properties = resource["Type"], self._resolve(resource.get("Properties", {}), values)
        if kind == "AWS::SecretsManager::RotationSchedule" and "HostedRotationLambda" in properties:
            # The function of a hosted rotation is in a nested stack, and creates its log itself.
            name = "/aws/lambda/" + properties["HostedRotationLambda"]["RotationLambdaName"]
            boto3.client("logs").create_log_group(logGroupName=name)
        if kind not in CREATED:
            return {"Ref": id.lower()}
        service, operation, ref = CREATED[kind]
        client = boto3.client(service)
        shape = client.meta.service_model.operation_model(operation).input_shape
        if kind in NAMES:
            named = [key for key in properties if key.lower() in (NAMES[kind].lower(), "bucketname")]
            properties[NAMES[kind]] = properties.pop(named[0]) if named else id.lower()
        if kind == "AWS::ECS::TaskDefinition":
            for container in properties["ContainerDefinitions"]:
                image = container["Image"]
                if ".dkr.ecr." in image and image not in pushed:
                    raise SystemExit(f"cdk: task definition {properties['Family']} needs the image {image},"
                                     " which nobody has pushed")
        if kind == "AWS::SecretsManager::Secret":
            made = json.loads(properties.get("GenerateSecretString", {}).get("SecretStringTemplate", "{}"))
            properties["SecretString"] = json.dumps({**made, "password": "made-up-for-the-guide"})
        if kind == "AWS::S3::Bucket":
            properties = {"Bucket": properties["Bucket"],
                          "CreateBucketConfiguration": {"LocationConstraint": self.stacks.region}}
        renamed = RENAMED.get(kind, {})
        arguments = _shaped({renamed.get(key, key): value for key, value in properties.items()
                             if key not in LEFT_OUT or service == "rds"}, shape)
        answer = getattr(client, _snake(operation))(**arguments)
        if kind == "AWS::EC2::VPC":
            client.modify_vpc_attribute(VpcId=answer["Vpc"]["VpcId"], EnableDnsHostnames={"Value": True})
        value = answer
        for part in (ref or "").split("."):
            value = value.get(part) if ref else next(iter(arguments.values()))
        named = next((v for k, v in properties.items() if k.lower() in ("name", "loggroupname", "clustername")), value)
        result = {"Ref": named if ref is None else value}
        _attributes(answer, result)
        return result

    def _resolve(self, value, values):
        if isinstance(value, list):
            return [inner for inner in (self._resolve(inner, values) for inner in value) if inner is not None]
        if isinstance(value, str):
            return SECRET.sub(_secret, value)
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, given), = value.items()
            if function == "Ref":
                return {"AWS::AccountId": self.stacks.account, "AWS::Region": self.stacks.region, "AWS::Partition":
                        "aws", "AWS::URLSuffix": "amazonaws.com"}.get(given) or values.get(given, {}).get("Ref", given)
            if function == "Fn::GetAtt":
                return self._attribute(given, values)
            if function == "Fn::ImportValue":
                return self.state["exports"][given]
            if function == "Fn::Join":
                return SECRET.sub(_secret, given[0].join(str(self._resolve(part, values)) for part in given[1]))
            if function == "Fn::Select":
                parts = self._resolve(given[1], values)
                return parts[int(given[0])] if int(given[0]) < len(parts) else "none"
            if function == "Fn::Split":
                return str(self._resolve(given[1], values)).split(given[0])
            if function == "Fn::GetAZs":
                return [self.stacks.region + zone for zone in "abc"]
            if function == "Fn::Sub":
                text, given = (given, {}) if isinstance(given, str) else given
                return re.sub(r"\$\{([^}]+)}", lambda found: str(self._resolve(
                    given.get(found[1], {"Ref": found[1]}), values)), text)
        return {key: self._resolve(inner, values) for key, inner in value.items()}

    def _attribute(self, given, values):
        known = values.get(given[0], {})
        return known.get(given[1].lower(), known.get("Ref", given[0].lower()) + "." + given[1].lower())


def _secret(found):
    return json.loads(boto3.client("secretsmanager").get_secret_value(SecretId=found[1])["SecretString"])[found[2]]


def _attributes(answer, result):
    """Adds the attributes of GetAtt in the answer: Arn, GroupId, Endpoint.Address and so on."""
    for key, value in answer.items():
        if isinstance(value, str):
            result.setdefault({"endpoint": "endpoint.address"}.get(key.lower(), key.lower()), value)
            if key.lower().endswith("arn"):
                result.setdefault("arn", value)
        elif isinstance(value, dict) and key != "ResponseMetadata":
            if key == "Endpoint":
                result.setdefault("endpoint.address", value.get("Address", ""))
            else:
                _attributes(value, result)


def _shaped(value, shape):
    """Converts a property's value to the names and types of an operation's shape. Omits members that it lacks."""
    if shape.type_name == "structure":
        members = {name.lower(): name for name in shape.members}
        shaped = {}
        for key, inner in value.items():
            if key.lower() in members:
                name = members[key.lower()]
                shaped[name] = _shaped(inner, shape.members[name])
        return shaped
    if shape.type_name == "list":
        return [_shaped(inner, shape.member) for inner in (value if isinstance(value, list) else [value])]
    if shape.type_name == "map":
        return {key: _shaped(inner, shape.value) for key, inner in value.items()}
    if shape.type_name in ("integer", "long"):
        return int(value)
    if shape.type_name in ("float", "double"):
        return float(value)
    if shape.type_name == "boolean":
        return value in (True, "true", "ENABLED")
    return value if isinstance(value, str) else json.dumps(value)


def _snake(operation):
    from botocore import xform_name
    return xform_name(operation)
