package dev.companion.core.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffReaderTest {
    @TempDir
    private Path temporary;

    private GitRepository repository;

    @BeforeEach
    void make_repository() {
        repository = GitRepository.create(temporary.resolve("repository"));
    }

    private List<FilePatch> read(long keepAtMost, String... compared) {
        List<String> arguments = Stream.of(List.of("diff"), DiffReader.OPTIONS, Arrays.asList(compared), List.of("--"))
                .flatMap(List::stream)
                .toList();
        List<FilePatch> patches = new ArrayList<>();
        repository.git().read(arguments, stdout -> DiffReader.read(stdout, () -> keepAtMost, patches::add));
        return patches;
    }

    private static String text(FilePatch patch) {
        return new String(patch.patch().orElseThrow(), UTF_8);
    }

    private static List<String> shown(List<FilePatch> patches) {
        return patches.stream()
                .map(patch -> "%c +%d -%d %s%s"
                        .formatted(
                                patch.change().status(),
                                patch.added(),
                                patch.removed(),
                                patch.change()
                                        .from()
                                        .map(from -> from.display() + " -> ")
                                        .orElse(""),
                                patch.change().path().display()))
                .toList();
    }

    @Test
    void lines_are_counted_as_git_counts_them_whatever_they_look_like() {
        repository.write("a", "-- removed\n++ kept\ndiff --git a/a b/a\n@@ -1 +1 @@\n* Unmerged path a\n");
        repository.write("b", "1\n2\n3").commit("first");
        repository.write("a", "++ kept\n++ added\ndiff --git a/b b/b\nBinary files x and y differ\n");
        repository.write("b", "1\n3");

        List<FilePatch> patches = read(10_000, "HEAD");

        List<String> counted = patches.stream()
                .map(patch -> patch.added() + "\t" + patch.removed() + "\t"
                        + patch.change().path())
                .toList();
        assertThat(counted)
                .isEqualTo(repository.run("diff", "--numstat", "HEAD").lines().toList());
        assertThat(patches).noneMatch(FilePatch::binary);
        assertThat(text(patches.get(0)) + text(patches.get(1)))
                .isEqualToNormalizingNewlines(repository.run("diff", "HEAD") + "\n");
    }

    @Test
    void every_kind_of_change_is_known() {
        repository.write("changed", "1\n").write("gone", "1\n").write("old name", "the same\ntext\n");
        repository.link("link", "changed").commit("first");
        repository.write("changed", "2\n").delete("gone").delete("link").write("link", "a file\n");
        repository.run("mv", "old name", "new\nname");
        repository.write("binary", new byte[] {0, 1, 2}).write("empty", "").run("add", "--all");

        List<FilePatch> patches = read(10_000, "--cached", "HEAD");

        assertThat(shown(patches))
                .containsExactly(
                        "A +0 -0 binary",
                        "M +1 -1 changed",
                        "A +0 -0 empty",
                        "D +0 -1 gone",
                        "T +1 -1 link",
                        "R +0 -0 old name -> \"new\\nname\"");
        assertThat(patches).filteredOn(FilePatch::binary).hasSize(1);
        assertThat(text(patches.get(4))).contains("deleted file mode 120000", "new file mode 100644");
    }

    @Test
    void strange_names_keep_their_own_patches() {
        repository.shell("mkdir d; for name in 'a b' 'x y b/x y' 'tab\ttab' 'quo\"te' 'back\\slash' 'é日' "
                + "\"$(printf 'bad\\377')\" '-x' ':(top)y'; do mkdir -p \"d/$(dirname \"$name\")\"; "
                + "echo \"$name\" > \"d/$name\"; done");
        repository.run("add", "--all");

        List<FilePatch> patches = read(10_000, "--cached");

        assertThat(patches).hasSize(9).allSatisfy(patch -> {
            String name = new String(patch.change().path().toBytes(), UTF_8);
            assertThat(text(patch)).endsWith("+" + name.substring("d/".length()) + "\n");
            assertThat(patch.added()).isEqualTo(1);
        });
    }

    @Test
    void a_conflict_has_a_file_without_a_patch_and_our_side() {
        repository.write("f", "1\n").write("g", "1\n").commit("first");
        repository.run("switch", "--quiet", "--create", "side");
        repository.write("f", "side\n").delete("g").commit("side");
        repository.run("switch", "--quiet", "main");
        repository.write("f", "main\n").write("g", "main\n").commit("main");
        repository.shell("git merge side >/dev/null 2>&1 || true");

        assertThat(shown(read(10_000, "--ours"))).containsExactly("U +0 -0 f", "M +4 -0 f", "U +0 -0 g");
        assertThat(shown(read(10_000, "--cached", "HEAD"))).containsExactly("U +0 -0 f", "U +0 -0 g");
    }

    @Test
    void a_submodule_is_the_commit_that_it_stands_on() {
        GitRepository inner = GitRepository.create(temporary.resolve("inner"));
        inner.write("x", "1\n").commit("first");
        repository.run("submodule", "--quiet", "add", inner.root().toString(), "module");
        repository.commit("first");
        GitRepository.at(repository.root().resolve("module")).write("x", "2\n").commit("second");

        List<FilePatch> patches = read(10_000);

        assertThat(shown(patches)).containsExactly("M +1 -1 module");
        assertThat(patches.get(0).change().isSubmodule()).isTrue();
        assertThat(text(patches.get(0))).contains("+Subproject commit ");
    }

    @Test
    void a_patch_that_is_too_long_is_counted_and_not_kept() {
        repository
                .write("a", "x".repeat(1_000_000) + "\nshort\n")
                .write("b", "1\n")
                .run("add", "--all");

        List<FilePatch> patches = read(1000, "--cached");

        assertThat(shown(patches)).containsExactly("A +2 -0 a", "A +1 -0 b");
        assertThat(patches.get(0).patch()).isEmpty();
        assertThat(patches.get(0).bytes()).isGreaterThan(1_000_000);
        assertThat(patches.get(1).patch()).isPresent();
    }

    @Test
    void nothing_changed_is_no_files() {
        repository.write("a", "1\n").commit("first");

        assertThat(read(1000, "HEAD")).isEmpty();
    }

    @Test
    void something_else_than_such_a_diff_is_refused() {
        assertThatThrownBy(() -> DiffReader.read(
                        new ByteArrayInputStream("diff --git a/x b/x\n\0".getBytes(UTF_8)), () -> 10, patch -> {}))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> DiffReader.read(
                        new ByteArrayInputStream(":100644 100644 1 2 M\0name".getBytes(UTF_8)), () -> 10, patch -> {}))
                .isInstanceOf(IOException.class);
    }
}
