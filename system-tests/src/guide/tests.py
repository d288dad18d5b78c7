"""Tests of the guide's checks with broken commands, and of cdk-java/restore.

Usage: tests.py REPOSITORY ACCOUNT TEMPLATES ...   as for guide.py; one folder per kind of database is enough
"""
import contextlib
import json
import os
import sys
import unittest
from pathlib import Path

import boto3
import botocore.session

import aws_command
import guide

REPOSITORY, ACCOUNT, TEMPLATES = Path(sys.argv[1]).resolve(), sys.argv[2], [Path(t).resolve() for t in sys.argv[3:]]
IMAGES = """export VERSION=1.0.0 && cd $GUIDE_REPOSITORY/cdk-java
for name in command api; do
  cdk deploy petty-$STAGE-images -c stage=$STAGE -c imageTag=$VERSION
  docker build -f $GUIDE_REPOSITORY/docker/petty.Dockerfile -t %s/petty-$STAGE-$name:$VERSION $GUIDE_REPOSITORY
  docker push %s/petty-$STAGE-$name:$VERSION
done
cdk deploy --all -c stage=$STAGE -c imageTag=$VERSION
"""


def block(text):
    return guide.Block("page.md", "Section", 1, "", text)


class Queries(unittest.TestCase):
    def faults(self, service, operation, query):
        model = botocore.session.get_session().get_service_model(service).operation_model(operation)
        return aws_command._unknown_members(query, model.output_shape)

    def test_a_member_that_does_not_exist_is_found(self):
        path = "Target.EcsParameters.NetworkConfiguration.%s.{subnets:Subnets}"
        self.assertEqual([], self.faults("scheduler", "GetSchedule", path % "awsvpcConfiguration"))
        self.assertEqual(1, len(self.faults("scheduler", "GetSchedule", path % "AwsvpcConfiguration")))
        self.assertEqual(1, len(self.faults("cloudformation", "DescribeStacks", "Stacks[0].Outputs[?Name=='x'].OutputValue")))
        path = "sort_by(RecoveryPoints[?Status=='COMPLETED'], &%s)[-1].RecoveryPointArn"
        self.assertEqual([], self.faults("backup", "ListRecoveryPointsByBackupVault", path % "CreationDate"))
        self.assertEqual(1, len(self.faults("backup", "ListRecoveryPointsByBackupVault", path % "Date")))
        self.assertEqual(1, len(self.faults("s3", "ListObjectVersions", "DeleteMarkers[?IsLatest].[Key,Version]")))
        self.assertEqual(1, len(self.faults("ecs", "DescribeTasks", "tasks[0].containers[?name=='run'].ExitCode | [0]")))

    def test_an_option_that_does_not_exist_is_found(self):
        self.assertIsNone(aws_command.static("rds modify-db-cluster --no-deletion-protection".split()))
        self.assertIn("--delete-protection", aws_command.static("rds modify-db-cluster --delete-protection".split()))


class Commands(unittest.TestCase):
    def faults(self, text):
        with guide.follower(REPOSITORY, ACCOUNT, TEMPLATES[0]) as follow:
            return "\n".join(follow.run([block(text)]))

    def test_broken_commands_are_found(self):
        faults = self.faults("""
            export STAGE=production
            cdk synth -c stage=$STAGE -c imageTag=1
            cd $GUIDE_REPOSITORY/cdk-java
            terraform apply
            docker build -f docker/other.Dockerfile -t petty:1 .
            docker push petty:1
            cdk deploy petty-$STAGE-lake -c stage=$STAGE -c imageTag=1
            cdk synth -c stage=$STAGE -c tag=1
            aws logs tail /petty/$STAGE/runs
            aws ecs list-tasks --cluster petty-$STAGE-cluster-of-tasks
            aws ecs list-clusters --names x
            aws sqs create-queue --queue-name x --attributes Colour=red""")
        for fault in ("there is no cdk.json", "terraform is no command", "no docker/other.Dockerfile", "nobody has built petty:1",
                      "no stack petty-", "nothing reads -c tag=", "no template has the name /petty/", "/runs",
                      "no template has the name petty-", "list-clusters --names x"):
            self.assertIn(fault, faults)

    def test_a_deployment_without_pushed_images_is_found(self):
        self.assertIn("nobody has pushed", self.faults("""
            STAGE=production && cd $GUIDE_REPOSITORY/cdk-java
            cdk deploy --all -c stage=$STAGE -c imageTag=1.0.0"""))


