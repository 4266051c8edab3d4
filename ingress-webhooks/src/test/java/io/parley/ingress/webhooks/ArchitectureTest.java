package io.parley.ingress.webhooks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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

    /// The root package says what a channel is; what one is in particular stands below it.
    @ArchTest
    static final ArchRule the_frame_knows_no_kind_of_channel =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.parley.channels.*..");

    @Test
    void the_frame_names_no_provider() throws IOException {
        try (var sources = Files.walk(Path.of("src/main"))) {
            assertThat(sources.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(source -> assertThat(Files.readString(source))
                            .doesNotContainPattern("(?i)telegram|whatsapp|ycloud|slack|graph api"));
        }
    }

    private static boolean isPlain(JavaClass type) {
        var outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return !KNOWS_SPRING.matcher(outermost.getSimpleName()).matches()
                && !outermost.getSimpleName().equals("package-info");
    }
}
