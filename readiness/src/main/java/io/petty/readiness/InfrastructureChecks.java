package io.petty.readiness;

import io.petty.readiness.Templates.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the templates of the deployment make is closed, encrypted, watched, and may do no more than it must. */
final class InfrastructureChecks {
    private static final Pattern STAGE = Pattern.compile("(?:.*/)?([^-/]+-[^-/]+)-");
    private static final String REMEDY =
            "Change the stack in cdk-java, synthesise it again (cdk synth), and check again before it is deployed.";

    /** What must have an alarm, by what its name, description or metric says. */
    private static final Map<String, Pattern> ALARMS = new LinkedHashMap<>();

    static {
        ALARMS.put("error rate", Pattern.compile("5xx|error-?rate"));
        ALARMS.put("latency", Pattern.compile("targetresponsetime|latency"));
        ALARMS.put("failed or missing night", Pattern.compile("night|days?[._-]?failed|failed[._-]?days?"));
        ALARMS.put("stale newest day", Pattern.compile("fresh|stale|newest"));
        ALARMS.put("reject share", Pattern.compile("reject"));
    }

    private final @Nullable Path folder;
    private @Nullable Templates read;

    /** @param folder of the templates; null when none is named */
    InfrastructureChecks(@Nullable Path folder) {
        this.folder = folder;
    }

    List<Check> all() {
        return List.of(
                check(
                        "buckets",
                        "Buckets are encrypted by a customer's key, versioned, and closed to the public",
                        "looks at each AWS::S3::Bucket",
                        DataProtection::buckets),
                check(
                        "transport",
                        "Nothing is answered without TLS",
                        "looks at the policies of buckets, and at the listeners of load balancers",
                        DataProtection::transport),
                check(
                        "encryption",
                        "Topics, databases and file systems are encrypted",
                        "looks at each of them",
                        DataProtection::encryption),
                check(
                        "network",
                        "Only the load balancer can be reached from the internet",
                        "looks at databases, services and the rules of security groups",
                        DataProtection::network),
                check(
                        "permissions",
                        "No policy has a star where AWS allows a narrower one",
                        "walks all statements of all policies, against an explicit list of actions that know no resource",
                        this::permissions),
                check(
                        "roles",
                        "Each component has a role of its own",
                        "compares the roles of task definitions, and looks at the managed policies of roles",
                        this::roles),
                check(
                        "containers",
                        "No container runs as root",
                        "looks at each container of each task definition",
                        this::containers),
                check(
                        "logs",
                        "Logs are kept for a limited time",
                        "looks at each log group, and at where containers log to",
                        this::logs),
                check(
                        "alarms",
                        "Somebody is told of errors, latency, nights, staleness and rejects",
                        "looks for an alarm with an action on each of them",
                        this::alarms));
    }

    private interface Look {
        void at(Templates templates, Evidence evidence) throws UnmetException;
    }

    private Check check(String id, String title, String does, Look look) {
        return new Check("infrastructure." + id, title, does, REMEDY, () -> {
            Evidence evidence = new Evidence();
            look.at(templates(), evidence);
            return evidence.result();
        });
    }

    private synchronized Templates templates() throws Exception {
        if (read == null) {
            if (folder == null || !Files.isDirectory(folder)) {
                throw new UnmetException(
                        "there are no templates%s: synthesise them, or name their folder with --templates"
                                .formatted(folder == null ? "" : " in " + folder));
            }
            read = Templates.read(folder);
        }
        if (read.resources().isEmpty()) {
            throw new UnmetException("%s holds no *.template.json with resources".formatted(folder));
        }
        return read;
    }

    private void permissions(Templates templates, Evidence evidence) throws UnmetException {
        List<PolicyStatement> statements = PolicyStatement.of(templates.resources());
        if (statements.isEmpty()) {
            throw new UnmetException("the templates have no policy");
        }
        for (PolicyStatement statement : statements) {
            statement
                    .excess()
                    .ifPresent(excess -> evidence.wrong(statement.owner().name() + ": " + excess));
        }
        evidence.saw("%d statements".formatted(statements.size()));
    }

