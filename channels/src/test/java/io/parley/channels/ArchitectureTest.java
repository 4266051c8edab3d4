package io.parley.channels;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;

@AnalyzeClasses(packages = "io.parley.channels", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.parley.channels";

    @ArchTest
    static final ArchRule what_channels_share_names_none_of_them = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".*..");

    /// YCloud passes on WhatsApp's own messages.
    @ArchTest
    static final ArchRule channels_stand_apart = slices().assignedFrom(new Kinds())
            .should()
            .notDependOnEachOther()
            .ignoreDependency(in("ycloud"), in("whatsapp"));

    @ArchTest
    static final ArchRule spring_only_in_configurations = noClasses()
            .that(describe(
                    "are no configurations",
                    type -> !type.getSimpleName().endsWith("Configuration")
                            && !type.getSimpleName().equals("package-info")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule no_service = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.parley.ingress..", "io.parley.agent..", "io.parley.egress..", "io.parley.sandbox..");

    @ArchTest
    static final ArchRule no_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule no_stdout = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    private static DescribedPredicate<JavaClass> in(String kind) {
        return describe("are in " + kind, type -> type.getPackageName().startsWith(ROOT + "." + kind));
    }

    private static final class Kinds implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT + ".")
                    ? SliceIdentifier.of(type.getPackageName().substring(ROOT.length() + 1))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "kinds of channel";
        }
    }
}
