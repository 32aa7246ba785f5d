package dev.companion.core.review.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.git.GitPath;
import dev.companion.core.git.GitRepository;
import dev.companion.core.json.Json;
import dev.companion.core.review.target.ReviewTarget.BranchChanges;
import dev.companion.core.review.target.ReviewTarget.CommitChanges;
import dev.companion.core.review.target.ReviewTarget.WorkingTreeChanges;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetChoiceTest {
    @TempDir
    private Path temporary;

    private GitRepository repository;

    @BeforeEach
    void make_repository() {
        repository = GitRepository.create(temporary.resolve("a repository"));
    }

    private ReviewTarget auto(String... paths) {
        return choose(null, null, null, paths);
    }

    private ReviewTarget choose(
            @Nullable String scope, @Nullable String base, @Nullable String commit, String... paths) {
        return new TargetChoice(repository.git(), repository.root())
                .choose(TargetOptions.parse(
                        Optional.ofNullable(scope),
                        Optional.ofNullable(base),
                        Optional.ofNullable(commit),
                        List.of(paths)));
    }

    private static void requireFailure(FailureCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void what_is_not_committed_goes_before_the_branch() {
        String first = repository.write("file", "1\n").commit("first");
        repository.run("switch", "--quiet", "--create", "side");
        String second = repository.write("file", "2\n").commit("second");

        assertThat(auto()).isEqualTo(new BranchChanges("main", first, first, second, true, List.of()));

        repository.write("untracked", "x\n");
        assertThat(auto()).isEqualTo(new WorkingTreeChanges(second, true, List.of()));
        assertThat(auto("file")).isInstanceOf(BranchChanges.class);
    }

    @Test
    void the_default_branch_is_the_one_on_the_remote() {
        String first = repository.write("file", "1\n").commit("first");
        repository.run("branch", "trunk");
        repository.run("update-ref", "refs/remotes/origin/devel", first);
        repository.run("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/devel");
        repository.write("file", "2\n").commit("second");

        assertThat(auto().reference()).contains("origin/devel");

        repository.run("symbolic-ref", "--delete", "refs/remotes/origin/HEAD");
        assertThat(auto().reference()).contains("main");
        repository.run("switch", "--quiet", "--detach");
        repository.run("branch", "--quiet", "--delete", "--force", "main");
        assertThat(auto().reference()).contains("trunk");
        repository.run("branch", "--quiet", "--delete", "--force", "trunk");
        requireFailure(FailureCode.NO_BASE, this::auto);
    }

    @Test
    void before_the_first_commit_there_is_the_working_tree() {
        assertThat(auto().changed()).isFalse();
        repository.write("file", "1\n");
        assertThat(auto())
                .isEqualTo(new WorkingTreeChanges("4b825dc642cb6eb9a060e54bf8d69288fbee4904", true, List.of()));
        requireFailure(FailureCode.NO_SUCH_COMMIT, () -> choose(null, "main", null));
    }

    @Test
    void nothing_to_review_is_a_target_without_a_change() {
        repository.write("file", "1\n").write(".gitignore", "*.log\n").commit("first");
        repository.write("x.log", "ignored\n");

        assertThat(auto().changed()).isFalse();
        assertThat(choose("working-tree", null, null).changed()).isFalse();
        assertThat(choose(null, "HEAD", null).changed()).isFalse();
        assertThat(choose(null, null, "HEAD", "elsewhere").changed()).isFalse();
    }

    @Test
    void a_branch_is_compared_with_where_it_left_its_base() {
        String first = repository.write("file", "1\n").commit("first");
        repository.run("switch", "--quiet", "--create", "side");
        String side = repository.write("other", "1\n").commit("side");
        repository.run("switch", "--quiet", "main");
        String main = repository.write("file", "2\n").commit("main");
        repository.run("switch", "--quiet", "side");

        assertThat(choose("branch", "main", null))
                .isEqualTo(new BranchChanges("main", main, first, side, true, List.of()));
        repository.run("switch", "--quiet", "--orphan", "alone");
        repository.write("alone", "1\n").commit("alone");
        requireFailure(FailureCode.HISTORY_MISSING, () -> choose(null, "main", null));
    }

    @Test
    void a_commit_is_compared_with_its_first_parent_and_a_first_one_with_nothing() {
        String first = repository.write("file", "1\n").commit("first");
        String second = repository.write("file", "2\n").commit("second");

        assertThat(choose(null, null, "HEAD")).isEqualTo(new CommitChanges("HEAD", second, first, true, List.of()));
        assertThat(choose(null, null, first))
                .isEqualTo(
                        new CommitChanges(first, first, "4b825dc642cb6eb9a060e54bf8d69288fbee4904", true, List.of()));
    }

    @Test
    void the_oldest_commit_of_a_shallow_clone_is_not_a_first_one() {
        repository.write("file", "1\n").commit("first");
        repository.write("file", "2\n").commit("second");
        Path clone = temporary.resolve("clone");
        repository.run("clone", "--quiet", "--depth=1", "file://" + repository.root(), clone.toString());
        repository = GitRepository.at(clone);

        requireFailure(FailureCode.HISTORY_MISSING, () -> choose(null, null, "HEAD"));
    }

    @Test
    void a_name_is_no_option_and_must_be_a_commit() {
        repository.write("file", "1\n").commit("first");

        for (String name : List.of("--all", "-x", "nowhere", "HEAD:file", "HEAD^{tree}", "$(touch x)")) {
            requireFailure(FailureCode.NO_SUCH_COMMIT, () -> choose(null, null, name));
            requireFailure(FailureCode.NO_SUCH_COMMIT, () -> choose(null, name, null));
        }
    }

    @Test
    void paths_are_taken_literally_and_from_the_root() {
        repository
                .write("dir/a*b", "1\n")
                .write("dir/axb", "1\n")
                .write("other", "1\n")
                .commit("first");
        repository.write("dir/axb", "2\n");
        TargetChoice inside =
                new TargetChoice(repository.git(), repository.root().resolve("dir"));

        ReviewTarget target = inside.choose(
                TargetOptions.parse(Optional.of("working-tree"), Optional.empty(), Optional.empty(), List.of("a*b")));

        assertThat(target.paths()).containsExactly(GitPath.of("dir/a*b"));
        assertThat(target.changed()).isFalse();
        assertThat(target.label()).isEqualTo("working tree diff in dir/a*b");
        assertThat(auto("dir/axb").changed()).isTrue();
        assertThat(auto(".").paths()).isEmpty();
        requireFailure(FailureCode.BAD_VALUE, () -> auto("../elsewhere"));
    }

    @Test
    void a_target_is_read_as_it_was_written() {
        String first = repository.write("file", "1\n").commit("first");
        List<GitPath> paths = List.of(GitPath.of("a b"), GitPath.of("日本"));

        for (ReviewTarget target : List.of(
                new WorkingTreeChanges(first, true, paths),
                new BranchChanges("main", first, first, first, false, List.of()),
                new CommitChanges(":/words", first, first, true, paths))) {
            assertThat(TargetJson.read(Json.readObject(Json.text(TargetJson.write(target)))))
                    .isEqualTo(target);
        }
    }

    @Test
    void labels_are_one_line_whatever_the_name() {
        String hash = "0123456789abcdef0123456789abcdef01234567";

        assertThat(new CommitChanges(":/two\nlines", hash, hash, true, List.of()).label())
                .isEqualTo("commit \":/two\\nlines\" (0123456789ab)");
        assertThat(new CommitChanges(hash, hash, hash, true, List.of()).label()).isEqualTo("commit 0123456789ab");
    }
}