class Restore(unittest.TestCase):
    """Each test starts with a deployed stage. All run for each folder of templates."""
    deployed = contextlib.ExitStack()

    @classmethod
    def tearDownClass(cls):
        cls.deployed.close()

    def setUp(self):
        self.deployed.close()
        self.follow = self.deployed.enter_context(guide.follower(REPOSITORY, ACCOUNT, self.templates))
        os.environ.update({key: value for key, value in self.follow.environment.items() if key.startswith("AWS_")})
        registry = f"{ACCOUNT}.dkr.ecr.{self.follow.environment['AWS_REGION']}.amazonaws.com"
        self.assertEqual([], self.run_block(IMAGES % (registry, registry)))
        self.before = self.databases()

    def run_block(self, text):
        return self.follow.run([block(f"export STAGE={self.follow.stage}\n{text}")])

    def databases(self):
        rds = boto3.client("rds")
        found = {cluster["DBClusterIdentifier"]: cluster for cluster in rds.describe_db_clusters()["DBClusters"]}
        return {**{instance["DBInstanceIdentifier"]: instance for instance in
                   rds.describe_db_instances()["DBInstances"]}, **found}

    def restored(self):
        return [name for name in self.databases() if "restored" in name]

    def test_a_drill_reads_the_copy_and_deletes_it(self):
        self.assertEqual([], self.run_block("cdk-java/restore drill $STAGE"))
        self.assertEqual([("status", "--read")], list(guide.tasks(self.follow.entries())))
        self.assertEqual([], self.restored())

    def test_a_failed_drill_deletes_its_copy(self):
        self.follow.environment["GUIDE_EXIT_CODE"] = "1"
        faults = "\n".join(self.run_block("cdk-java/restore drill $STAGE"))
        self.assertIn("ended with code 1", faults)
        self.assertIn("the drill failed", faults)
        self.assertEqual([], self.restored())

    def test_a_copy_has_all_settings_of_the_stack_and_a_switch_gives_it_the_live_names(self):
        self.assertEqual([], self.run_block("cdk-java/restore copy $STAGE 2026-11-20T02:55:00Z"))
        self.assert_restored_with_all_settings()

        self.assertEqual([], self.run_block("cdk-java/restore switch $STAGE"))
        after = self.databases()
        self.assertLessEqual(set(self.before), set(after), "the switch must give databases the live names")
        self.assertEqual([], self.restored())
        self.assertEqual(2 * len(self.before), len(after))
        for name in set(after) - set(self.before):
            self.assertTrue(name.startswith(f"petty-{self.follow.stage}-before"), name)
        for name, before in self.before.items():
            self.assertEqual(before.get("DBClusterIdentifier"), after[name].get("DBClusterIdentifier"), name)

    def test_a_deleted_database_is_recreated_with_all_settings_of_the_stack(self):
        self.assertEqual([], self.run_block("lose_database"))
        self.assertEqual({}, self.databases())
        self.assertEqual([], self.run_block("cdk-java/restore recreate $STAGE"))
        self.assert_restored_with_all_settings(kept=("DatabaseName", "EngineVersion", "KmsKeyId"))
        after = self.databases()
        self.assertEqual(set(self.before), set(after))
        for name, before in self.before.items():
            for key in ("DBSubnetGroup", "VpcSecurityGroups", "DBParameterGroups", "DBClusterParameterGroup",
                        "PreferredMaintenanceWindow", "KmsKeyId", "PromotionTier", "TagList"):
                self.assertEqual(before.get(key), after[name].get(key), (name, key))
        self.assertIn("exists", self.refused("cdk-java/restore recreate $STAGE"))

    def test_without_a_snapshot_nothing_is_recreated(self):
        self.assertEqual([], self.run_block("lose_database"))
        rds = boto3.client("rds")
        for snapshot in rds.describe_db_cluster_snapshots()["DBClusterSnapshots"]:
            rds.delete_db_cluster_snapshot(DBClusterSnapshotIdentifier=snapshot["DBClusterSnapshotIdentifier"])
        for snapshot in rds.describe_db_snapshots()["DBSnapshots"]:
            rds.delete_db_snapshot(DBSnapshotIdentifier=snapshot["DBSnapshotIdentifier"])
        self.assertIn("has no snapshot", self.refused("cdk-java/restore recreate $STAGE"))
        self.assertEqual({}, self.databases())

    def refused(self, command):
        faults = "\n".join(self.run_block(command))
        self.assertNotEqual("", faults)
        return faults

    def assert_restored_with_all_settings(self, kept=()):
        """Asserts that the request has all settings, except those that the backup keeps."""
        requests = [json.loads(entry["text"]) for entry in self.follow.entries() if entry["kind"] == "request"]
        request = next(request for request in requests if request["operation"].startswith("Restore"))
        shape = boto3.client("rds").meta.service_model.operation_model(request["operation"]).input_shape
        expected = {key: value for key, value in self.settings().items()
                    if key in shape.members and key not in kept}
        self.assertGreater(len(expected), 8)
        for key, value in expected.items():
            self.assertIn(key, request["parameters"])
            if not isinstance(value, (dict, list)):
                self.assertEqual(str(value).lower(), str(request["parameters"][key]).lower(), key)

    def settings(self):
        """Returns the properties of the database in the template, as a restore names them."""
        template = json.loads(next(self.templates.glob("*-database.template.json")).read_text())
        database = next(resource["Properties"] for resource in template["Resources"].values()
                        if resource["Type"] in ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance")
                        and "MasterUsername" in resource["Properties"])
        renamed = {"VPCSecurityGroups": "VpcSecurityGroupIds"}
        # A copy has a new identifier. Its database, engine and storage come from the backup.
        left_out = {"DBInstanceIdentifier", "DBClusterIdentifier", "AllocatedStorage", "DBName", "Engine"}
        return {renamed.get(key, key): value for key, value in database.items() if key not in left_out}


def load_tests(loader, tests, pattern):
    suite = unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in (Queries, Commands))
    for templates in TEMPLATES:
        suite.addTests(loader.loadTestsFromTestCase(type("Restore of " + templates.name, (Restore,), {"templates": templates})))
    return suite


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
