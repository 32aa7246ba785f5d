package dev.companion.core.review.context;

import static dev.companion.core.review.context.ContextFixture.lines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.git.GitRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextBudgetTest {
    @TempDir
    private Path temporary;

    private GitRepository repository;

    @BeforeEach
    void make_repository() {
        repository = GitRepository.create(temporary.resolve("repository"));
    }

    @Test
    void a_large_file_among_small_ones_is_left_out_alone() {
        repository
                .write("a", "1\n")
                .write("b", "x\n".repeat(200_000))
                .write("c", "3\n")
                .run("add", "--all");

        ReviewContext context = ContextFixture.workingTree(repository);

        assertThat(context.inclusion()).isEqualTo(Inclusion.PARTIAL);
        assertThat(lines(context)).containsExactly("A +1 -0 a", "A +200000 -0 b (not shown: too large)", "A +1 -0 c");
        assertThat(context.material()).contains("+1\n", "+3\n");
        assertThat(context.guidance()).contains("    git diff --no-ext-diff --no-textconv --cached ");
    }

    @Test
    void of_a_change_that_is_too_large_there_is_only_a_list() {
        for (int i = 0; i < 300; i++) {
            repository.write("file" + i, "some text of the file\n".repeat(100));
        }
        repository.commit("first");

        ReviewContext context = ContextFixture.collect(
                repository, ContextFixture.options(null, null, "HEAD"), new ContextBudget(64 << 10));

        assertThat(context.inclusion()).isEqualTo(Inclusion.SUMMARY);
        assertThat(context.files()).hasSize(300).noneMatch(ContextFile::isShown);
        assertThat(context.material())
                .contains("A +100 -0 file299 (not shown: ")
                .doesNotContain("+some text");
        assertThat(context.guidance()).contains(" 4b825dc642cb6eb9a060e54bf8d69288fbee4904 ");
    }

    @Test
    void the_budget_holds_in_bytes_whatever_the_characters() {
        ContextBudget budget = new ContextBudget(8 << 10);
        for (int i = 0; i < 400; i++) {
            repository.write("日本語の長い名前" + i, "🚀é\n".repeat(i % 7)).write("b" + i, new byte[] {(byte) 0xff, '\n'});
        }
        repository.shell(
                "git add b*; git commit --quiet --message first; for i in 1 2 3; do printf '\\377\\n\\n' > b$i; done");

        ReviewContext context =
                ContextFixture.collect(repository, ContextFixture.options("working-tree", null, null), budget);

        byte[] bytes = context.material().getBytes(UTF_8);
        assertThat(bytes.length).isLessThanOrEqualTo(budget.bytes()).isGreaterThan(budget.bytes() / 2);
        assertThat(context.fileCount()).isEqualTo(403);
        assertThat(context.material()).contains(" more files\n");
    }

    @Test
    void a_long_message_is_cut_and_goes_first_where_room_is_little() {
        ContextBudget little = new ContextBudget(8 << 10);
        repository.write("file", "x\n".repeat(1900)).commit("A subject\n\n" + "words ".repeat(1000));

        String material = ContextFixture.commit(repository, "HEAD").material();
        String small = ContextFixture.collect(repository, ContextFixture.options(null, null, "HEAD"), little)
                .material();

        assertThat(material).contains("A subject\n\nwords words", "… (cut)\n[WORD changed files]\n");
        assertThat(small).contains("[WORD committed changes: file]").doesNotContain("A subject");
        assertThat(small.getBytes(UTF_8).length).isLessThanOrEqualTo(little.bytes());
    }
}
