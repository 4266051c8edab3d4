package io.parley.egress;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;

@AnalyzeClasses(packages = "io.parley.egress", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule SPRING_STANDS_WHERE_THE_NAME_ADMITS_IT = noClasses()
            .that(not(simpleNameEndingWith("Application")
                    .or(simpleNameEndingWith("Configuration"))
                    .or(simpleNameEndingWith("Properties"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule THE_TOPOLOGY_DOES_NO_IO = noClasses()
            .that()
            .resideInAPackage("..routing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "org.apache.kafka.clients..", "org.springframework..");

    @ArchTest
    static final ArchRule DELIVERY_NAMES_NO_PROVIDER = noClasses()
            .that()
            .resideInAPackage("..delivery..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.parley.channels.*..");

    @ArchTest
    static final ArchRule NO_SERVICE_USES_ANOTHER = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("io.parley.agent..", "io.parley.ingress..", "io.parley.standalone..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.parley.egress.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOBODY_READS_THE_CLOCK = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
