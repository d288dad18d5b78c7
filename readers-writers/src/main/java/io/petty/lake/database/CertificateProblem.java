package io.petty.lake.database;

import java.io.FileNotFoundException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out why pgjdbc refuses a server's certificate. pgjdbc reports all reasons as a failed connection. */
final class CertificateProblem {
    /** Part of the message for a wrong name, in each language of pgjdbc. There is no exception type for this. */
    private static final String NAME_CHECK = "PgjdbcHostnameVerifier";

    private CertificateProblem() {}

    /** Returns what is wrong and what to do; empty if the failure has another reason. */
    static Optional<String> find(Throwable failure) {
        Optional<String> found = Optional.empty();
        // The innermost exception is the most specific.
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String problem = problem(cause);
            if (problem != null) {
                found = Optional.of(problem);
            }
        }
        return found;
    }

    private static @Nullable String problem(Throwable cause) {
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return "its certificate has expired or isn't valid yet. Renew the certificate, or correct this machine's"
                    + " clock";
        }
        if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
            return "its certificate isn't signed by a CA in the file of the parameter sslrootcert. Set sslrootcert to the"
                    + " file of the server's CA, and check that the address is that of your server";
        }
        if (cause instanceof InvalidAlgorithmParameterException) {
            return "the file of the parameter sslrootcert has no certificates. Set sslrootcert to the file of the server's"
                    + " CA, in PEM format";
        }
        if (cause instanceof FileNotFoundException) {
            return "the file of the parameter sslrootcert can't be read. Set sslrootcert to the file of the server's CA, in"
                    + " PEM format";
        }
        if (cause instanceof CertificateException) {
            return "its certificate is refused, or the file of the parameter sslrootcert isn't in PEM format";
        }
        return String.valueOf(cause.getMessage()).contains(NAME_CHECK)
                ? "its certificate is for another host. Use the host name of the certificate in the address, and check that"
                        + " the address is that of your server"
                : null;
    }
}
