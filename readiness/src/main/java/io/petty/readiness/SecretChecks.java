package io.petty.readiness;

import io.petty.access.SigningKeyRotation;
import io.petty.access.TokenAdministration;
import io.petty.secret.SecretName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Secrets are where they belong, for their owner alone, and can be changed without anybody noticing. */
final class SecretChecks {
    private static final Pattern SECRET_SETTING =
            Pattern.compile("(?i)^\\s*[\\w.-]*(password|secret|token|api-?key)\\s*[=:]\\s*(\\S.*)$");

    /** Names of settings that have such a word in them and hold no secret. */
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
    private final @Nullable Installation installation;
    private final Path workingFolder;
    private final RotationCheck rotation;

    /**
     * @param installation null when it is elsewhere
     * @param workingFolder where settings files are looked for
     * @param rotation how the signing key is rotated
     */
    SecretChecks(
            Subject subject,
            @Nullable Installation installation,
            Path workingFolder,
            Function<TokenAdministration, SigningKeyRotation> rotation) {
        this.subject = subject;
        this.installation = installation;
        this.workingFolder = workingFolder;
        this.rotation = new RotationCheck(rotation);
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "secrets.store",
                        "The store of secrets can be read by its owner alone",
                        "looks at the modes of the files of secrets, or asks AWS Secrets Manager where the settings name it",
                        "chmod 600 the files that are named; if others could read them, ./petty tokens rotate --at-once.",
                        this::isForItsOwnerAlone),
                new Check(
                        "secrets.home",
                        "No secret stands in clear in the home",
                        "looks for the signing keys, the key of hashes, passwords of the environment, and what the checks were given in the home's files",
                        "Remove the file, and change the secret: ./petty tokens rotate --at-once, keys rotate, or the password.",
                        this::homeHoldsNone),
                new Check(
                        "secrets.settings",
                        "No secret stands in settings files or on the command line",
                        "reads petty.properties and petty.yml as Petty finds them, and the properties that Java was started with",
                        "Give it as an environment variable (PETTY_DATABASE_PASSWORD) or from AWS Secrets Manager, and change it.",
                        this::settingsHoldNone),
                new Check(
                        "secrets.echo",
                        "The service tells nobody its environment",
                        "starts it with a marker in its environment and looks for that, and for passwords, in what it answers and logs",
                        "Look which endpoint or line has it; only health and prometheus may be exposed by the management port.",
                        this::echoesNothing),
                new Check(
                        "secrets.rotation",
                        "The signing key is rotated without ending tokens, and at once when it leaked",
                        "rotates in a home of its own, by the installation's settings, with a clock set forward",
                        "Don't rotate until it is mended: look at petty.access.signing-key-overlap and the secret signing-keys.",
                        () -> rotation.examine(here().access())));
    }

    private Installation here() throws UnmetException {
        if (installation == null) {
            throw new UnmetException("secrets are looked at where they are: run ./petty readiness there");
        }
        return installation;
    }

    private Result isForItsOwnerAlone() throws Exception {
        Installation here = here();
        Evidence evidence = new Evidence();
        if (here.secretSettings().store().equals("aws")) {
            boolean known = here.secrets().findNow(SecretName.SIGNING_KEYS).isPresent();
            evidence.saw("AWS Secrets Manager keeps them, below %s; signing-keys %s"
                    .formatted(here.secretSettings().prefix(), known ? "is there" : "is not made yet"));
        }
        Path keyFile = here.secretSettings().keyFile();
        int looked = 0;
        for (Path file : List.of(
                here.home().resolve("secrets"),
                keyFile == null ? here.home().resolve("secrets.key") : keyFile,
                here.home().resolve("secrets.cache"))) {
            if (!Files.exists(file)) {
                continue;
            }
            looked++;
            Set<PosixFilePermission> modes;
            try {
                modes = Files.getPosixFilePermissions(file);
            } catch (UnsupportedOperationException e) {
                throw new UnmetException("this file system has no POSIX permissions");
            }
            boolean own = modes.stream().allMatch(mode -> mode.name().startsWith("OWNER_"));
            evidence.expect(
                    own,
                    "%s is %s".formatted(file.getFileName(), PosixFilePermissions.toString(modes)),
                    "others may get at %s: %s".formatted(file, PosixFilePermissions.toString(modes)));
        }
        if (looked == 0 && !here.secretSettings().store().equals("aws")) {
            throw new UnmetException("nothing needed a secret yet");
        }
        return evidence.result();
    }

    private Result homeHoldsNone() throws Exception {
        Installation here = here();
        Map<String, String> secrets = subject.sensitive().secrets();
        ClearTexts search = new ClearTexts(secrets);
        // The tables are data, and have none of these in them; copies of them are as large.
        search.look(here.home(), Set.of("lake", "work", "served"));
        Evidence evidence = new Evidence();
        search.found().forEach(evidence::wrong);
        evidence.saw("%d files looked through for %d secrets".formatted(search.files(), secrets.size()));
        search.skipped().forEach(file -> evidence.saw("not looked at: " + file));
        return evidence.result();
    }

    private Result settingsHoldNone() throws Exception {
        here();
        Evidence evidence = new Evidence();
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
                    evidence.wrong("line %d of %s gives a secret in clear".formatted(number + 1, name));
                }
            }
        }
        for (String property : SECRET_PROPERTIES) {
            if (System.getProperty(property) != null) {
                evidence.wrong(
                        "-D%s stands on the command line, which every user of the machine sees".formatted(property));
            }
        }
        evidence.saw(looked.isEmpty() ? "there is no settings file here" : "none in " + String.join(", ", looked));
        evidence.saw("none on the command line");
        return evidence.result();
    }

    /** Whether a line gives a secret itself, not the name of where it is. */
    private static boolean isSecret(String line) {
        if (line.stripLeading().startsWith("#") || NO_SECRET.matcher(line).matches()) {
            return false;
        }
        Matcher setting = SECRET_SETTING.matcher(line);
        return setting.matches() && !setting.group(2).startsWith("${");
    }

    private Result echoesNothing() throws Exception {
        Installation here = here();
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
        Evidence evidence = new Evidence();
        for (ApiAnswer answer : answers) {
            here.environmentSecrets().forEach((text, name) -> {
                if (answer.body().contains(text)) {
                    evidence.wrong("an answer holds the value of " + name);
                }
            });
        }
        evidence.saw("none of %d values in %d answers; the log is looked at by logs.redaction"
                .formatted(here.environmentSecrets().size(), answers.size()));
        return evidence.result();
    }
}
