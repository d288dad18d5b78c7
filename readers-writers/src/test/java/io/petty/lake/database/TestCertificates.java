package io.petty.lake.database;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of servers, and the CA that signed them. */
public final class TestCertificates {
    /** The password of all stores. */
    public static final String PASSWORD = "of-the-test";

    private final Path folder;

    private TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** Creates a CA, and another one that signs nothing, in a folder. */
    public static TestCertificates create(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        TestCertificates certificates = new TestCertificates(folder);
        certificates.keytool("-alias", "ca", "-dname", "CN=CA of the tests", "-ext", "bc:c");
        certificates.keytool("-alias", "other", "-dname", "CN=Another CA", "-ext", "bc:c");
        certificates.writeCertificate("ca");
        certificates.writeCertificate("other");
        return certificates;
    }

    /**
     * Creates the certificate of a server, and writes it and its key to files.
     *
     * @param name of the files
     * @param subject such as {@code dns:localhost}
     */
    public void sign(String name, String subject) throws IOException, GeneralSecurityException, InterruptedException {
        keytool("-alias", name, "-dname", "CN=" + name, "-signer", "ca", "-ext", "san=" + subject);
        writeCertificate(name);
        write(
                key(name),
                "PRIVATE KEY",
                store().getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    /** Returns the file of a certificate. That of the CA is named {@code ca}. */
    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** Returns the file of a server's key. */
    public Path key(String name) {
        return folder.resolve(name + "-key.pem");
    }

    /** Returns the TLS settings of a server, and of clients that trust the CA. */
    public SSLContext context(String name) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        KeyStore store = store();
        char[] password = PASSWORD.toCharArray();
        own.setKeyEntry(name, store.getKey(name, password), password, store.getCertificateChain(name));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password);
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Writes a store of trusted certificates that has the CA, and returns its file. */
    public Path trustStore() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("trusted");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted().store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private KeyStore trusted() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", store().getCertificate("ca"));
        return trusted;
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(folder.resolve("keys").toFile(), PASSWORD.toCharArray());
    }

    private void keytool(String... options) throws IOException, InterruptedException {
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

    private void writeCertificate(String name) throws IOException, GeneralSecurityException {
        write(certificate(name), "CERTIFICATE", store().getCertificate(name).getEncoded());
    }

    private static void write(Path file, String type, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        // PostgreSQL refuses a key that others may read.
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "-----BEGIN %s-----%n%s%n-----END %1$s-----%n".formatted(type, lines));
    }
}
