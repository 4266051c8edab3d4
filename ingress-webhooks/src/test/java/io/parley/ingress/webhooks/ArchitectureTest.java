package io.parley.ingress.webhooks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.regex.Pattern;

@AnalyzeClasses(packages = "io.parley.ingress.webhooks", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Pattern KNOWS_SPRING =
            Pattern.compile(".*(Application|Configuration|Properties|Controller|Listener|Publisher|Repository)");

    @ArchTest
    static final ArchRule spring_only_where_the_name_admits_it = noClasses()
            .that(describe("do not admit it by name", ArchitectureTest::isPlain))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("io.parley.ingress.webhooks.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule no_stdout = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule no_other_service = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.parley.ingress.ws..", "io.parley.agent..", "io.parley.egress..", "io.parley.standalone..");

    private static boolean isPlain(JavaClass type) {
        var outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return !KNOWS_SPRING.matcher(outermost.getSimpleName()).matches()
                && !outermost.getSimpleName().equals("package-info");
    }
}
