package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Resource;
import io.petty.cdk.Synthesized.Stage;
import io.petty.cdk.Synthesized.Variant;
import io.petty.cdk.settings.Size;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.assertions.Match;
import tools.jackson.databind.JsonNode;

/** Tests that the database of production has backups that are kept when it is deleted. */
class BackupsTest {
    private final Synthesized production = Synthesized.of(Stage.PRODUCTION);

    @ParameterizedTest
    @EnumSource
    void theBackupPlanSelectsTheDatabaseByItsName(Size size) {
        Synthesized synthesized = Synthesized.of(new Variant(Stage.PRODUCTION, size));
        Resource database = synthesized.resources().stream()
                .filter(resource -> resource.properties().has("MasterUsername"))
                .findFirst()
                .orElseThrow();
        boolean cluster = database.type().equals("AWS::RDS::DBCluster");
        String name = database.properties()
                .path(cluster ? "DBClusterIdentifier" : "DBInstanceIdentifier")
                .asString();

        assertThat(synthesized.resources("AWS::Backup::BackupSelection"))
                .singleElement()
                .satisfies(selection -> assertThat(selection
                                .properties()
                                .at("/BackupSelection/Resources")
                                .toString())
                        .contains((cluster ? ":cluster:" : ":db:") + name));
    }

    @Test
    void backupsAreMadeDailyAndKeptAtLeastAsLongAsTheVaultIsLocked() {
        JsonNode rule = production
                .resources("AWS::Backup::BackupPlan")
                .get(0)
                .properties()
                .at("/BackupPlan/BackupPlanRule/0");
        Resource vault = production.resources("AWS::Backup::BackupVault").get(0);

        assertThat(rule.at("/Lifecycle/DeleteAfterDays").asInt())
                .isEqualTo(35)
                .isGreaterThanOrEqualTo(vault.properties()
                        .at("/LockConfiguration/MinRetentionDays")
                        .asInt());
        assertThat(rule.path("ScheduleExpression").asString()).isEqualTo("cron(45 1 * * ? *)");
        assertThat(rule.at("/TargetBackupVault").toString()).contains(vault.id());
        assertThat(vault.deletionPolicy()).isEqualTo("RetainExceptOnCreate");
    }

    @Test
    void failedBackupsAreReported() {
        production
                .template("observability")
                .hasResourceProperties(
                        "AWS::Events::Rule",
                        Match.objectLike(Map.of(
                                "EventPattern",
                                Match.objectLike(Map.of(
                                        "source",
                                        List.of("aws.backup"),
                                        "detail",
                                        Map.of(
                                                "backupVaultName",
                                                List.of("petty-production-backups"),
                                                "state",
                                                List.of("ABORTED", "EXPIRED", "FAILED", "PARTIAL")))))));
    }

    @Test
    void stagingHasNoVault() {
        assertThat(Synthesized.of(Stage.STAGING).templates()).doesNotContainKey("backups");
    }
}
