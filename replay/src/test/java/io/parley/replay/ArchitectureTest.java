package io.parley.replay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.parley.replay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule nothing_of_a_replay_leaves = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka.clients.producer..",
                    "org.apache.kafka.clients.admin..",
                    "java.net.http..",
                    "java.sql..",
                    "org.springframework..",
                    "dev.langchain4j..");

    @ArchTest
    static final ArchRule no_service_but_the_worker = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.parley.ingress..", "io.parley.egress..", "io.parley.standalone..");

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("io.parley.replay.(*)..").should().beFreeOfCycles();
}
