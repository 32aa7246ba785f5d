package dev.companion.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of core. A new package is added here with what it may import. */
class ArchitectureTest {
    private static final String CORE = "dev.companion.core";
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("failure", List.of()),
            Map.entry("json", List.of()),
            Map.entry("files", List.of()),
            Map.entry("receipt", List.of("files")),
            Map.entry("settings", List.of("failure", "json")),
            Map.entry("process", List.of("failure")),
            Map.entry("verification", List.of("codex", "failure", "files", "job", "receipt", "worker")),
            Map.entry("git", List.of("failure", "process")),
            Map.entry("review.target", List.of("failure", "git", "json")),
            Map.entry("review.context", List.of("git", "json", "review.target")),
            Map.entry("offline", List.of("failure", "json")),
            Map.entry("rpc", List.of("failure", "files", "json", "process")),
            Map.entry("codex", List.of("failure", "files", "json", "process", "rpc", "settings")),
            Map.entry("job", List.of("failure", "files", "json", "process", "receipt")),
            Map.entry("change", List.of("failure", "files", "git", "job", "json")),
            Map.entry("transfer", List.of("codex", "failure", "files", "json", "rpc", "settings")),
            Map.entry("review.finding", List.of("failure", "job", "json")),
            Map.entry("prompt", List.of("failure", "settings")),
            Map.entry("review.prompt", List.of("json", "prompt", "review.context", "review.finding")),
            Map.entry("server", List.of("codex", "failure", "files", "job", "json", "process", "rpc", "settings")),
            Map.entry(
                    "worker",
                    List.of(
                            "change",
                            "codex",
                            "failure",
                            "files",
                            "git",
                            "job",
                            "json",
                            "process",
                            "prompt",
                            "review.context",
                            "review.finding",
                            "review.prompt",
                            "review.target",
                            "rpc",
                            "server",
                            "settings")));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(CORE);

    private static String inCore(String name) {
        return exactly(name) + "..";
    }

    /** Without what lies below it: every package has an entry of its own. */
    private static String exactly(String name) {
        return CORE + "." + name;
    }

    @Test
    void a_package_imports_only_what_lies_below_it() {
        MAY_IMPORT.forEach((name, below) -> {
            String[] allowed = Stream.concat(Stream.of(name), below.stream())
                    .map(ArchitectureTest::exactly)
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(exactly(name))
                    .should()
                    .onlyDependOnClassesThat(
                            not(resideInAPackage("dev.companion..")).or(resideInAnyPackage(allowed)))
                    .because(name + " may import " + below)
                    .check(MAIN);
        });
    }

    @Test
    void every_package_has_its_place_in_this_test() {
        Set<String> packages = MAIN.stream()
                .map(type -> type.getPackageName().substring(CORE.length() + 1))
                .collect(Collectors.toSet());

        assertThat(packages).isEqualTo(MAY_IMPORT.keySet());
    }

    @Test
    void there_is_no_circle_of_packages() {
        slices().matching(CORE + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void data_binding_stays_in_the_configuration_file_and_out_of_the_wire() {
        noClasses()
                .that()
                .resideOutsideOfPackage(inCore("settings"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson.databind..")
                .because("data binding costs every short command its start-up time")
                .check(MAIN);
    }

    @Test
    void nothing_writes_to_the_terminal() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("stdout and stderr belong to the command line")
                .check(MAIN);
    }

    @Test
    void processes_are_started_in_few_places() {
        noClasses()
                .that()
                .resideOutsideOfPackages(inCore("process"), inCore("rpc"), inCore("codex"))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .because("only a few classes touch the outside world")
                .check(MAIN);
    }
}