    private void roles(Templates templates, Evidence evidence) throws UnmetException {
        List<Resource> tasks = templates.required("task definition", "AWS::ECS::TaskDefinition");
        Map<String, String> owners = new HashMap<>();
        for (Resource task : tasks) {
            JsonNode role = task.property("TaskRoleArn");
            if (!Templates.isGiven(role)) {
                evidence.wrong(task.name() + " has no role of its own");
                continue;
            }
            String named = task.template() + Templates.text(role);
            String other = owners.put(named, task.id());
            if (other != null) {
                evidence.wrong("%s shares its role with %s".formatted(task.name(), other));
            }
            if (role.equals(task.property("ExecutionRoleArn"))) {
                evidence.wrong(task.name() + " runs under the role that starts it");
            }
        }
        for (Resource role : templates.of("AWS::IAM::Role")) {
            for (String managed : Templates.texts(role.property("ManagedPolicyArns"))) {
                if (managed.matches(".*(AdministratorAccess|PowerUserAccess|FullAccess).*")) {
                    evidence.wrong("%s has %s".formatted(role.name(), managed.replaceFirst(".*/", "")));
                }
            }
        }
        evidence.saw("%d task definitions, each with a role of its own".formatted(tasks.size()));
    }

    private void containers(Templates templates, Evidence evidence) throws UnmetException {
        List<Resource> tasks = templates.required("task definition", "AWS::ECS::TaskDefinition");
        int looked = 0;
        for (Resource task : tasks) {
            for (JsonNode container : task.property("ContainerDefinitions").values()) {
                looked++;
                String name = task.name() + "/" + container.path("Name").asString("");
                String user = Templates.text(container.path("User"));
                if (user.isEmpty() || user.matches("(root|0+)(:.*)?")) {
                    evidence.wrong(name + (user.isEmpty() ? " names no user" : " runs as " + user));
                }
                if (Templates.isTrue(container.path("Privileged"))) {
                    evidence.wrong(name + " is privileged");
                }
            }
        }
        evidence.saw("%d containers".formatted(looked));
    }

    private void logs(Templates templates, Evidence evidence) throws UnmetException {
        List<Resource> groups = templates.required("log group", "AWS::Logs::LogGroup");
        for (Resource group : groups) {
            evidence.require(
                    Templates.isGiven(group.property("RetentionInDays")), group.name() + " keeps its lines for ever");
        }
        evidence.saw("%d log groups".formatted(groups.size()));
        for (Resource task : templates.of("AWS::ECS::TaskDefinition")) {
            for (JsonNode container : task.property("ContainerDefinitions").values()) {
                if (!container.path("LogConfiguration").has("LogDriver")) {
                    evidence.wrong("%s/%s logs nowhere"
                            .formatted(task.name(), container.path("Name").asString("")));
                }
            }
        }
    }

    private void alarms(Templates templates, Evidence evidence) {
        Map<String, List<Resource>> stages = new TreeMap<>();
        templates
                .resources()
                .forEach(resource -> stages.computeIfAbsent(stage(resource), any -> new ArrayList<>())
                        .add(resource));
        stages.forEach((stage, resources) -> ALARMS.forEach((subject, words) -> {
            boolean told = resources.stream()
                    .filter(resource -> resource.type().matches("AWS::CloudWatch::(Composite)?Alarm"))
                    .filter(alarm -> !alarm.property("AlarmActions").isEmpty())
                    .anyMatch(alarm -> words.matcher((alarm.id() + " " + alarm.properties()).toLowerCase(Locale.ROOT))
                            .find());
            evidence.require(told, "%snobody is told of: %s".formatted(stage.isEmpty() ? "" : stage + ": ", subject));
        }));
        evidence.saw("all of them%s"
                .formatted(stages.size() == 1 ? "" : ", in each of " + String.join(" and ", stages.keySet())));
    }

    /** What a template is called by before the name of its stack, as {@code petty-staging} of {@code petty-staging-api}. */
    private static String stage(Resource resource) {
        Matcher named = STAGE.matcher(resource.template());
        return named.lookingAt() ? named.group(1) : "";
    }
}
