package io.petty.cdk.settings;

import java.util.Map;
import java.util.Set;

/**
 * The kind and size of the database.
 *
 * @param kind {@code instance} for an instance of RDS PostgreSQL, or {@code aurora} for Aurora Serverless v2; can't be
 *     changed later
 * @param instanceClass of an instance, such as {@code t4g.micro}; Aurora ignores it
 * @param storage of an instance, in GiB; Aurora's grows by itself
 * @param leastUnits minimum capacity of Aurora in units (of 2 GB of memory each), at least 0.5
 * @param mostUnits maximum capacity of Aurora in units, at most 256
 * @param standby whether there is a standby instance in another zone
 */
public record DatabaseSize(
        String kind, String instanceClass, int storage, double leastUnits, double mostUnits, boolean standby) {
    private static final Set<String> KINDS = Set.of("instance", "aurora");

    /** The burstable Graviton classes, with their memory in GiB. */
    private static final Map<String, Integer> CLASSES = Map.of(
            "t4g.micro", 1,
            "t4g.small", 2,
            "t4g.medium", 4,
            "t4g.large", 8,
            "t4g.xlarge", 16,
            "t4g.2xlarge", 32);

    /** A connection uses up to 10 MB. The rest of the memory is for the cache and the system. */
    private static final int CONNECTIONS_PER_GIBIBYTE = 80;

    private static final double UNIT_BYTES = 2L << 30;
    private static final double CONNECTION_BYTES = 9_531_392;

    /** @throws IllegalArgumentException naming the invalid setting */
    public DatabaseSize {
        StageSettings.check(KINDS.contains(kind), "database", "instance or aurora", kind);
        StageSettings.check(
                CLASSES.containsKey(instanceClass),
                "databaseClass",
                "t4g.micro, t4g.small, t4g.medium, t4g.large, t4g.xlarge or t4g.2xlarge",
                instanceClass);
        StageSettings.check(storage >= 20 && storage <= 65_536, "databaseStorage", "from 20 to 65536 GiB", storage);
        StageSettings.check(leastUnits >= 0.5, "databaseLeastUnits", "at least 0.5", leastUnits);
        StageSettings.check(
                mostUnits >= leastUnits && mostUnits <= 256,
                "databaseMostUnits",
                "from databaseLeastUnits to 256",
                mostUnits);
    }

    public boolean isAurora() {
        return kind.equals("aurora");
    }

    /**
     * Returns the maximum number of connections. For an instance, its parameter group sets it. Aurora allows one per
     * 9,531,392 bytes of its maximum memory, but at most 5,000. If it may shrink to half a unit, it allows at most
     * 2,000. See "Maximum connections for Aurora Serverless v2" in the guide of Aurora.
     */
    public double mostConnections() {
        if (!isAurora()) {
            return CONNECTIONS_PER_GIBIBYTE * CLASSES.getOrDefault(instanceClass, 1);
        }
        return Math.min(mostUnits * UNIT_BYTES / CONNECTION_BYTES, leastUnits <= 0.5 ? 2_000 : 5_000);
    }
}
