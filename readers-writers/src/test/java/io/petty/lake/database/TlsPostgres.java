package io.petty.lake.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server that accepts only TLS from clients by TCP. Its certificate is for {@code localhost} and signed by
 * a CA of its own.
 */
public final class TlsPostgres implements Closeable {
    private static final Duration LONGEST_START = Duration.ofMinutes(4);
    private static final String PASSWORD = "of-the-test";
    private static final Path STACK = Path.of("../cdk-java/src/main/java/io/petty/cdk/DatabaseStack.java");

    private final Path folder;
    private final EmbeddedPostgres server;

    private TlsPostgres(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    /** Starts a server whose certificates are in a folder. */
    public static TlsPostgres start(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        keytool(folder, "-alias", "ca", "-dname", "CN=CA of the tests", "-ext", "bc:c");
        keytool(folder, "-alias", "other", "-dname", "CN=Another CA", "-ext", "bc:c");
        keytool(folder, "-alias", "server", "-dname", "CN=localhost", "-signer", "ca", "-ext", "san=dns:localhost");
        KeyStore store = KeyStore.getInstance(folder.resolve("keys").toFile(), PASSWORD.toCharArray());
        for (String name : List.of("ca", "other", "server")) {
            write(
                    folder.resolve(name + ".pem"),
                    "CERTIFICATE",
                    store.getCertificate(name).getEncoded());
        }
        write(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                store.getKey("server", PASSWORD.toCharArray()).getEncoded());
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPGStartupWait(LONGEST_START)
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", folder.resolve("server.pem").toString())
                .setServerConfig("ssl_key_file", folder.resolve("key.pem").toString())
                .start();
        return new TlsPostgres(folder, server);
    }

    private static void keytool(Path folder, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                folder.resolve("keys").toString(),
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-validity",
                "2"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
    }

    private static void write(Path file, String type, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        // The server refuses a key that others may read.
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "-----BEGIN %s-----%n%s%n-----END %1$s-----%n".formatted(type, lines));
    }

    public EmbeddedPostgres server() {
        return server;
    }

    /** Returns the file of the CA that signed the server's certificate. */
    public Path ca() {
        return folder.resolve("ca.pem");
    }

    /** Returns the file of a CA that signed nothing. */
    public Path otherCa() {
        return folder.resolve("other.pem");
    }

    /** Returns an address with the parameters of the AWS stacks, except for the file of the CA. */
    public String url(String host, Path ca) throws IOException {
        Matcher parameters = Pattern.compile("\"(sslmode=[^\"]*&sslrootcert=)/[^\"&]*\"")
                .matcher(Files.readString(STACK, StandardCharsets.UTF_8));
        if (!parameters.find()) {
            throw new IOException(STACK + " has no parameters for TLS");
        }
        return "jdbc:postgresql://%s:%d/postgres?%s%s".formatted(host, server.getPort(), parameters.group(1), ca);
    }

    /** Returns settings with such an address. */
    public DatabaseSettings settings(String host, Path ca) throws IOException {
        return DatabaseSettings.ownedBy(url(host, ca), "postgres", "postgres", 4);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
