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
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of named texts, encrypted with AES-256-GCM. The key is in a separate file. Only the owner can read the two
 * files, and each write replaces a whole file. The encrypted file consists of a mark, the first bytes of the key's
 * SHA-256, a nonce, and the encrypted texts with their tag.
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

    EncryptedFile(Path file, Path keyFile) {
        this.file = file;
        this.keyFile = keyFile;
    }

    /**
     * Returns the texts of the last write; an empty map if there is no file.
     *
     * @throws SecretException if the file or its key is unreadable or damaged, or the key is missing or doesn't belong
     *     to the file
     */
    SortedMap<String, String> read() {
        byte[] bytes = bytes(file);
        if (bytes == null) {
            return new TreeMap<>();
        }
        if (bytes.length < HEADER_BYTES + TAG_BITS / Byte.SIZE
                || !Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)) {
            throw unusable("%s is not a file of Petty's secrets, or is truncated".formatted(file), null);
        }
        byte[] key = key();
        if (key == null) {
            throw unusable("petty.secrets.key-file: %s is missing, so %s can't be read".formatted(keyFile, file), null);
        }
        if (!Arrays.equals(bytes, MARK.length, MARK.length + KEY_ID_BYTES, DigestUtils.sha256(key), 0, KEY_ID_BYTES)) {
            throw unusable(
                    "petty.secrets.key-file: %s is not the key that encrypted %s".formatted(keyFile, file), null);
        }
        byte[] header = Arrays.copyOf(bytes, HEADER_BYTES);
        byte[] encrypted = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
        try {
            return NamedTexts.read(cipher(Cipher.DECRYPT_MODE, key, header).doFinal(encrypted));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable("%s is damaged".formatted(file), e);
        }
    }

    /** Replaces the texts, and creates the key if there is none. The caller prevents concurrent calls. */
    void write(Map<String, String> texts) {
        SecureRandom random = new SecureRandom();
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
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, key, header).doFinal(NamedTexts.write(texts));
            ByteBuffer content = ByteBuffer.allocate(HEADER_BYTES + encrypted.length);
            replace(file, content.put(header).put(encrypted).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform supports AES-GCM", e);
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
            // Reported below, like any other line without a key.
        }
        throw unusable("petty.secrets.key-file: %s holds no Petty key".formatted(keyFile), null);
    }

    private SecretException unusable(String problem, @Nullable Exception cause) {
        return new SecretException(
                "%s: restore %s and %s from a backup, or move both away to start with new secrets, which invalidates all tokens"
                        .formatted(problem, file, keyFile),
                cause);
    }

    private void warnWhenOthersMayRead() {
        try {
            if (PrivateFiles.isOpenToOthers(keyFile)) {
                LOG.warn("Users other than the owner can read {}: run chmod 600 on it", keyFile);
            }
        } catch (IOException e) {
            LOG.debug("The permissions of {} can't be read", keyFile, e);
        }
    }

    private static byte @Nullable [] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new SecretException(
                    "%s can't be read: %s: allow the user that runs Petty to read it".formatted(file, e), e);
        }
    }

    private static void replace(Path file, byte[] bytes) {
        try {
            PrivateFiles.replace(file, bytes);
        } catch (IOException e) {
            throw new SecretException(
                    "%s can't be written: %s: allow the user that runs Petty to write there".formatted(file, e), e);
        }
    }

    /** @param header the authenticated but unencrypted start of the file, which ends with the nonce */
    private static Cipher cipher(int mode, byte[] key, byte[] header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        int nonce = HEADER_BYTES - NONCE_BYTES;
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, header, nonce, NONCE_BYTES));
        cipher.updateAAD(header);
        return cipher;
    }
}
