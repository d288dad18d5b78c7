package io.petty.readiness;

import io.petty.access.Access;
import io.petty.access.AccessSettings;
import io.petty.access.InvalidCredentialException;
import io.petty.access.IssuedTokens;
import io.petty.access.Permission;
import io.petty.access.SigningKeyRotation;
import io.petty.access.SigningKeys;
import io.petty.access.TokenAdministration;
import io.petty.lake.database.LakeDatabase;
import io.petty.secret.SecretSettings;
import io.petty.secret.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Whether the key that signs tokens can be changed: by overlap, so that nobody notices, and at once when it leaked. */
final class RotationCheck {
    private final Function<TokenAdministration, SigningKeyRotation> rotation;

    /** @param rotation how the signing key is rotated by overlap */
    RotationCheck(Function<TokenAdministration, SigningKeyRotation> rotation) {
        this.rotation = rotation;
    }

    /** Rotates in a home of its own, by an installation's settings. */
    Result examine(AccessSettings settings) throws Exception {
        Path home = Files.createTempDirectory("petty-readiness-rotation");
        HandClock clock = new HandClock();
        try (LakeDatabase database = LakeDatabase.openEmbedded(home);
                Secrets secrets = Secrets.open(home, SecretSettings.LOCAL, clock)) {
            SigningKeys keys = new SigningKeys(secrets, settings, clock);
            TokenAdministration tokens = new TokenAdministration(database, keys, settings, () -> "readiness", clock);
            try (Access access = new Access(database, keys, settings, clock)) {
                return rotated(tokens, access, settings, clock);
            }
        } finally {
            Folders.delete(home);
        }
    }

    private Result rotated(TokenAdministration tokens, Access access, AccessSettings settings, HandClock clock)
            throws UnmetException {
        Evidence evidence = new Evidence();
        IssuedTokens before = issued(tokens);
        SigningKeyRotation rotated = rotation.apply(tokens);
        String published = access.jwks().toString();
        evidence.expect(
                        published.contains(rotated.kid()),
                        "the new key is published at once",
                        "the new key isn't published")
                .expect(
                        !new AccessToken(before.tokens().accessToken()).kid().equals(rotated.kid()),
                        "it is another one",
                        "it is the old one")
                .expect(counts(access, before), "tokens from before count on", "tokens from before ended");
        if (evidence.result() instanceof Result.Fail failed) {
            // The rest would only fail in turn.
            return failed;
        }
        clock.forward(settings.signingKeyOverlap().plusSeconds(1));
        IssuedTokens after = issued(tokens);
        evidence.expect(
                        new AccessToken(after.tokens().accessToken()).kid().equals(rotated.kid()),
                        "after the overlap it signs",
                        "after the overlap another key signs")
                .expect(counts(access, after), "and its tokens count", "but its tokens don't count");
        tokens.rotateSigningKey(true);
        evidence.expect(
                !counts(access, after), "a rotation at once ends them", "a rotation at once leaves old tokens good");
        return evidence.result();
    }

    private static IssuedTokens issued(TokenAdministration tokens) {
        return tokens.issue("readiness", List.of("READINESS-OWN"), Set.of(Permission.TIMELINES_READ));
    }

    private static boolean counts(Access access, IssuedTokens issued) {
        try {
            return access.byToken(issued.tokens().accessToken()).mayRead("READINESS-OWN");
        } catch (InvalidCredentialException e) {
            return false;
        }
    }

    /** A clock that is set by hand, so that no token expires because the machine is slow. */
    private static final class HandClock extends Clock {
        private volatile Instant now = Clock.systemUTC().instant();

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("It is UTC");
        }
    }
}
