package io.petty.lake.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server that accepts only TLS from clients by TCP. Its certificate is for {@code localhost} and signed by
 * a CA of its own.
 */
public final class TlsPostgres implements Closeable {
    private static final Duration LONGEST_START = Duration.ofMinutes(4);
    private static final Path STACK = Path.of("../cdk-java/src/main/java/io/petty/cdk/database/DatabaseStack.java");

    private static final String SERVER = "server";

    private final TestCertificates certificates;
    private final EmbeddedPostgres server;

    private TlsPostgres(TestCertificates certificates, EmbeddedPostgres server) {
        this.certificates = certificates;
        this.server = server;
    }

    /** Starts a server whose certificates are in a folder. */
    public static TlsPostgres start(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        TestCertificates certificates = TestCertificates.create(folder);
        return new TlsPostgres(certificates, builder(certificates, "localhost").start());
    }

    /** Returns a server to start, with a certificate for a host. */
    public static EmbeddedPostgres.Builder builder(TestCertificates certificates, String host)
            throws IOException, GeneralSecurityException, InterruptedException {
        certificates.sign(SERVER, "dns:" + host);
        return EmbeddedPostgres.builder()
                .setPGStartupWait(LONGEST_START)
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("ssl", "on")
                .setServerConfig(
                        "ssl_cert_file", certificates.certificate(SERVER).toString())
                .setServerConfig("ssl_key_file", certificates.key(SERVER).toString());
    }

    public EmbeddedPostgres server() {
        return server;
    }

    /** Returns the file of the CA that signed the server's certificate. */
    public Path ca() {
        return certificates.certificate("ca");
    }

    /** Returns the file of a CA that signed nothing. */
    public Path otherCa() {
        return certificates.certificate("other");
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
