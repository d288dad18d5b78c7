package io.petty.cdk.storage;

import io.petty.cdk.construct.EncryptionKeys;
import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Permissions;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.glue.CfnCrawler;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnSecurityConfiguration;
import software.amazon.awscdk.services.glue.CfnTrigger;
import software.amazon.awscdk.services.glue.CfnWorkflow;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/**
 * Athena over the tables. Petty's own catalog is in its database. After each run a crawler reads the newest state of
 * the tables and writes it to Glue's catalog.
 */
public final class QueryStack extends PettyStack {
    /** The tables that the specification describes. The others are internal and may change. */
    static final List<String> SHARED_TABLES = List.of("readings", "rejects", "timelines", "summaries", "feedback");

    private static final int CRAWL_DEPTH = 1;
    private static final long MOST_SCANNED_BYTES = 1L << 40;

    public QueryStack(Construct scope, StageSettings settings, StorageStack storage) {
        super(scope, settings, "query", "Glue and Athena over the tables");
        String databaseName = "petty_" + settings.stage();
        CfnDatabase database = CfnDatabase.Builder.create(this, "Database")
                .catalogId(getAccount())
                .databaseInput(CfnDatabase.DatabaseInputProperty.builder()
                        .name(databaseName)
                        .description("Petty's tables as of the last run")
                        .locationUri(storage.tablesUri())
                        .build())
                .build();

        Key logKey = EncryptionKeys.make(
                this,
                "LogKey",
                "crawler",
                "The log of the crawler of Petty's tables",
                EncryptionKeys.forLogs(this, "/aws-glue/crawlers*"));
        CfnSecurityConfiguration security = CfnSecurityConfiguration.Builder.create(this, "Security")
                .name(settings.name("crawler"))
                .encryptionConfiguration(CfnSecurityConfiguration.EncryptionConfigurationProperty.builder()
                        .cloudWatchEncryption(CfnSecurityConfiguration.CloudWatchEncryptionProperty.builder()
                                .cloudWatchEncryptionMode("SSE-KMS")
                                .kmsKeyArn(logKey.getKeyArn())
                                .build())
                        .jobBookmarksEncryption(CfnSecurityConfiguration.JobBookmarksEncryptionProperty.builder()
                                .jobBookmarksEncryptionMode("CSE-KMS")
                                .kmsKeyArn(logKey.getKeyArn())
                                .build())
                        .s3Encryptions(List.of(CfnSecurityConfiguration.S3EncryptionProperty.builder()
                                .s3EncryptionMode("SSE-KMS")
                                .kmsKeyArn(logKey.getKeyArn())
                                .build()))
                        .build())
                .build();
        CfnCrawler crawler = CfnCrawler.Builder.create(this, "Crawler")
                .name(settings.name("tables"))
                .description("Updates the catalog that Athena reads to the newest state of Petty's tables")
                .databaseName(databaseName)
                .role(crawlerRole(storage, databaseName).getRoleArn())
                .crawlerSecurityConfiguration(security.getName())
                .targets(CfnCrawler.TargetsProperty.builder()
                        .icebergTargets(List.of(CfnCrawler.IcebergTargetProperty.builder()
                                .paths(SHARED_TABLES.stream()
                                        .map(table -> storage.tablesUri() + "/" + table)
                                        .toList())
                                .maximumTraversalDepth(CRAWL_DEPTH)
                                .build()))
                        .build())
                .schemaChangePolicy(CfnCrawler.SchemaChangePolicyProperty.builder()
                        .updateBehavior("UPDATE_IN_DATABASE")
                        .deleteBehavior("LOG")
                        .build())
                .build();
        crawler.addResourceDependency(database);
        crawler.addResourceDependency(security);
        CfnWorkflow workflow = CfnWorkflow.Builder.create(this, "Workflow")
                .name(settings.name("tables"))
                .description("Starts when a run has ended")
                .maxConcurrentRuns(1)
                .build();
        CfnTrigger trigger = CfnTrigger.Builder.create(this, "RunEnded")
                .name(settings.name("run-ended"))
                .type("EVENT")
                .workflowName(workflow.getName())
                .actions(List.of(CfnTrigger.ActionProperty.builder()
                        .crawlerName(crawler.getName())
                        .build()))
                .build();
        trigger.addResourceDependency(workflow);
        trigger.addResourceDependency(crawler);

        output("GlueDatabase", "The database of Athena's tables", databaseName);
        output("AthenaWorkGroup", "The workgroup of Athena's queries", settings.name("analysis"));
        CfnWorkGroup.Builder.create(this, "WorkGroup")
                .name(settings.name("analysis"))
                .description("Queries on Petty's tables, in the database " + databaseName)
                .recursiveDeleteOption(true)
                .workGroupConfiguration(CfnWorkGroup.WorkGroupConfigurationProperty.builder()
                        .enforceWorkGroupConfiguration(true)
                        .publishCloudWatchMetricsEnabled(true)
                        .requesterPaysEnabled(false)
                        .bytesScannedCutoffPerQuery(MOST_SCANNED_BYTES)
                        .engineVersion(CfnWorkGroup.EngineVersionProperty.builder()
                                .selectedEngineVersion("Athena engine version 3")
                                .build())
                        .resultConfiguration(CfnWorkGroup.ResultConfigurationProperty.builder()
                                .outputLocation("s3://" + storage.results().getBucketName() + "/athena/")
                                .expectedBucketOwner(getAccount())
                                .encryptionConfiguration(CfnWorkGroup.EncryptionConfigurationProperty.builder()
                                        .encryptionOption("SSE_KMS")
                                        .kmsKey(storage.key().getKeyArn())
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private Role crawlerRole(StorageStack storage, String databaseName) {
        Role role = Role.Builder.create(this, "CrawlerRole")
                .assumedBy(ServicePrincipal.Builder.create("glue.amazonaws.com")
                        .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount())))
                        .build())
                .description("Reads the tables' metadata and writes their entries to the catalog")
                .build();
        Stream<String> entries = Stream.concat(
                Stream.of("catalog", "database/" + databaseName),
                SHARED_TABLES.stream().map(table -> "table/%s/%s".formatted(databaseName, table)));
        new Permissions(role)
                .readObjects(storage.lake(), StorageStack.TABLES)
                .decrypt(storage.key())
                .allow(
                        List.of(
                                "glue:CreateTable",
                                "glue:GetDatabase",
                                "glue:GetTable",
                                "glue:GetTables",
                                "glue:UpdateTable"),
                        entries.map(entry -> arn("glue", entry)).toList())
                .allow(
                        List.of(
                                "logs:AssociateKmsKey",
                                "logs:CreateLogGroup",
                                "logs:CreateLogStream",
                                "logs:PutLogEvents"),
                        List.of(arn("logs", "log-group:/aws-glue/crawlers*")));
        Findings.acceptWildcards(
                role,
                "Wildcards match the tables' files below one folder, and the crawler's own log, whose streams are named by Glue.",
                List.of(
                        Permissions.below(storage.lake(), StorageStack.TABLES),
                        finding("logs", "log-group:/aws-glue/crawlers*")));
        return role;
    }
}
