package io.petty.systemtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.petty.lake.Publications;
import io.petty.parquet.ColumnFileWriter;
import java.util.List;

@AnalyzeClasses(
        packages = "io.petty",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestParts.class})
class ArchitectureTest {
    /** What modules lend each other's tests lies in a jar of its own once they are packaged. */
    static final class WithoutTestParts implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.petty.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule domainCodeIsPlainJava = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.petty.forgotten..",
                    "io.petty.raw..",
                    "io.petty.reading..",
                    "io.petty.timeline..",
                    "io.petty.parquet..",
                    "io.petty.storage..",
                    "io.petty.jobs",
                    "io.petty.jobs.timeline..",
                    "io.petty.jobs.ingest..",
                    "io.petty.jobs.nightly..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule onlyStorageSecretsAndTelemetryKnowAmazon = noClasses()
            .that()
            .resideOutsideOfPackages("io.petty.storage..", "io.petty.secret..", "io.petty.scheduler.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule onlyItsModuleKnowsSpark = noClasses()
            .that()
            .resideOutsideOfPackage("io.petty.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "scala..");

    @ArchTest
    static final ArchRule onlyThePackageParquetKnowsParquet = noClasses()
            .that()
            .resideOutsideOfPackage("io.petty.parquet..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.parquet..");

    @ArchTest
    static final ArchRule readersAndWritersKnowNoJobs = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.petty.forgotten..",
                    "io.petty.raw..",
                    "io.petty.reading..",
                    "io.petty.timeline..",
                    "io.petty.parquet..",
                    "io.petty.storage..",
                    "io.petty.secret..",
                    "io.petty.access..",
                    "io.petty.lake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.petty.jobs..", "io.petty.scheduler..");

    @ArchTest
    static final ArchRule jobsDontKnowTheCommand = noClasses()
            .that()
            .resideInAPackage("io.petty.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.petty.scheduler..");

    @ArchTest
    static final ArchRule theServiceKnowsNothingThatComputes = noClasses()
            .that()
            .resideInAPackage("io.petty.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.petty.jobs..", "io.petty.scheduler..", "org.springframework.batch..");

    @ArchTest
    static final ArchRule theServicePublishesNothing = noClasses()
            .that()
            .resideInAPackage("io.petty.api..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ColumnFileWriter.class)
            .orShould()
            .callMethod(Publications.class, "publish", List.class, List.class);

    @ArchTest
    static final ArchRule settingsAreNotPublic = classes()
            .that()
            .areAnnotatedWith("org.springframework.boot.context.properties.ConfigurationProperties")
            .should()
            .bePackagePrivate();
}
