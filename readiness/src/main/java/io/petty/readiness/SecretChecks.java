package io.petty.readiness;

import io.petty.access.SigningKeyRotation;
import io.petty.access.TokenAdministration;
import io.petty.secret.SecretName;
import io.petty.secret.SecretSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks that secrets are only where they belong, that only their owner can read them, and that they can be rotated.
 */
final class SecretChecks {
    private static final Pattern SECRET_SETTING =
            Pattern.compile("(?i)^\\s*[\\w.-]*(password|secret|token|api-?key)\\s*[=:]\\s*(\\S.*)$");

    /** Lines with settings whose names contain such a word, but whose values aren't secrets. */
    private static final Pattern NO_SECRET = Pattern.compile("(?i).*(token-life|secrets\\.|secrets:).*");

    private static final List<String> SETTINGS_FILES = List.of(
            "petty.properties",
            "petty.yml",
            "petty.yaml",
            "config/petty.properties",
            "config/petty.yml",
            "config/petty.yaml");
    private static final List<String> SECRET_PROPERTIES =
            List.of("petty.database.password", "petty.user-key-secret", "aws.secretAccessKey");

    private final Subject subject;
    private final Path workingFolder;
    private final RotationCheck rotation;

    /**
     * @param workingFolder the folder of settings files
     * @param rotation rotates the signing key with an overlap
     */
    SecretChecks(Subject subject, Path workingFolder, Function<TokenAdministration, SigningKeyRotation> rotation) {
        this.subject = subject;
        this.workingFolder = workingFolder;
        this.rotation = new RotationCheck(rotation);
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "secrets.store",
                        "Only its owner can read the secret store",
                        "reads the permissions of the secret files, or queries AWS Secrets Manager if the settings select it",
                        "Run chmod 600 on the named files; if others could read them, run ./petty tokens rotate --at-once.",
                        this::isForItsOwnerAlone),
                new Check(
                        "secrets.home",
                        "The home contains no secret in plain text",
                        "searches the home's files for the signing keys, the hash key, passwords from the environment, and the checks' credentials",
                        "Delete the file and replace the secret: run ./petty tokens rotate --at-once or keys rotate, or change the password.",
                        this::homeHoldsNone),
                new Check(
                        "secrets.settings",
                        "No secret is in settings files or on the command line",
                        "reads petty.properties and petty.yml where Petty finds them, and the properties that Java was started with",
                        "Change the secret, and keep the new one in an environment variable (PETTY_DATABASE_PASSWORD) or in AWS Secrets Manager.",
                        this::settingsHoldNone),
                new Check(
                        "secrets.echo",
                        "The service doesn't reveal its environment",
                        "starts the service with a marker in its environment, and searches its answers and log for the marker and for passwords",
                        "Find the endpoint or log line that contains the value; the management port may only expose health and prometheus.",
                        this::echoesNothing),
                new Check(
                        "secrets.rotation",
                        "The signing key can be rotated without revoking tokens, and immediately if it leaked",
                        "rotates in a temporary home, with the installation's settings and a clock set forward",
                        "Don't rotate until this is fixed: check petty.access.signing-key-overlap and the secret signing-keys.",
                        evidence -> rotation.examine(subject.installation().access(), evidence)));
    }

    private void isForItsOwnerAlone(Evidence evidence) throws Exception {
        Installation here = subject.installation();
        SecretSettings settings = here.secretSettings();
        boolean inAws = settings.store().equals("aws");
        if (inAws) {
            boolean known = here.secrets().findNow(SecretName.SIGNING_KEYS).isPresent();
            evidence.saw("AWS Secrets Manager stores them under %s; signing-keys %s"
                    .formatted(settings.prefix(), known ? "exists" : "doesn't exist yet"));
        }
        List<Path> files = Stream.of(
                        here.home().resolve("secrets"),
                        Objects.requireNonNullElse(
                                settings.keyFile(), here.home().resolve("secrets.key")),
                        here.home().resolve("secrets.cache"))
                .filter(Files::exists)
                .toList();
        if (files.isEmpty() && !inAws) {
            throw new UnmetException("no secret has been needed yet");
        }
        HomeChecks.requirePermissions(here.home());
        for (Path file : files) {
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
            evidence.expect(
                    modes.stream().allMatch(mode -> mode.name().startsWith("OWNER_")),
                    "%s is %s".formatted(file.getFileName(), PosixFilePermissions.toString(modes)),
                    "others can access %s: %s".formatted(file, PosixFilePermissions.toString(modes)));
        }
    }

    private void homeHoldsNone(Evidence evidence) throws Exception {
        Map<String, String> secrets = subject.sensitive().secrets();
        ClearTexts search = new ClearTexts(secrets);
        // Tables and their copies are large and contain only readings.
        search.look(subject.installation().home(), Set.of("lake", "work", "served"));
        search.found().forEach(evidence::wrong);
        evidence.saw("searched %d files for %d secrets".formatted(search.files(), secrets.size()));
        search.skipped().forEach(file -> evidence.saw("not searched: " + file));
    }

    private void settingsHoldNone(Evidence evidence) throws Exception {
        subject.installation();
        List<String> looked = new ArrayList<>();
        for (String name : SETTINGS_FILES) {
            Path file = workingFolder.resolve(name);
            if (!Files.isRegularFile(file)) {
                continue;
            }
            looked.add(name);
            List<String> lines = Files.readAllLines(file);
            for (int number = 0; number < lines.size(); number++) {
                if (isSecret(lines.get(number))) {
                    evidence.wrong("line %d of %s has a secret in plain text".formatted(number + 1, name));
                }
            }
        }
        for (String property : SECRET_PROPERTIES) {
            if (System.getProperty(property) != null) {
                evidence.wrong(
                        "-D%s is on the command line, which every user of the machine can see".formatted(property));
            }
        }
        evidence.saw(looked.isEmpty() ? "found no settings file" : "none in " + String.join(", ", looked));
        evidence.saw("none on the command line");
    }

    /** Returns whether a line contains a secret itself, rather than a reference to one. */
    private static boolean isSecret(String line) {
        if (line.stripLeading().startsWith("#") || NO_SECRET.matcher(line).matches()) {
            return false;
        }
        Matcher setting = SECRET_SETTING.matcher(line);
        return setting.matches() && !setting.group(2).startsWith("${");
    }

    private void echoesNothing(Evidence evidence) throws Exception {
        Installation here = subject.installation();
        String token = subject.token();
        List<ApiAnswer> answers = new ArrayList<>();
        Subject.Collars collars = subject.collars();
        for (String path : List.of(
                collars.timeline(collars.own()),
                collars.timeline(collars.foreign()),
                "/",
                "/v1/days",
                "/v1/openapi.json",
                "/v1/nothing",
                "/error",
                "/actuator/env")) {
            answers.add(subject.api().getWithToken(path, token));
        }
        for (String path : List.of(
                "/actuator/env",
                "/actuator/configprops",
                "/actuator/health",
                "/actuator/info",
                "/actuator/prometheus")) {
            answers.add(subject.management().get(path));
        }
        for (ApiAnswer answer : answers) {
            here.environmentSecrets().forEach((text, name) -> {
                if (answer.body().contains(text)) {
                    evidence.wrong("an answer contains the value of " + name);
                }
            });
        }
        evidence.saw("none of %d values in %d answers; logs.redaction searches the log"
                .formatted(here.environmentSecrets().size(), answers.size()));
    }
}
