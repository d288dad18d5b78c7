package io.petty.cdk.observability;

import io.petty.cdk.database.DatabaseStack;
import io.petty.cdk.database.PettyDatabase;
import io.petty.cdk.program.SecretsStack;
import io.petty.cdk.settings.DatabaseSize;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;

/** Alarms on the database's capacity and connections, and on the functions that rotate its logins and the users' key. */
final class DatabaseAlarms {
    private static final Duration FIVE_MINUTES = Duration.minutes(5);
    private static final Duration HOUR = Duration.hours(1);

    /** Maximum percentage of the database's maximum capacity that is in use. */
    private static final double MUCH_CAPACITY = 90;

    /** Minimum share of an instance's storage that is free. */
    private static final double LITTLE_STORAGE = 0.25;

    /** Maximum share of the database's connections that are in use. */
    private static final double MANY_CONNECTIONS = 0.7;

    private final Alarms alarms;
    private final PettyDatabase database;

    private DatabaseAlarms(Alarms alarms, PettyDatabase database) {
        this.alarms = alarms;
        this.database = database;
    }

    static void add(Alarms alarms, PettyDatabase database, PettyMetrics figures, DatabaseSize size) {
        DatabaseAlarms group = new DatabaseAlarms(alarms, database);
        if (size.isAurora()) {
            group.capacity();
        } else {
            group.storage(size);
            group.credits();
        }
        group.connections(size);
        group.rotations(figures);
    }

    private void capacity() {
        alarms.above(
                "database-capacity",
                "The database uses more than 90 % of its maximum capacity, databaseMostUnits.",
                metric("ACUUtilization", FIVE_MINUTES, "Average"),
                MUCH_CAPACITY,
                3);
    }

    private void storage(DatabaseSize size) {
        alarms.below(
                "database-storage",
                "Less than a quarter of the database's storage, databaseStorage, is free. A full disk stops it.",
                metric("FreeStorageSpace", FIVE_MINUTES, "Minimum"),
                ((long) size.storage() << 30) * LITTLE_STORAGE,
                3);
    }

    /** A new instance has no credits yet. An idle one earns an hour's credits within the first hour. */
    private void credits() {
        alarms.below(
                "database-credits",
                "The database has used up its CPU credits. AWS charges for further ones, so a larger class may cost less.",
                metric("CPUCreditBalance", HOUR, "Maximum"),
                1,
                3);
    }

    private void connections(DatabaseSize size) {
        alarms.above(
                "database-connections",
                "The database has more than 70 % of the connections that it allows.",
                metric("DatabaseConnections", FIVE_MINUTES, "Maximum"),
                Math.floor(size.mostConnections() * MANY_CONNECTIONS),
                3);
    }

    private void rotations(PettyMetrics figures) {
        alarms.above(
                "rotation-failed",
                "A function that rotates a login of the database, or the key of users' ids, failed.",
                PettyMetrics.computed(
                        "FILL(login, 0) + FILL(reader, 0) + FILL(key, 0)",
                        HOUR,
                        "failed rotations",
                        Map.of(
                                "login", figures.functionErrors(DatabaseStack.ROTATION, HOUR),
                                "reader", figures.functionErrors(DatabaseStack.READER_ROTATION, HOUR),
                                "key", figures.functionErrors(SecretsStack.ROTATION, HOUR))),
                0,
                1);
    }

    private Metric metric(String name, Duration period, String statistic) {
        return database.metric(name, PettyMetrics.options(period, statistic));
    }
}
