package io.petty.access;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A signing key that signs at any time, made once for all tests of a process. */
final class SharedSigningKey {
    /** As the store of secrets keeps it. */
    static final String TEXT = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .writeValueAsString(
                    List.of(SigningKey.make(Instant.EPOCH, Instant.EPOCH).stored()));

    private SharedSigningKey() {}
}
