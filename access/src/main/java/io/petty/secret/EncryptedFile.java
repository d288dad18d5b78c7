package io.petty.secret;

import io.petty.home.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file encrypted with AES-256-GCM under a key that lies in a file of its own. Both are readable by their owner alone and
 * replaced whole. The file is a mark, the first bytes of the key's SHA-256, a nonce, and what was encrypted with its tag.
 */
final class EncryptedFile {
    private static final Logger LOG = LoggerFactory.getLogger(EncryptedFile.class);

    private static final byte[] MARK = "petty-secrets-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final String KEY_MARK = "petty-key-1 ";
    private static final int KEY_BYTES = 32;
    private static final int KEY_ID_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = MARK.length + KEY_ID_BYTES + NONCE_BYTES;

    private final Path file;
    private final Path keyFile;
    private final SecureRandom random = new SecureRandom();

    EncryptedFile(Path file, Path keyFile) {
        this.file = file;
        this.keyFile = keyFile;
    }

    /**
     * What was written last; empty when nothing ever was.
     *
     * @throws SecretException when the file or its key is missing, damaged, or another's
     */
    Optional<byte[]> read() {
        byte[] bytes = bytes(file);
        if (bytes == null) {
            return Optional.empty();
        }
        if (bytes.length < HEADER_BYTES + TAG_BITS / Byte.SIZE
                || !Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)) {
            throw new SecretException(
                    "%s is not a file of Petty's secrets, or only the beginning of one: put it back from"
                                    .formatted(file)
                            + " a backup, or move it away to begin with new secrets; then all tokens end");
        }
        byte[] key = key();
        if (key == null) {
            throw new SecretException(
                    "petty.secrets.key-file: %s is missing, so %s can't be read: put it back from a backup, or move %2$s away to begin with new secrets; then all tokens end"
                            .formatted(keyFile, file));
        }
        if (!Arrays.equals(bytes, MARK.length, MARK.length + KEY_ID_BYTES, DigestUtils.sha256(key), 0, KEY_ID_BYTES)) {
            throw new SecretException(
                    "petty.secrets.key-file: %s is not the key that %s was encrypted with: put the right one there, or move %2$s away to begin with new secrets; then all tokens end"
                            .formatted(keyFile, file));
        }
        byte[] nonce = Arrays.copyOfRange(bytes, MARK.length + KEY_ID_BYTES, HEADER_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce);
            cipher.updateAAD(bytes, 0, HEADER_BYTES);
            return Optional.of(cipher.doFinal(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES));
        } catch (AEADBadTagException e) {
            throw new SecretException(
                    "%s is damaged: put it back from a backup, or move it away to begin with new secrets; then all tokens end"
                            .formatted(file),
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES in GCM", e);
        }
    }

    /** Replaces the content, making the key when there is none. To be called by one process at a time. */
    void write(byte[] content) {
        byte[] key = key();
        if (key == null) {
            key = new byte[KEY_BYTES];
            random.nextBytes(key);
            String line = KEY_MARK + Base64.getEncoder().encodeToString(key) + "\n";
            replace(keyFile, line.getBytes(StandardCharsets.US_ASCII));
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                .put(MARK)
                .put(DigestUtils.sha256(key), 0, KEY_ID_BYTES)
                .put(nonce)
                .array();
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
            cipher.updateAAD(header);
            byte[] encrypted = cipher.doFinal(content);
            replace(
                    file,
                    ByteBuffer.allocate(HEADER_BYTES + encrypted.length)
                            .put(header)
                            .put(encrypted)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES in GCM", e);
        }
    }

    private byte @Nullable [] key() {
        byte[] bytes = bytes(keyFile);
        if (bytes == null) {
            return null;
        }
        warnWhenOthersMayRead();
        String line = new String(bytes, StandardCharsets.US_ASCII).strip();
        try {
            byte[] key = line.startsWith(KEY_MARK)
                    ? Base64.getDecoder().decode(line.substring(KEY_MARK.length()))
                    : new byte[0];
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Told below as any other line that is no key.
        }
        throw new SecretException(
                "petty.secrets.key-file: %s holds no key of Petty's: put it back from a backup, or move it and %s away to begin with new secrets; then all tokens end"
                        .formatted(keyFile, file));
    }

    private void warnWhenOthersMayRead() {
        try {
            if (PrivateFiles.isOpenToOthers(keyFile)) {
                LOG.warn("Others than its owner may read {}: chmod 600 it", keyFile);
            }
        } catch (IOException e) {
            LOG.debug("Who may read {} can't be told", keyFile, e);
        }
    }

    private static byte @Nullable [] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new SecretException(
                    "%s can't be read: %s: let the user that Petty runs as read it".formatted(file, e), e);
        }
    }

    private static void replace(Path file, byte[] bytes) {
        try {
            PrivateFiles.replace(file, bytes);
        } catch (IOException e) {
            throw new SecretException(
                    "%s can't be written: %s: let the user that Petty runs as write there".formatted(file, e), e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
