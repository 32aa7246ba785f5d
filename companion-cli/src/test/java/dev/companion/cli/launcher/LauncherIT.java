package dev.companion.cli.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.launcher.Launch.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where it is started from and how, the program is the same and hears exactly what was said. */
class LauncherIT {
    @TempDir
    private Path directory;

    private LauncherTree tree;

    @BeforeEach
    void prepare() throws IOException {
        directory = directory.toRealPath();
        tree = LauncherTree.built(directory.resolve("tree"));
    }

    @Test
    void a_chain_of_symbolic_links_leads_to_the_program() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin/deeper"));
        Path absolute = Files.createSymbolicLink(directory.resolve("bin/companion"), tree.launcher());
        Path relative = Files.createSymbolicLink(bin.resolve("companion"), bin.relativize(absolute));

        Answer answer = Launch.of(relative).run();

        assertThat(answer.value("companion.launcher")).isEqualTo(tree.launcher().toString());
    }

    @Test
    void it_is_found_on_the_path() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("companion"), tree.launcher());

        Answer answer = Launch.shell("companion", tree.launcher())
                .with("PATH", bin + ":/usr/bin:/bin")
                .run();

        assertThat(answer.value("companion.launcher")).isEqualTo(tree.launcher().toString());
    }

    @Test
    void the_callers_directory_stays_the_callers_directory() throws IOException {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));

        Answer answer = Launch.of(Path.of("../tree/companion")).in(elsewhere).run();

        assertThat(answer.value("user.dir")).isEqualTo(elsewhere.toString());
        assertThat(answer.value("companion.launcher")).isEqualTo(tree.launcher().toString());
        assertThat(answer.value("companion.cwd.missing")).isEqualTo("null");
    }

    @Test
    void a_path_with_spaces_and_quotes_and_dollars_is_only_a_path() {
        LauncherTree odd = LauncherTree.built(directory.resolve("a b/it's \"$HOME\" * [x]"));

        Answer first = odd.launch().withArchive().run();
        Answer second = odd.launch().withArchive().run();

        assertThat(second.value("companion.launcher")).isEqualTo(odd.launcher().toString());
        assertThat(second.err()).isEmpty();
        assertThat(second.archiveFlag())
                .isEqualTo(first.archiveFlag())
                .contains(odd.distribution().toString());
    }

    @Test
    void every_argument_arrives_as_it_was_given() {
        String[] arguments = {
            "", " ", "*", "a  b", "$HOME", "`id`", "it's", "\"", "\\", "\\n", "two\nlines\n", "-", "--"
        };

        Answer answer = tree.launch(arguments).run();

        assertThat(answer.arguments())
                .containsExactlyElementsOf(
                        Stream.of(arguments).map(Launch::hexadecimal).toList());
    }

    @Test
    void the_exit_code_is_the_programs_own() {
        assertThat(tree.launch("exit", "42").run().exitCode()).isEqualTo(42);
    }

    @Test
    void the_users_java_options_come_last() {
        Answer answer = tree.launch()
                .with("COMPANION_JAVA_OPTS", "-Xmx64m -Dprobe.option=*")
                .run();

        assertThat(answer.value("probe.option")).isEqualTo("*");
        assertThat(answer.reported("flag")).contains("-Xmx64m", "-Dprobe.option=*");
    }

    @Test
    void without_a_terminal_none_is_claimed() {
        assertThat(tree.launch().run().value("companion.tty")).isEmpty();
    }

    @Test
    void a_deleted_directory_is_told_to_the_program() throws IOException {
        Path gone = Files.createDirectories(directory.resolve("gone"));

        Answer answer = Launch.shell("rmdir \"$PWD\" && exec \"$0\"", tree.launcher())
                .in(gone)
                .run();

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.value("companion.cwd.missing")).isEqualTo("true");
        assertThat(answer.err()).doesNotContain("initialization of VM");
    }

    @Test
    void closed_streams_end_nothing_and_hang_nobody() {
        assertThat(Launch.shell("exec \"$0\" flood >&-", tree.launcher()).run().exitCode())
                .isZero();
        assertThat(Launch.shell("exec \"$0\" flood <&- 2>&-", tree.launcher())
                        .run()
                        .out())
                .hasSize(1 << 20);
        assertThat(Launch.shell("\"$0\" flood | head -c 1", tree.launcher())
                        .run()
                        .out())
                .isEqualTo("x");
    }

    @Test
    void a_signal_to_the_launcher_is_a_signal_to_the_program() throws Exception {
        Process process = tree.launch("wait").start();
        try (BufferedReader out = process.inputReader(UTF_8)) {
            assertThat(out.readLine()).isEqualTo("waiting");
            assertThat(process.descendants()).isEmpty();

            // By its handle: destroying the process itself would close its standard input too.
            process.toHandle().destroy();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }
}
