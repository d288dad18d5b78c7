package io.petty.cdk.delivery;

import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ecr.LifecycleRule;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.RepositoryEncryption;
import software.amazon.awscdk.services.ecr.TagMutability;
import software.constructs.Construct;

/**
 * The repositories of the two images. This stack is deployed first, so that images can be pushed before their tasks
 * start.
 */
public final class ImagesStack extends PettyStack {
    private static final int KEPT = 50;

    private final Repository command;
    private final Repository api;

    public ImagesStack(Construct scope, StageSettings settings) {
        super(scope, settings, "images", "Repositories of images");
        command = repository("Command", settings.name("command"));
        api = repository("Api", settings.name("api"));
        output("CommandImage", "Where the image of the command is pushed, without its tag", command.getRepositoryUri());
        output("ApiImage", "Where the image of the API is pushed, without its tag", api.getRepositoryUri());
    }

    private Repository repository(String id, String name) {
        return Repository.Builder.create(this, id)
                .repositoryName(name)
                .encryption(RepositoryEncryption.KMS)
                .imageScanOnPush(true)
                .imageTagMutability(TagMutability.IMMUTABLE)
                .lifecycleRules(
                        List.of(LifecycleRule.builder().maxImageCount(KEPT).build()))
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
    }

    /** Returns the repository of the {@code petty} command: runs, Spark master and workers, maintenance, rotation. */
    public Repository command() {
        return command;
    }

    public Repository api() {
        return api;
    }
}
