package io.petty.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every kind of storage. Each test starts with an empty root. */
abstract class StorageContract {
    abstract Storage storage();

    abstract S3Settings settings();

    abstract void put(String key, byte[] content) throws IOException;

    abstract void remove(String key) throws IOException;

    abstract Storage missingRoot() throws IOException;

    final void put(String key, String content) throws IOException {
        put(key, content.getBytes(UTF_8));
    }

    final StoredObject only(String key) throws IOException {
        return storage().list(key).stream()
                .filter(object -> object.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    final String read(StoredObject object) throws IOException {
        try (InputStream in = storage().open(object)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void listsAllObjectsBelowAPrefixInOrder() throws IOException {
        put("dt=2026-11-20/b.ndjson", "b");
        put("dt=2026-11-20/a/deep/er.ndjson", "four");
        put("dt=2026-11-20/.hidden.tmp", "");
        put("dt=2026-11-2/other.ndjson", "x");
        put("top.json", "y");

        assertThat(storage().list("dt=2026-11-20/"))
                .extracting(StoredObject::key)
                .containsExactly(
                        "dt=2026-11-20/.hidden.tmp", "dt=2026-11-20/a/deep/er.ndjson", "dt=2026-11-20/b.ndjson");
        assertThat(storage().list("dt=2026-11-20/a"))
                .extracting(StoredObject::size)
                .containsExactly(4L);
        assertThat(storage().list("dt=2026-11-2"))
                .as("a prefix is the beginning of a key, not a folder")
                .hasSize(4);
        assertThat(storage().list(""))
                .hasSize(5)
                .isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
    }

    @Test
    void listsNothingForAPrefixWithoutObjects() throws IOException {
        put("a/b", "x");
        assertThat(storage().list("none/")).isEmpty();
        assertThat(storage().list("a/b/")).isEmpty();
        assertThat(storage().list("a/b/c")).isEmpty();
        assertThat(storage().list("../")).isEmpty();
        assertThat(storage().list("/")).isEmpty();
        assertThat(storage().folders("none/")).isEmpty();
        assertThat(storage().folders("a/b/")).isEmpty();
        assertThat(storage().folders("../")).isEmpty();
    }

    @Test
    void namesAMissingRoot() throws IOException {
        try (Storage missing = missingRoot()) {
            assertThatThrownBy(() -> missing.list(""))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(missing.root().toString())
                    .hasMessageContaining("not exist");
            assertThatThrownBy(() -> missing.folders("dt="))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(missing.root().toString());
        }
    }

    @Test
    void findsTheFoldersOfAPrefix() throws IOException {
        put("dt=2026-11-21/a", "1");
        put("dt=2026-11-20/a/b/c", "2");
        put("dt=2026-11-20/d", "2");
        put("other/a", "3");
        put("dt=file", "4");
        assertThat(storage().folders("")).containsExactly("dt=2026-11-20", "dt=2026-11-21", "other");
        assertThat(storage().folders("dt=")).containsExactly("dt=2026-11-20", "dt=2026-11-21");
        assertThat(storage().folders("dt=2026-11-20/")).containsExactly("dt=2026-11-20/a");
        assertThat(storage().folders("dt=2026-11-20/a/")).containsExactly("dt=2026-11-20/a/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b/c d.json",
                "plus+and%20percent%.json",
                "Größe/日本.json",
                "dog🐕.json",
                "a&b=c?d#e.json",
                "q'\"<>.json",
                "dt=2026-11-20/part-0001~.json.gz",
                "semi;colon:at@$,.json"
            })
    void keepsKeysUnchanged(String key) throws IOException {
        put(key, "content of " + key);
        StoredObject object = only(key);
        assertThat(storage().list("")).containsExactly(object);
        assertThat(read(object)).isEqualTo("content of " + key);
    }

    @Test
    void readsEveryByte() throws IOException {
        byte[] content = new byte[300_001];
        new Random(7).nextBytes(content);
        put("big", content);
        put("empty", new byte[0]);
        try (InputStream in = storage().open(only("big"))) {
            assertThat(in.read()).isEqualTo(content[0] & 0xff);
            assertThat(in.available()).isEqualTo(300_000);
            assertThat(in.readNBytes(300_000)).endsWith(content[300_000]).hasSize(300_000);
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(only("empty").size()).isZero();
        assertThat(read(only("empty"))).isEmpty();
    }

    @Test
    void readsAllMembersOfAGzip() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            try (GZIPOutputStream member = new GZIPOutputStream(members)) {
                member.write(("member " + i + "\n").getBytes(UTF_8));
            }
        }
        put("a.gz", members.toByteArray());
        // The buffer has the size of one member, so the next member is still unread when the first one ends.
        try (InputStream in = new GZIPInputStream(storage().open(only("a.gz")), members.size() / 3)) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("member 0\nmember 1\nmember 2\n");
        }
    }

    @Test
    void canBeClosedBeforeTheEnd() throws IOException {
        put("big", new byte[300_000]);
        StoredObject object = only("big");
        // Opens more streams than an S3 client has connections.
        for (int i = 0; i < 130; i++) {
            try (InputStream in = storage().open(object)) {
                assertThat(in.read()).isZero();
            }
        }
        InputStream closed = storage().open(object);
        closed.close();
        assertThatThrownBy(closed::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
    }

    @Test
    void changesTheVersionWithTheContent() throws IOException {
        put("a", "one");
        StoredObject before = only("a");
        assertThat(only("a")).isEqualTo(before);
        put("a", "two");
        assertThat(only("a").version()).isNotEqualTo(before.version());
    }

    @Test
    void refusesAnObjectChangedSinceItWasListed() throws IOException {
        put("folder/a", "one");
        StoredObject listed = only("folder/a");
        put("folder/a", "two");
        assertThatThrownBy(() -> read(listed))
                .isInstanceOf(ObjectChangedException.class)
                .hasMessageContaining("folder/a")
                .hasMessageContaining(storage().root().toString());
    }

    @Test
    void refusesAnObjectRemovedSinceItWasListed() throws IOException {
        put("a", "one");
        StoredObject listed = only("a");
        remove("a");
        assertThatThrownBy(() -> read(listed))
                .isInstanceOf(ObjectChangedException.class)
                .hasMessageContaining("a in " + storage().root())
                .hasMessageContaining("removed since it was listed");
    }

    @Test
    void writesAndReadsTableFiles() throws IOException {
        String location = storage()
                .root()
                .resolve("db/readings/data/day=2026-11-20/0-1.parquet")
                .uri();
        byte[] content = new byte[200_000];
        new Random(3).nextBytes(content);
        try (FileIO files = Storage.tableFiles(storage().root(), settings())) {
            assertThat(files.newInputFile(location).exists()).isFalse();
            assertThatThrownBy(() -> {
                        try (InputStream in = files.newInputFile(location).newStream()) {
                            in.read();
                        }
                    })
                    .isInstanceOf(NotFoundException.class);

            OutputFile output = files.newOutputFile(location);
            assertThat(output.location()).isEqualTo(location);
            try (PositionOutputStream out = output.create()) {
                out.write(content[0]);
                out.write(content, 1, content.length - 1);
                assertThat(out.getPos()).isEqualTo(content.length);
                assertThat(files.newInputFile(location).exists())
                        .as("visible before it is complete")
                        .isFalse();
            }
            assertThat(output.toInputFile().getLength()).isEqualTo(content.length);
            assertThat(files.newInputFile(location).exists()).isTrue();
            try (SeekableInputStream in = files.newInputFile(location).newStream()) {
                in.seek(150_000);
                assertThat(in.read()).isEqualTo(content[150_000] & 0xff);
                in.seek(10);
                assertThat(in.readNBytes(3)).containsExactly(content[10], content[11], content[12]);
                assertThat(in.getPos()).isEqualTo(13);
            }
            assertThatThrownBy(output::create).isInstanceOf(AlreadyExistsException.class);
            output.createOrOverwrite().close();
            assertThat(files.newInputFile(location).getLength()).isZero();
            assertThat(storage().list("db/")).hasSize(1);

            files.deleteFile(location);
            files.deleteFile(location);
            assertThat(storage().list("db/")).isEmpty();
        }
    }
}
