package dev.companion.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.git.GitRepository;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.RequestFixture;
import dev.companion.core.job.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWitnessTest {
    @TempDir
    private Path temporary;

    private GitRepository repository;
    private JobDirectory directory;

    @BeforeEach
    void prepare() throws IOException {
        repository = GitRepository.create(temporary.resolve("repository"));
        repository
                .write("kept", "1\n")
                .write("dirty", "1\n")
                .write("gone", "1\n")
                .write(".gitignore", "out/\n");
        repository.commit("first");
        directory = new JobDirectory(Files.createDirectory(temporary.resolve("job")));
    }

    private TreeWitness witness(Sandbox sandbox, Map<String, String> environment) {
        JobRequest request = new RequestFixture()
                .sandbox(sandbox)
                .cwd(repository.root().toString())
                .build();
        return TreeWitness.of(request, directory, environment);
    }

    private TreeRecord around(Runnable work) {
        TreeWitness witness = witness(Sandbox.WORKSPACE_WRITE, GitRepository.environment());
        witness.before();
        work.run();
        witness.after();
        return TreeRecord.read(directory).orElseThrow();
    }

    @Test
    void G52_what_becomes_dirty_clean_or_otherwise_dirty_is_changed_and_nothing_else() {
        repository.write("dirty", "mine\n").write("stays dirty", "mine\n");

        TreeRecord record = around(() -> repository
                .write("dirty", "other words\n")
                .write("new/ü \"x\"", "1\n")
                .write("out/ignored", "1\n")
                .delete("gone"));

        assertThat(record.changed()).containsExactly("dirty", "gone", "new/ü \"x\"");
        assertThat(record.before().orElseThrow().dirty()).containsOnlyKeys("dirty", "stays dirty");
        assertThat(record.complete()).isTrue();
    }

    @Test
    void G52_what_a_commit_brings_is_changed() {
        String before = repository.run("rev-parse", "HEAD");

        TreeRecord record = around(() -> {
            repository.write("kept", "2\n");
            repository.commit("second");
        });

        assertThat(record.changed()).containsExactly("kept");
        assertThat(record.before().orElseThrow().head()).contains(before);
        assertThat(record.after().orElseThrow().head()).contains(repository.run("rev-parse", "HEAD"));
        assertThat(record.after().orElseThrow().branch()).contains("main");
    }

    @Test
    void G52_a_job_that_may_not_write_is_not_watched() {
        TreeWitness witness = witness(Sandbox.READ_ONLY, GitRepository.environment());
        witness.before();
        witness.after();

        assertThat(TreeRecord.read(directory)).isEmpty();
    }

    @Test
    void G52_without_git_the_change_is_not_known_and_that_is_said() {
        TreeWitness witness = witness(Sandbox.WORKSPACE_WRITE, Map.of("PATH", "/nonexistent"));
        witness.before();
        witness.after();

        TreeRecord record = TreeRecord.read(directory).orElseThrow();
        assertThat(record.isKnown()).isFalse();
        assertThat(record.trouble().orElseThrow()).contains("no git");
        assertThat(Discrepancy.of(List.of("kept"), temporary.toString(), record))
                .isEqualTo(Discrepancy.NONE);
    }

    @Test
    void G52_what_the_first_worker_saw_stands_for_the_next_one() {
        witness(Sandbox.WORKSPACE_WRITE, GitRepository.environment()).before();
        repository.write("kept", "2\n");

        TreeRecord record = around(() -> repository.write("dirty", "2\n"));

        assertThat(record.changed()).containsExactly("dirty", "kept");
    }

    @Test
    void G52_more_files_than_are_kept_are_cut_and_that_is_said() {
        TreeRecord record = around(() ->
                repository.shell("mkdir many && cd many && i=0; while [ $i -lt 5100 ]; do : > f$i; i=$((i+1)); done"));

        assertThat(record.complete()).isFalse();
        assertThat(record.changed()).hasSizeLessThanOrEqualTo(5000);
        Discrepancy discrepancy = Discrepancy.of(
                List.of("many/f1", "many/f99999"), repository.root().toString(), record);
        assertThat(discrepancy.onlyCodex()).as("it may be what was cut").isEmpty();
    }

    @Test
    void G52_codex_and_git_are_compared_path_by_path() {
        TreeRecord record = around(() ->
                repository.write("kept", "2\n").write("sub/by command", "1\n").write("out/x", "1\n"));
        String root = repository.root().toString();

        Discrepancy discrepancy =
                Discrepancy.of(List.of(root + "/kept", "../out/x", "/elsewhere/y"), root + "/sub", record);

        assertThat(discrepancy.onlyGit()).containsExactly("sub/by command");
        assertThat(discrepancy.onlyCodex()).containsExactly("out/x", "/elsewhere/y");
        assertThat(Discrepancy.of(List.of("kept", "sub/by command"), root, record)
                        .isNone())
                .isTrue();
    }
}
