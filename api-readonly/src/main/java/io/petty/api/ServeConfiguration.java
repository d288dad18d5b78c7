package io.petty.api;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.petty.access.Access;
import io.petty.access.SigningKeys;
import io.petty.access.TokenAdministration;
import io.petty.api.timeline.DayPublications;
import io.petty.home.HomeFolder;
import io.petty.lake.DayLookups;
import io.petty.lake.DayStates;
import io.petty.lake.Lake;
import io.petty.lake.LakeRecords;
import io.petty.lake.LeaseHolder;
import io.petty.lake.Publications;
import io.petty.lake.RememberedHome;
import io.petty.lake.database.DatabaseLimits;
import io.petty.lake.database.LakeDatabase;
import io.petty.limits.SharedRead;
import io.petty.secret.DatabaseSecret;
import io.petty.secret.KeyedHashKey;
import io.petty.secret.Secrets;
import io.petty.settings.SettingsException;
import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The parts of the service: settings, records and tables of the lake, secrets, and access. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@EnableAutoConfiguration(
        exclude = {
            DataSourceAutoConfiguration.class,
            DataSourceInitializationAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class,
            JdbcTemplateAutoConfiguration.class,
            JdbcClientAutoConfiguration.class,
            ErrorMvcAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class
        })
class ServeConfiguration {
    @Bean
    RememberedHome home(ServeSettings settings) {
        try {
            // The service may start before the first run.
            HomeFolder.create(settings.home());
            return RememberedHome.read(settings.home());
        } catch (IOException e) {
            throw new SettingsException("petty.home: the folder %s can't be used: %s".formatted(settings.home(), e), e);
        }
    }

    @Bean
    DatabaseLimits databaseLimits(ServeSettings settings) {
        return new DatabaseLimits(settings.api().requestLimit());
    }

    @Bean
    LakeDatabase database(ServeSettings settings, Secrets secrets, DatabaseLimits limits) {
        return LakeDatabase.open(
                settings.home(), settings.database(), DatabaseSecret.logins(secrets, settings.database()), limits);
    }

    @Bean
    Lake lake(ServeSettings settings, RememberedHome home, LakeDatabase database) {
        StorageLocation location = home.lakeOf(settings.home(), settings.lake());
        try {
            return new Lake(database, location, settings.s3(), settings.collarBuckets(home));
        } catch (RuntimeException e) {
            throw new SettingsException("petty.lake: %s can't be opened: %s".formatted(location, e.getMessage()), e);
        }
    }

    @Bean
    LakeRecords records(LakeDatabase database, Clock clock) {
        return LakeRecords.of(database, clock);
    }

    @Bean
    DayLookups dayLookups(ServeSettings settings, Lake lake) throws IOException {
        return new DayLookups(lake, settings.api().lookupLimits(settings.home()));
    }

    @Bean
    Supplier<Optional<LeaseHolder>> lease(LakeDatabase database) {
        return () -> LeaseHolder.find(database, null);
    }

    @Bean
    DayStates dayStates(LakeRecords records, Supplier<Optional<LeaseHolder>> lease) {
        return new DayStates(records.deliveries(), records.feedback(), records.publications(), null, lease);
    }

    @Bean
    Secrets secrets(ServeSettings settings, Clock clock) {
        return Secrets.open(settings.home(), settings.secrets(), clock);
    }

    @Bean
    SigningKeys signingKeys(ServeSettings settings, Secrets secrets, Clock clock) {
        return new SigningKeys(secrets, settings.access(), clock);
    }

    /** For {@link SampleLink}. */
    @Bean
    TokenAdministration tokens(
            ServeSettings settings, LakeDatabase database, Secrets secrets, SigningKeys signingKeys, Clock clock) {
        KeyedHashKey key = new KeyedHashKey(database, secrets, settings.userKeySecret());
        return new TokenAdministration(database, signingKeys, settings.access(), key::get, clock);
    }

    @Bean
    Access access(
            ServeSettings settings,
            LakeDatabase database,
            DatabaseLimits limits,
            SigningKeys signingKeys,
            Clock clock) {
        return new Access(database, signingKeys, settings.access(), limits.sharedRead(), clock);
    }

    /** Checks whether the database answers; part of health and readiness, but not of liveness. */
    @Bean
    HealthIndicator databaseHealthIndicator(LakeRecords records, DatabaseLimits limits) {
        SharedRead<Publications.State> answer =
                new SharedRead<>("database-health", records.publications()::state, limits.healthCheck());
        return () -> {
            try {
                answer.current();
                return Health.up().build();
            } catch (RuntimeException e) {
                return Health.down(e).build();
            }
        };
    }

    /** The age of the newest published day, which the service also measures while no run is in progress. */
    @Bean
    MeterBinder freshness(DayPublications days, Clock clock) {
        return registry -> TimeGauge.builder("petty.freshness", () -> millisSince(days.newest(), clock), MILLISECONDS)
                .description("Time since the newest published day ended (UTC)")
                .register(registry);
    }

    private static double millisSince(Optional<LocalDate> day, Clock clock) {
        return day.map(newest ->
                        (double) DayPublications.sinceEnd(newest, clock).toMillis())
                .orElse(Double.NaN);
    }
}
