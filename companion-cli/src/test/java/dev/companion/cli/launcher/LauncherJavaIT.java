package dev.companion.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.launcher.Launch.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which Java is taken, and what is said when none will do. */
class LauncherJavaIT {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path directory;

    private LauncherTree tree;

    @BeforeEach
    void prepare() throws IOException {
        directory = directory.toRealPath();
        tree = LauncherTree.built(directory.resolve("tree"));
    }

    @Test
    void without_java_the_way_out_is_said_in_two_lines() throws IOException {
        Answer answer = tree.launch()
                .without("COMPANION_JAVA")
                .with("PATH", toolsWithoutJava().toString())
                .run();

        assertThat(answer.exitCode()).isEqualTo(6);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().lines())
                .containsExactly(
                        "companion: needs Java 17 or newer; none found",
                        "Install a JDK 17 or newer and set JAVA_HOME to it, or put its java on PATH.");
    }

    @Test
    void an_error_is_a_document_where_documents_were_asked_for() throws IOException {
        Answer answer = tree.launch("status", "--json")
                .without("COMPANION_JAVA")
                .with("JAVA_HOME", "/a \"quoted\" \\ path")
                .with("PATH", toolsWithoutJava().toString())
                .run();

        assertThat(answer.exitCode()).isEqualTo(6);
        assertThat(answer.out())
                .startsWith("{\"schemaVersion\":1,\"error\":{\"code\":\"not_ready\",")
                .contains("/a \\\"quoted\\\" \\\\ path")
                .endsWith("\"exitCode\":6,\"cause\":null}}\n");
    }

    @Test
    void a_java_that_is_too_old_is_named_and_never_started() throws IOException {
        Path old = jdk("old", "JAVA_VERSION=\"11.0.2\"", "touch '" + directory + "/started'");

        Answer answer = tree.launch()
                .without("COMPANION_JAVA")
                .with("JAVA_HOME", old.toString())
                .with("PATH", toolsWithoutJava().toString())
                .run();

        assertThat(answer.exitCode()).isEqualTo(6);
        assertThat(answer.err()).contains("JAVA_HOME (" + old + "/bin/java) is Java 11.0.2");
        assertThat(directory.resolve("started")).doesNotExist();
    }

    @Test
    void the_name_that_java_8_gives_itself_is_old() throws IOException {
        Path old = jdk("old", "JAVA_VERSION=\"1.8.0_402\"", "exit 1");

        Answer answer = tree.launch().with("COMPANION_JAVA", old.toString()).run();

        assertThat(answer.exitCode()).isEqualTo(6);
        assertThat(answer.err()).contains("is Java 1.8.0_402");
    }

    @Test
    void a_java_home_that_is_too_old_gives_way_to_the_path() throws IOException {
        Path old = jdk("old", "JAVA_VERSION=\"11.0.2\"", "exit 1");
        Path bin = toolsWithoutJava();
        Path link = Files.createSymbolicLink(bin.resolve("java"), JAVA_HOME.resolve("bin/java"));

        Answer answer = tree.launch()
                .without("COMPANION_JAVA")
                .with("JAVA_HOME", old.toString())
                .with("PATH", bin.toString())
                .run();

        Files.delete(link);
        assertThat(answer.value("java.home")).isEqualTo(JAVA_HOME.toRealPath().toString());
    }

    @Test
    void java_home_comes_before_the_path() throws IOException {
        Path bin = toolsWithoutJava();
        Commands.write(bin.resolve("java"), "exit 1");

        Answer answer = tree.launch()
                .without("COMPANION_JAVA")
                .with("JAVA_HOME", JAVA_HOME.toString())
                .with("PATH", bin.toString())
                .run();

        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void a_java_that_was_asked_for_is_never_replaced_by_another() {
        Answer answer = tree.launch()
                .with("COMPANION_JAVA", directory.resolve("nowhere").toString())
                .with("JAVA_HOME", JAVA_HOME.toString())
                .run();

        assertThat(answer.exitCode()).isEqualTo(6);
        assertThat(answer.err().lines()).hasSize(2);
        assertThat(answer.err()).contains("COMPANION_JAVA has no executable " + directory.resolve("nowhere"));
    }

    @Test
    void it_may_be_asked_for_by_directory_or_by_file() {
        for (Path asked : List.of(JAVA_HOME, JAVA_HOME.resolve("bin/java"))) {
            Answer answer =
                    tree.launch().with("COMPANION_JAVA", asked.toString()).run();

            assertThat(answer.exitCode()).as(asked.toString()).isZero();
        }
    }

    @Test
    void a_java_without_a_release_file_is_asked_for_its_version() throws IOException {
        Path shim = directory.resolve("shims/java");
        Commands.write(shim, "exec '" + JAVA_HOME.resolve("bin/java") + "' \"$@\"");

        Answer answer = tree.launch()
                .withArchive()
                .with("COMPANION_JAVA", shim.toString())
                .run();

        assertThat(answer.value("java.home")).isEqualTo(JAVA_HOME.toString());
        assertThat(answer.archiveFlag()).isNotEmpty();
    }

    /** A directory with the few commands that the launcher needs, and no java. */
    private Path toolsWithoutJava() throws IOException {
        Path bin = directory.resolve("bin");
        Commands.lend(bin, "flock", "mkdir", "mv", "readlink", "rm", "sed", "sync", "tr");
        return bin;
    }

    private Path jdk(String name, String release, String java) throws IOException {
        Path home = directory.resolve(name);
        Commands.write(home.resolve("bin/java"), java);
        Files.writeString(home.resolve("release"), release + "\n");
        return home;
    }
}
