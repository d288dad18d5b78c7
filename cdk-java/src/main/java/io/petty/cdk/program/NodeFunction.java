package io.petty.cdk.program;

import io.petty.cdk.construct.Logging;
import io.petty.cdk.construct.Permissions;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;

/** Lambda functions whose Node.js source is a resource of this package, {@code NAME.js}. */
final class NodeFunction {
    private NodeFunction() {}

    /** Creates the role of a function, without permissions. */
    static Role role(PettyStack stack, String id, String description) {
        return Role.Builder.create(stack, id)
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .description(description)
                .build();
    }

    /** Creates a function and its log, and allows its role to write the log. */
    static Function make(
            PettyStack stack,
            String id,
            String logId,
            String name,
            String description,
            Role role,
            Map<String, String> environment) {
        StageSettings settings = stack.settings();
        LogGroup log = Logging.group(stack, logId, settings, name);
        new Permissions(role)
                .allow(
                        List.of("logs:CreateLogStream", "logs:PutLogEvents"),
                        List.of(stack.arn(
                                "logs", "log-group:/petty/%s/%s:log-stream:*".formatted(settings.stage(), name))));
        return Function.Builder.create(stack, id)
                .functionName(settings.name(name))
                .description(description)
                .runtime(Runtime.NODEJS_24_X)
                .handler("index.handler")
                .code(Code.fromInline(source(name)))
                .timeout(Duration.minutes(1))
                .role(role.withoutPolicyUpdates())
                .logGroup(log)
                .environment(environment)
                .build();
    }

    private static String source(String name) {
        try (InputStream in = Objects.requireNonNull(NodeFunction.class.getResourceAsStream(name + ".js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
