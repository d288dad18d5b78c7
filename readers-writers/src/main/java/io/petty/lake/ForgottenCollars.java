package io.petty.lake;

import io.petty.forgotten.Forgotten;
import io.petty.forgotten.ForgottenHash;
import io.petty.lake.database.LakeDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

/** The record of collars that were forgotten: that it was done, of whom only who has the id and the key can tell. */
public final class ForgottenCollars {
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Supplier<String> key;
    private final Clock clock;

    /**
     * That a collar was forgotten.
     *
     * @param hash keyed, of its id
     * @param run that began it, or last went on with it
     * @param erasedAt null while the erasing was begun and has not ended
     * @param rows how many went, by table
     */
    public record Entry(
            String hash,
            long run,
            Instant begunAt,
            @Nullable Instant erasedAt,
            SortedMap<String, Long> rows) {}

    /** @param key of keyed hashes; asked for when something was forgotten, or is to be */
    public ForgottenCollars(LakeDatabase lake, Supplier<String> key, Clock clock) {
        this.database = lake.client();
        this.transaction = lake.transaction();
        this.key = key;
        this.clock = clock;
    }

    /**
     * The collars that were forgotten so far, without their events.
     *
     * @throws IllegalStateException when they were forgotten under another key, so that nobody could tell them
     */
    public Forgotten load() {
        return load(new long[0]);
    }

    /** The same with the events that they had. */
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
                    "Collars were forgotten under another key of keyed hashes than this home has, so that they would not be"
                            + " known when they come again: set petty.user-key-secret, or the secret that the key is, back"
                            + " to what it was");
        }
        return new Forgotten(known, collars, events);
    }

    /**
     * Asks whether collars that were forgotten would be known when they come again.
     *
     * @throws IllegalStateException when they were forgotten under another key
     */
    public void requireKey() {
        load();
    }

    /** A collar with its events by their ids, as if it were forgotten already, and those that are. */
    public Forgotten loadWith(String collarId, Collection<String> eventIds) {
        return load().with(key.get(), collarId, eventIds);
    }

    /** What is recorded of a collar. */
    public Optional<Entry> find(String collarId) {
        String hash = hash().ofCollar(collarId);
        return entries().stream().filter(entry -> entry.hash().equals(hash)).findFirst();
    }

    /** All that is recorded, the newest last. */
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

    /** How many collars' erasing was begun and has not ended. */
    public long unfinished() {
        return database.sql("select count(*) from forgotten_collars where erased_at is null")
                .query(Long.class)
                .single();
    }

    /** What collars are noted under. To be asked for before a transaction, since the store of secrets may take long. */
    public ForgottenHash hash() {
        return new ForgottenHash(key.get());
    }

    /** Notes that a run begins, or goes on, to erase a collar: from now on nothing of it is taken in. */
    public void begin(ForgottenHash hash, String collarId, long run) {
        transaction.executeWithoutResult(status -> {
            int known = database.sql("update forgotten_collars set run_id = ?, erased_at = null where collar_hash = ?")
                    .params(run, hash.ofCollar(collarId))
                    .update();
            if (known == 0) {
                database.sql("insert into forgotten_collars (collar_hash, key_check, run_id, begun_at)"
                                + " values (?, ?, ?, ?)")
                        .params(hash.ofCollar(collarId), hash.keyCheck(), run, now())
                        .update();
            }
        });
    }

    /**
     * Notes what was found of it, before it goes. What an earlier attempt found and erased stays noted.
     *
     * @param rows by table
     */
    public void found(ForgottenHash hash, String collarId, Map<String, Long> rows, Collection<String> eventIds) {
        String collar = hash.ofCollar(collarId);
        transaction.executeWithoutResult(status -> {
            rows.forEach((table, count) -> note(collar, table, count));
            for (String id : eventIds) {
                note(hash.ofEvent(id));
            }
        });
    }

    private void note(long event) {
        boolean known = database.sql("select 1 from forgotten_events where event_hash = ?")
                .param(event)
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!known) {
            database.sql("insert into forgotten_events (event_hash) values (?)")
                    .param(event)
                    .update();
        }
    }

    private void note(String collar, String table, long count) {
        int more = database.sql(
                        "update forgotten_rows set erased = case when erased < ? then cast(? as bigint) else erased end"
                                + " where collar_hash = ? and table_name = ?")
                .params(count, count, collar, table)
                .update();
        if (more == 0 && count > 0) {
            database.sql("insert into forgotten_rows (collar_hash, table_name, erased) values (?, ?, ?)")
                    .params(collar, table, count)
                    .update();
        }
    }

    /** Notes that nothing of it is left. */
    public void erased(ForgottenHash hash, String collarId) {
        database.sql("update forgotten_collars set erased_at = ? where collar_hash = ?")
                .params(now(), hash.ofCollar(collarId))
                .update();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
