package io.petty.access;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A signing key that signs at any time, shared by all tests. */
final class SharedSigningKey {
    private static final String KID = "C6y6cMqAs7Oe3NxZtjZPjHy7Hrw4z3I1YxCRTAaZM5U";

    /** The key in the format of the store of secrets. */
    static final String TEXT = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .writeValueAsString(
                    List.of(new SigningKey.Stored(KID, Instant.EPOCH, Instant.EPOCH, null, RsaKeys.SHARED.text())));

    private SharedSigningKey() {}
}
