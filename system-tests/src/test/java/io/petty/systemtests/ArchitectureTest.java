package io.petty.systemtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.petty.lake.Publications;
import io.petty.lake.RulesInForce;
import io.petty.parquet.ColumnFileWriter;
import java.util.List;
import java.util.Map;

@AnalyzeClasses(
        packages = "io.petty",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestParts.class})
class ArchitectureTest {
    /** The maximum number of files in a package. A larger package covers more than one concept. */
    private static final long MOST_FILES = 40;

    private static final String[] PROGRAMS = {
        "io.petty.scheduler..", "io.petty.readiness..", "io.petty.cli..", "io.petty.api.."
    };

    /** Excludes the test classes that modules share. Once packaged, they are in a separate jar. */
    static final class WithoutTestParts implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.petty.(**)").should().beFreeOfCycles();

    /**
     * Applies to all packages except those listed, for example to rules, calibration, readings, table files and new
     * packages.
     */
    @ArchTest
    static final ArchRule onlyProgramsAndJobStepsKnowSpring = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.petty.lake..",
                    "io.petty.access..",
                    "io.petty.secret..",
                    "io.petty.limits..",
                    "io.petty.settings..",
                    "io.petty.jobs.batch..",
                    "io.petty.jobs.feedback..",
                    "io.petty.jobs.folding..",
                    "io.petty.jobs.ingest..",
                    "io.petty.jobs.run..",
                    "io.petty.jobs.timeline..",
                    "io.petty.scheduler..",
                    "io.petty.readiness..",
                    "io.petty.cli..",
                    "io.petty.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule onlyTheLakeAndAccessHaveSql = noClasses()
            .that()
            .resideOutsideOfPackages("io.petty.lake..", "io.petty.access..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..");

    @ArchTest
    static final ArchRule onlyStorageSecretsAndTelemetryKnowAmazon = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.petty.storage..", "io.petty.secret..", "io.petty.scheduler.telemetry..", "io.petty.cdk..")
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
    static final ArchRule jobsDontKnowPrograms = noClasses()
            .that()
            .resideOutsideOfPackages(PROGRAMS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROGRAMS);

    @ArchTest
    static final ArchRule readersAndWritersKnowNoJobs = noClasses()
            .that()
            .resideOutsideOfPackages(PROGRAMS)
            .and()
            .resideOutsideOfPackages("io.petty.jobs..", "io.petty.generate..", "io.petty.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.petty.jobs..", "io.petty.generate..", "io.petty.spark..");

    @ArchTest
    static final ArchRule theServiceKnowsNothingThatComputes = noClasses()
            .that()
            .resideInAPackage("io.petty.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.petty.jobs..", "io.petty.generate..", "org.springframework.batch..");

    @ArchTest
    static final ArchRule theServicePublishesNothing = noClasses()
            .that()
            .resideInAPackage("io.petty.api..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ColumnFileWriter.class)
            .orShould()
            .callMethod(Publications.class, "publish", List.class, List.class)
            .orShould()
            .callMethod(Publications.class, "record", RulesInForce.class);

    @ArchTest
    static void noTwoClassesShareAName(JavaClasses classes) {
        Map<String, List<String>> packages = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getPackageName, toList())));

        assertThat(packages).allSatisfy((name, in) -> assertThat(in).as(name).hasSize(1));
    }

    @ArchTest
    static void noPackageIsLarge(JavaClasses classes) {
        Map<String, Long> sizes = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(groupingBy(JavaClass::getPackageName, counting()));

        assertThat(sizes).allSatisfy((name, files) -> assertThat(files).as(name).isLessThanOrEqualTo(MOST_FILES));
    }
}
