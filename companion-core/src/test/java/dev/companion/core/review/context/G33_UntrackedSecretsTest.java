package dev.companion.core.review.context;

import static dev.companion.core.review.context.ContextFixture.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.git.GitRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class G33_UntrackedSecretsTest {
    private static final String LETTERS = "abcdEFGH1234ijklMNOP5678qrstUVWX90yz";

    @TempDir
    private Path temporary;

    private GitRepository repository;

    @BeforeEach
    void make_repository() {
        repository = GitRepository.create(temporary.resolve("repository"));
        repository.write("file", "1\n").commit("first");
    }

    @Test
    void untracked_secrets_are_listed_and_never_shown() {
        repository.write(".env", "NAME=hidden-by-name\n").write("deploy/id_rsa", "hidden-by-place\n");
        repository.write("notes.txt", "-----BEGIN OPENSSH PRIVATE KEY-----\nhidden-by-content\n");
        repository.write("harmless.txt", "to be seen\n");

        ReviewContext context = ContextFixture.workingTree(repository);

        assertThat(lines(context))
                .containsExactly(
                        "? 20 bytes .env (not shown: looks like a secret)",
                        "? 16 bytes deploy/id_rsa (not shown: looks like a secret)",
                        "? 11 bytes harmless.txt",
                        "? 54 bytes notes.txt (not shown: looks like a secret)");
        assertThat(context.material()).contains("to be seen").doesNotContain("hidden-by");
        assertThat(context.guidance()).contains("do not open them");
    }

    @Test
    void what_is_added_to_the_index_is_as_untracked_as_before() {
        repository.write(".env", "hidden-by-name\n");
        repository.write("config.txt", "key = ghp_" + LETTERS + "\n").run("add", "--all");
        repository.write("file", "token = 'ghp_" + LETTERS + "'\n");

        ReviewContext context = ContextFixture.workingTree(repository);

        assertThat(lines(context))
                .containsExactly(
                        "A +1 -0 .env (not shown: looks like a secret)",
                        "A +1 -0 config.txt (not shown: looks like a secret)",
                        "M +1 -1 file");
        assertThat(context.material()).doesNotContain("hidden-by-name", "key = ");
    }
}
