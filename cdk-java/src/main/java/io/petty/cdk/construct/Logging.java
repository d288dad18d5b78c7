package io.petty.cdk.construct;

import io.petty.cdk.settings.StageSettings;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ecs.AwsLogDriverMode;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.LogDrivers;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** Log groups, all with the same retention. */
public final class Logging {
    /** Equals the time for which {@code petty maintain} keeps the records of runs. */
    static final RetentionDays RETENTION = RetentionDays.THREE_MONTHS;

    private Logging() {}

    /** Creates the group {@code /petty/STAGE/NAME}. */
    public static LogGroup group(Construct scope, String id, StageSettings settings, String name) {
        return named(scope, id, settings, "/petty/%s/%s".formatted(settings.stage(), name));
    }

    /** Creates a group with a name that AWS requires. In production it is kept when its stack is deleted. */
    public static LogGroup named(Construct scope, String id, StageSettings settings, String name) {
        return LogGroup.Builder.create(scope, id)
                .logGroupName(name)
                .retention(RETENTION)
                .removalPolicy(
                        settings.isProduction() ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY)
                .build();
    }

    /** Returns a driver that never blocks the program, even if CloudWatch Logs doesn't answer. */
    public static LogDriver driver(ILogGroup group, String prefix) {
        return LogDrivers.awsLogs(AwsLogDriverProps.builder()
                .logGroup(group)
                .streamPrefix(prefix)
                .mode(AwsLogDriverMode.NON_BLOCKING)
                .build());
    }
}
