package io.petty.lake;

import io.petty.forgotten.Forgotten;
import io.petty.forgotten.ForgottenHash;
import io.petty.lake.database.LakeDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The records of forgotten collars, as keyed hashes. Identifying a collar takes its id and the key. */
public final class ForgottenCollars {
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Supplier<String> key;
    private final Clock clock;

    /**
     * The record of a forgotten collar.
     *
     * @param hash keyed hash of its id
     * @param run run that began its erasure, or last continued it
     * @param erasedAt null if the erasure isn't complete
     * @param rows number of erased rows by table
     */
    public record Entry(
            String hash,
            long run,
            Instant begunAt,
            @Nullable Instant erasedAt,
            SortedMap<String, Long> rows) {}

    /**
     * @param key returns the key of the hashes; called only if there is a forgotten collar, or to look one up or add
     *     one
     */
    public ForgottenCollars(LakeDatabase lake, Supplier<String> key, Clock clock) {
        this.database = lake.client();
        this.transaction = lake.transaction();
        this.key = key;
        this.clock = clock;
    }

    /**
     * Returns all forgotten collars, without their events.
     *
     * @throws IllegalStateException if they were hashed with another key, so they can't be recognized
     */
    public Forgotten load() {
        return load(new long[0]);
    }

    /** Returns the same as {@link #load}, including the collars' events. */
    public Forgotten loadWithEvents() {
        return load(database.sql("select event_hash from forgotten_events").query(Long.class).list().stream()
                .mapToLong(Long::longValue)
                .toArray());
    }

    private Forgotten load(long[] events) {
        Set<String> collars = new HashSet<>();
        Set<String> checks = new HashSet<>();
        database.sql("select collar_hash, key_check from forgotten_collars").query(row -> {
            collars.add(row.getString("collar_hash"));
            checks.add(row.getString("key_check"));
        });
        if (collars.isEmpty()) {
            return Forgotten.NONE;
        }
        String known = key.get();
        String check = new ForgottenHash(known).keyCheck();
        if (!checks.equals(Set.of(check))) {
            throw new IllegalStateException(
                    "The forgotten collars were hashed with another key than this home has, so their new lines would not be"
                            + " recognized: restore petty.user-key-secret, or the secret that contains the key");
        }
        return new Forgotten(known, collars, events);
    }

    /**
     * Checks that new lines of forgotten collars would be recognized.
     *
     * @throws IllegalStateException if the collars were hashed with another key
     */
    public void requireKey() {
        load();
    }

    /** Returns the forgotten collars and one that is about to be forgotten, with the ids of its events. */
    public Forgotten loadWith(String collarId, Collection<String> eventIds) {
        return load().with(key.get(), collarId, eventIds);
    }

    /** Returns the record of a collar; empty if it isn't forgotten. */
    public Optional<Entry> find(String collarId) {
        String hash = hash().ofCollar(collarId);
        return entries().stream().filter(entry -> entry.hash().equals(hash)).findFirst();
    }

    /** Returns all records, oldest first. */
    public List<Entry> entries() {
        Map<String, SortedMap<String, Long>> rows = new TreeMap<>();
        database.sql("select * from forgotten_rows").query(row -> {
            rows.computeIfAbsent(row.getString("collar_hash"), any -> new TreeMap<>())
                    .put(row.getString("table_name"), row.getLong("erased"));
        });
        return database.sql("select * from forgotten_collars order by begun_at, collar_hash")
                .query((row, number) -> {
                    OffsetDateTime erased = row.getObject("erased_at", OffsetDateTime.class);
                    String hash = row.getString("collar_hash");
                    return new Entry(
                            hash,
                            row.getLong("run_id"),
                            row.getObject("begun_at", OffsetDateTime.class).toInstant(),
                            erased == null ? null : erased.toInstant(),
                            rows.getOrDefault(hash, new TreeMap<>()));
                })
                .list();
    }

    /** Counts the collars whose erasure has begun but isn't complete. */
    public long unfinished() {
        return database.sql("select count(*) from forgotten_collars where erased_at is null")
                .query(Long.class)
                .single();
    }

    /** Returns the hash function of ids. Call it before a transaction begins, since the secret store may be slow. */
    public ForgottenHash hash() {
        return new ForgottenHash(key.get());
    }

    /** Records that a run begins or continues to erase a collar. From now on, its lines are not ingested. */
    public void begin(ForgottenHash hash, String collarId, long run) {
        transaction.executeWithoutResult(status -> {
            int known = database.sql("update forgotten_collars set run_id = ?, erased_at = null where collar_hash = ?")
                    .params(run, hash.ofCollar(collarId))
                    .update();
            if (known == 0) {
                database.sql("insert into forgotten_collars (collar_hash, key_check, run_id, begun_at)"
                                + " values (?, ?, ?, ?)")
                        .params(hash.ofCollar(collarId), hash.keyCheck(), run, OffsetDateTime.now(clock))
                        .update();
            }
        });
    }

    /**
     * Records how many rows of each table and which events were found for the collar, before they are erased. Events
     * recorded by earlier attempts stay recorded. Of several numbers for a table, the highest stays.
     *
     * @param rows number of rows by table
     */
    public void found(ForgottenHash hash, String collarId, Map<String, Long> rows, Collection<String> eventIds) {
        String collar = hash.ofCollar(collarId);
        transaction.executeWithoutResult(status -> {
            rows.forEach((table, count) -> addRows(collar, table, count));
            for (String id : eventIds) {
                addEvent(hash.ofEvent(id));
            }
        });
    }

    private void addEvent(long event) {
        database.sql("insert into forgotten_events (event_hash) select cast(? as bigint) where not exists"
                        + " (select 1 from forgotten_events where event_hash = ?)")
                .params(event, event)
                .update();
    }

    private void addRows(String collar, String table, long count) {
        int known = database.sql(
                        "update forgotten_rows set erased = case when erased < ? then cast(? as bigint) else erased end"
                                + " where collar_hash = ? and table_name = ?")
                .params(count, count, collar, table)
                .update();
        if (known == 0 && count > 0) {
            database.sql("insert into forgotten_rows (collar_hash, table_name, erased) values (?, ?, ?)")
                    .params(collar, table, count)
                    .update();
        }
    }

    /** Records that the erasure of the collar is complete. */
    public void erased(ForgottenHash hash, String collarId) {
        database.sql("update forgotten_collars set erased_at = ? where collar_hash = ?")
                .params(OffsetDateTime.now(clock), hash.ofCollar(collarId))
                .update();
    }
}
