package io.petty.cdk;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ecs.AwsLogDriverMode;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.LogDrivers;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** Log groups, which all keep what they have for the same time. */
final class Logging {
    /** As long as records of runs are kept by {@code petty maintain}. */
    static final RetentionDays RETENTION = RetentionDays.THREE_MONTHS;

    private Logging() {}

    /** The group {@code /petty/STAGE/NAME}. */
    static LogGroup group(Construct scope, String id, StageSettings settings, String name) {
        return LogGroup.Builder.create(scope, id)
                .logGroupName("/petty/%s/%s".formatted(settings.stage(), name))
                .retention(RETENTION)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }

    /** Never holds a program up, even when CloudWatch Logs doesn't answer. */
    static LogDriver driver(ILogGroup group, String prefix) {
        return LogDrivers.awsLogs(AwsLogDriverProps.builder()
                .logGroup(group)
                .streamPrefix(prefix)
                .mode(AwsLogDriverMode.NON_BLOCKING)
                .build());
    }
}
