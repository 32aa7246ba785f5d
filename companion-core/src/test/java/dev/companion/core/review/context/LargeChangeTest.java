package dev.companion.core.review.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.git.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty megabytes in five thousand files, one of them a single line, with 64 MB of memory. */
class LargeChangeTest {
    private static final int FILES = 5000;
    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @TempDir
    private Path temporary;

    private GitRepository repository;

    @BeforeEach
    void make_repository() {
        repository = GitRepository.create(temporary.resolve("repository"));
        repository.write("README", "1\n").commit("first");
        repository.run("switch", "--quiet", "--create", "side");
        String lines = "a line of the file that says some more or less interesting thing\n".repeat(128);
        for (int i = 0; i < FILES - 1; i++) {
            repository.write("directory" + i % 50 + "/a file with a name of usual length " + i, i + "\n" + lines);
        }
        repository.write("one line", "x".repeat(12_000_000));
    }

    private List<String> collect(String scope) throws IOException {
        Path output = temporary.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LargeChangeMain.class.getName()));
        command.addAll(List.of(repository.root().toString(), scope, output.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("log").toFile())
                .start();
        int exitCode = process.onExit().orTimeout(3, TimeUnit.MINUTES).join().exitValue();
        assertThat(exitCode).as(Files.readString(temporary.resolve("log"))).isZero();
        return Files.readAllLines(output);
    }

    private static void assertIsSummary(List<String> result, String summary) {
        assertThat(result.get(0)).isEqualTo("SUMMARY");
        assertThat(result.get(1)).isEqualTo(String.valueOf(FILES));
        assertThat(Integer.parseInt(result.get(2)))
                .isLessThanOrEqualTo(ContextBudget.DEFAULT.bytes())
                .isGreaterThan(ContextBudget.DEFAULT.bytes() / 2);
        assertThat(result.get(3)).isEqualTo(summary);
    }

    @Test
    void it_is_summarised_as_a_branch_and_in_the_index() throws IOException {
        repository.run("add", "--all");

        assertIsSummary(
                collect("working-tree"),
                "working tree diff: 5,000 staged, 0 unstaged, and 0 untracked file(s), +644,872 -0 lines.");
        repository.commit("large");
        assertIsSummary(collect("branch"), "branch diff against main: 5,000 file(s), +644,872 -0 lines.");
    }

    @Test
    void as_untracked_files_it_is_shown_as_far_as_there_is_room() throws IOException {
        List<String> result = collect("working-tree");

        assertThat(result.get(0)).isEqualTo("PARTIAL");
        assertThat(result.get(1)).isEqualTo(String.valueOf(FILES));
        assertThat(Integer.parseInt(result.get(2))).isLessThanOrEqualTo(ContextBudget.DEFAULT.bytes());
    }
}
