package io.petty.secret;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Secrets in an encrypted file of the home, {@code secrets}: a JSON object of their names and texts. */
final class LocalSecrets implements Secrets {
    private final Path path;
    private final EncryptedFile file;
    private final HomeLock lock;

    LocalSecrets(Path home, Path keyFile) {
        path = home.resolve("secrets");
        file = new EncryptedFile(path, keyFile);
        lock = new HomeLock(home);
    }

    @Override
    public Optional<String> find(SecretName name) {
        return Optional.ofNullable(texts().get(name.label()));
    }

    @Override
    public Optional<String> findNow(SecretName name) {
        return find(name);
    }

    @Override
    public String change(SecretName name, UnaryOperator<String> change) {
        return lock.hold(() -> {
            Map<String, String> texts = texts();
            String known = texts.getOrDefault(name.label(), "");
            String changed = change.apply(known);
            if (!changed.equals(known)) {
                texts.put(name.label(), changed);
                file.write(NamedTexts.write(texts));
            }
            return changed;
        });
    }

    private Map<String, String> texts() {
        byte[] content = file.read().orElse(null);
        if (content == null) {
            return new TreeMap<>();
        }
        try {
            return NamedTexts.read(content);
        } catch (IllegalArgumentException e) {
            throw new SecretException(
                    "%s holds no secrets of this version: put it back from a backup".formatted(path), e);
        }
    }

    @Override
    public boolean isManaged() {
        return false;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
