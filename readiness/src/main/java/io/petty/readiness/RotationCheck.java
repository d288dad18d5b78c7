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
import org.springframework.util.FileSystemUtils;

/**
 * Checks that the signing key of tokens can be rotated: with an overlap that keeps tokens valid, and immediately if the
 * key leaked.
 */
final class RotationCheck {
    private final Function<TokenAdministration, SigningKeyRotation> rotation;

    /** @param rotation rotates the signing key with an overlap */
    RotationCheck(Function<TokenAdministration, SigningKeyRotation> rotation) {
        this.rotation = rotation;
    }

    /** Rotates in a temporary home, with an installation's settings. */
    void examine(AccessSettings settings, Evidence evidence) throws Exception {
        Path home = Files.createTempDirectory("petty-readiness-rotation");
        HandClock clock = new HandClock();
        try (LakeDatabase database = LakeDatabase.openEmbedded(home);
                Secrets secrets = Secrets.open(home, SecretSettings.LOCAL, clock)) {
            SigningKeys keys = new SigningKeys(secrets, settings, clock);
            TokenAdministration tokens = new TokenAdministration(database, keys, settings, () -> "readiness", clock);
            try (Access access = new Access(database, keys, settings, clock)) {
                check(tokens, access, settings, clock, evidence);
            }
        } finally {
            FileSystemUtils.deleteRecursively(home);
        }
    }

    private void check(
            TokenAdministration tokens, Access access, AccessSettings settings, HandClock clock, Evidence evidence)
            throws UnmetException {
        IssuedTokens before = issued(tokens);
        SigningKeyRotation rotated = rotation.apply(tokens);
        evidence.expect(
                access.jwks().toString().contains(rotated.kid()),
                "the new key is published immediately",
                "the new key isn't published");
        evidence.expect(!kid(before).equals(rotated.kid()), "it differs from the old key", "it is the old key");
        evidence.expect(isValid(access, before), "earlier tokens stay valid", "earlier tokens are no longer valid");
        if (!evidence.isGood()) {
            // The following steps depend on these.
            return;
        }
        clock.forward(settings.signingKeyOverlap().plusSeconds(1));
        IssuedTokens after = issued(tokens);
        evidence.expect(
                kid(after).equals(rotated.kid()),
                "after the overlap it signs",
                "after the overlap a different key signs");
        evidence.expect(isValid(access, after), "and its tokens are valid", "but its tokens aren't valid");
        tokens.rotateSigningKey(true);
        evidence.expect(
                !isValid(access, after),
                "an immediate rotation revokes them",
                "an immediate rotation leaves old tokens valid");
    }

    private static String kid(IssuedTokens issued) throws UnmetException {
        return new AccessToken(issued.tokens().accessToken()).kid();
    }

    private static IssuedTokens issued(TokenAdministration tokens) {
        return tokens.issue("readiness", List.of("READINESS-OWN"), Set.of(Permission.TIMELINES_READ));
    }

    private static boolean isValid(Access access, IssuedTokens issued) {
        try {
            return access.byToken(issued.tokens().accessToken()).mayRead("READINESS-OWN");
        } catch (InvalidCredentialException e) {
            return false;
        }
    }

    /** A clock that only moves when it is set, so that no token expires because the machine is slow. */
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
            throw new UnsupportedOperationException("Only UTC");
        }
    }
}
