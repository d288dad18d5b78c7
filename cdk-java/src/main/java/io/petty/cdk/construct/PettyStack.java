package io.petty.cdk.construct;

import io.petty.cdk.settings.StageSettings;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Token;
import software.constructs.Construct;

/** A stack of one stage, with its name, its account and region, and protection against deletion in production. */
public abstract class PettyStack extends Stack {
    private final StageSettings settings;

    protected PettyStack(Construct scope, StageSettings settings, String name, String description) {
        super(
                scope,
                settings.name(name),
                StackProps.builder()
                        .env(Environment.builder()
                                .account(settings.account())
                                .region(settings.region())
                                .build())
                        .description("Petty, %s: %s".formatted(settings.stage(), description))
                        .terminationProtection(settings.isProduction())
                        .build());
        this.settings = settings;
    }

    public StageSettings settings() {
        return settings;
    }

    /** Adds a value that people need; {@code aws cloudformation describe-stacks} and {@code cdk deploy} show it. */
    protected void output(String name, String description, String value) {
        CfnOutput.Builder.create(this, name)
                .description(description)
                .value(value)
                .build();
    }

    /** Returns the ARN of a resource of this stack's account and region, in the notation of cdk-nag's findings. */
    public String finding(String service, String resource) {
        String account = Token.isUnresolved(getAccount()) ? "<AWS::AccountId>" : getAccount();
        return "Resource::arn:<AWS::Partition>:%s:%s:%s:%s".formatted(service, getRegion(), account, resource);
    }

    /** Returns the ARN of a resource of this stack's account and region. */
    public String arn(String service, String resource) {
        return "arn:%s:%s:%s:%s:%s".formatted(getPartition(), service, getRegion(), getAccount(), resource);
    }
}
