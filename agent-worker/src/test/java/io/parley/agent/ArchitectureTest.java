package io.parley.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "io.parley.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule spring_only_where_the_name_admits_it = noClasses()
            .that()
            .haveNameNotMatching(
                    ".*(Application|Configuration|Properties|Controller|Listener|Publisher|Repository)(\\$.*)?")
            .and()
            .haveNameNotMatching(".*\\.(StoredTurns|RoundTrip)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule langchain4j_in_one_package = noClasses()
            .that()
            .resideOutsideOfPackage("io.parley.agent.model")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.langchain4j..");

    @ArchTest
    static final ArchRule tables_stay_in_their_package = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Row")
            .and()
            .resideOutsideOfPackages("io.parley.agent.turn", "io.parley.agent.memory")
            .should()
            .dependOnClassesThat()
            .areAnnotatedWith(jakarta.persistence.Entity.class);

    @ArchTest
    static final ArchRule no_clock_but_the_one_passed_in = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule no_standard_streams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("io.parley.agent.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_other_service = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.parley.ingress..", "io.parley.egress..", "io.parley.standalone..");
}
