package io.petty.cdk.program;

import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Permissions;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Permission;

/**
 * A function that reads a known collar through the API each minute, as a client does: by its public name, with TLS and an
 * API key that is limited to this collar. It is outside of the network, so its requests pass the firewall and the load
 * balancer.
 */
public final class Canary {
    /** The name of the function and of the alarm, without the prefix of the stage. */
    public static final String NAME = "canary";

    /** 1 if the canary couldn't read the collar, and 0 otherwise. */
    public static final String FAILURES = "CanaryFailures";

    /** The milliseconds that an attempt took, whether it failed or not. */
    public static final String DURATION = "CanaryDuration";

    private Canary() {}

    static void make(PettyStack stack, String collar, SecretsStack secrets) {
        StageSettings settings = stack.settings();
        String purpose = "Reads a known collar through the API each minute";
        Role role = NodeFunction.role(stack, "CanaryRole", purpose);
        new Permissions(role)
                .allow(List.of("secretsmanager:GetSecretValue"), List.of(secrets.canaryKey()))
                .decrypt(secrets.key());
        Function function = NodeFunction.make(
                stack,
                "Canary",
                "CanaryLog",
                NAME,
                purpose,
                role,
                Map.of(
                        "URL",
                        "https://" + settings.domain(),
                        "COLLAR",
                        collar,
                        "SECRET",
                        secrets.canaryKey(),
                        "NAMESPACE",
                        settings.metricNamespace(),
                        "METRIC",
                        FAILURES));
        // The next minute's call is the next attempt.
        function.configureAsyncInvoke(EventInvokeConfigOptions.builder()
                .retryAttempts(0)
                .maxEventAge(Duration.minutes(1))
                .build());
        Findings.acceptWildcards(
                role,
                "Lambda names the streams of the function's own log.",
                List.of(stack.finding(
                        "logs", "log-group:/petty/%s/%s:log-stream:*".formatted(settings.stage(), NAME))));
        CfnRule each = CfnRule.Builder.create(stack, "EachMinute")
                .name(settings.name("canary-each-minute"))
                .description("Calls the canary")
                .scheduleExpression("rate(1 minute)")
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("function")
                        .arn(function.getFunctionArn())
                        .build()))
                .build();
        function.addPermission(
                "EachMinuteMayCall",
                Permission.builder()
                        .principal(new ServicePrincipal("events.amazonaws.com"))
                        .sourceArn(each.getAttrArn())
                        .build());
    }
}
