package dev.companion.core.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTest {
    @TempDir
    private Path temporary;

    private GitRepository repository;

    @BeforeEach
    void make_repository() throws IOException {
        temporary = temporary.toRealPath();
        repository = GitRepository.create(temporary.resolve("a repository"));
        repository.write("file", "one\n").commit("first");
    }

    private Git gitWith(String name, String value) {
        Map<String, String> environment = GitRepository.environment();
        environment.put(name, value);
        return repository.git(environment);
    }

    private Git scripted(Duration limit, String... lines) throws IOException {
        Path program = temporary.resolve("bin/git");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> environment = GitRepository.environment();
        environment.put("PATH", program.getParent() + ":" + environment.get("PATH"));
        return Git.in(WorkingTree.find(repository.root()).orElseThrow(), environment, limit);
    }

    @Test
    void it_reads_the_repository_that_it_was_given_whatever_the_caller_was_in() {
        GitRepository other = GitRepository.create(temporary.resolve("other"));
        String head = repository.run("rev-parse", "HEAD");

        assertThat(gitWith("GIT_DIR", other.root().resolve(".git").toString()).answer("rev-parse", "HEAD"))
                .isEqualTo(head);
        assertThat(gitWith("GIT_WORK_TREE", other.root().toString()).answer("rev-parse", "--show-toplevel"))
                .isEqualTo(repository.root().toString());
        assertThat(gitWith("GIT_INDEX_FILE", "/nonexistent/index").answer("diff", "--cached", "--name-only"))
                .isEmpty();
    }

    @Test
    void what_the_caller_configures_by_the_environment_holds() {
        Map<String, String> environment = GitRepository.environment();
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "companion.probe");
        environment.put("GIT_CONFIG_VALUE_0", "seen");

        assertThat(repository.git(environment).answer("config", "companion.probe"))
                .isEqualTo("seen");
    }

    @Test
    void a_no_is_an_answer_and_an_error_is_a_failure_with_the_words_of_git() {
        Git git = repository.git();

        assertThat(git.ask("symbolic-ref", "--quiet", "refs/heads/none").isGood())
                .isFalse();
        assertThatThrownBy(() -> git.answer("cat-file", "commit", "nonsense"))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.GIT_FAILED);
                    assertThat(failure.message()).startsWith("git cat-file ended with 128: fatal: ");
                    assertThat(failure.remedy()).contains("'" + repository.root() + "'");
                });
    }

    @Test
    void the_words_of_git_are_short_and_harmless() throws IOException {
        Git git = scripted(
                Duration.ofMinutes(1),
                "printf 'bad\\033[31m%01000d' 0 >&2",
                "head -c 100000 /dev/zero | tr '\\0' x >&2",
                "exit 3");

        assertThatThrownBy(() -> git.answer("status"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.message())
                                .startsWith("git status ended with 3: bad?[31m000")
                                .hasSizeLessThan(350));
    }

    @Test
    void a_git_that_hangs_is_killed_after_its_time() throws IOException {
        Git git = scripted(Duration.ofMillis(300), "echo some", "exec sleep 600");

        assertThatThrownBy(() -> git.read(List.of("diff"), stdout -> stdout.readAllBytes()))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.GIT_FAILED);
                    assertThat(failure.message()).startsWith("git diff did not end within");
                });
    }

    @Test
    void without_git_it_is_said_what_is_missing() {
        assertThatThrownBy(() -> gitWith("PATH", ".:" + temporary))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.TOOL_MISSING));
    }

    @Test
    void a_partial_clone_fetches_nothing_and_it_is_said_what_to_do() {
        repository.run("config", "uploadpack.allowFilter", "true");
        repository.write("file", "two\n").commit("second");
        Path clone = temporary.resolve("clone");
        repository.run(
                "clone",
                "--quiet",
                "--no-checkout",
                "--filter=blob:none",
                "file://" + repository.root(),
                clone.toString());
        Git git = GitRepository.at(clone).git();

        assertThatThrownBy(() -> git.answer("diff", "HEAD^", "HEAD")).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.message()).contains("partial clone");
            assertThat(failure.remedy()).contains("fetches");
        });
    }

    @Test
    void a_filter_whose_name_no_option_can_carry_is_refused() {
        repository.run("config", "filter.a=b.clean", "cat");

        assertThatThrownBy(() -> repository.git().readWorkingTree(List.of("status"), stdout -> {}))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.GIT_FAILED));
    }
}
