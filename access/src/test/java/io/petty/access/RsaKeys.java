package io.petty.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Properties;

/** RSA keys from a file, since generating one takes up to a few seconds. */
enum RsaKeys {
    /** The key of {@link SharedSigningKey}. */
    SHARED,
    STRANGER,
    /** 1024 bits. */
    SHORT,
    /** 3072 bits. */
    LONG;

    private static final Properties TEXTS = new Properties();

    static {
        try (InputStream file = RsaKeys.class.getResourceAsStream("rsa-keys.properties")) {
            TEXTS.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the key as PKCS #8 in Base64. */
    String text() {
        return TEXTS.getProperty(name().toLowerCase(Locale.ROOT));
    }

    RSAPrivateCrtKey key() {
        try {
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
