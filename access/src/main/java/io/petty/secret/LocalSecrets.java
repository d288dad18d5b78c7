package io.petty.secret;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Secrets in the encrypted file {@code secrets} of the home. */
final class LocalSecrets implements Secrets {
    private final EncryptedFile file;
    private final HomeLock lock;

    LocalSecrets(Path home, Path keyFile) {
        file = new EncryptedFile(home.resolve("secrets"), keyFile);
        lock = new HomeLock(home);
    }

    @Override
    public Optional<String> find(SecretName name) {
        return Optional.ofNullable(file.read().get(name.label()));
    }

    @Override
    public String change(SecretName name, UnaryOperator<String> change) {
        return lock.hold(() -> {
            Map<String, String> texts = file.read();
            String known = texts.getOrDefault(name.label(), "");
            String changed = change.apply(known);
            if (!changed.equals(known)) {
                texts.put(name.label(), changed);
                file.write(texts);
            }
            return changed;
        });
    }
}
