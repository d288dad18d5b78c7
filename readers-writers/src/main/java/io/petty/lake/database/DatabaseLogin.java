package io.petty.lake.database;

/** The user and password with which Petty logs in to a database server. */
public record DatabaseLogin(String user, String password) {
    /** Omits the password. */
    @Override
    public String toString() {
        return "DatabaseLogin[user=" + user + "]";
    }
}
