package dev.companion.core.review.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.git.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository names programs in every way that git knows, and none of them runs. */
class G32_HostileRepositoryTest {
    @TempDir
    private Path temporary;

    private GitRepository repository;
    private Path ran;

    @BeforeEach
    void make_a_repository_that_names_programs() throws IOException {
        temporary = temporary.toRealPath();
        repository = GitRepository.create(temporary.resolve("repository"));
        ran = temporary.resolve("ran");
        repository.write("file.x", "1\n").commit("first");
        Path program = program(temporary.resolve("program"));
        repository.write(".gitattributes", "*.x diff=evil filter=evil\n");
        for (String setting : List.of(
                "core.fsmonitor",
                "core.pager",
                "core.sshCommand",
                "core.editor",
                "diff.external",
                "diff.evil.command",
                "diff.evil.textconv",
                "filter.evil.clean",
                "filter.evil.process",
                "gpg.program",
                "credential.helper")) {
            repository.run("config", setting, program.toString());
        }
        repository.run("config", "filter.evil.required", "true");
        repository.run("config", "log.showSignature", "true");
        repository.run("config", "core.hooksPath", temporary.resolve("hooks").toString());
        for (String hook : List.of("post-index-change", "fsmonitor-watchman", "post-checkout")) {
            program(temporary.resolve("hooks").resolve(hook));
        }
        repository.write("file.x", "2\n");
        Files.deleteIfExists(ran);
    }

    /** A program that leaves a trace with its name. */
    private Path program(Path place) throws IOException {
        Files.createDirectories(place.getParent());
        Files.writeString(place, "#!/bin/sh\necho \"$0 $*\" >> '" + ran + "'\nexit 1\n");
        return Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void the_trap_is_one() {
        repository.shell("git status >/dev/null 2>&1 || true; git diff >/dev/null 2>&1 || true");

        assertThat(ran).content().contains("program");
    }

    @Test
    void no_program_of_the_repository_runs_when_the_working_tree_is_reviewed() {
        ReviewContext context = ContextFixture.workingTree(repository);

        assertThat(context.material()).contains("-1\n+2\n");
        assertThat(ran).doesNotExist();
    }

    @Test
    void none_runs_when_commits_are_reviewed_and_the_target_is_looked_for() {
        String first = repository.run("rev-parse", "HEAD");
        repository.shell("GIT_CONFIG_COUNT=0 git -c core.fsmonitor= -c filter.evil.clean= -c filter.evil.process= "
                + "-c filter.evil.required=false -c core.hooksPath=/dev/null -c user.name=Ada -c user.email=a@b "
                + "commit --quiet --all --message second --no-gpg-sign");
        assertThat(ran).doesNotExist();

        assertThat(ContextFixture.branch(repository, first).material()).contains("-1\n+2\n");
        assertThat(ContextFixture.commit(repository, "HEAD").material()).contains("-1\n+2\n");
        assertThat(ContextFixture.collect(repository, ContextFixture.options(null, null, null), ContextBudget.DEFAULT)
                        .fileCount())
                .isEqualTo(1);
        assertThat(ran).doesNotExist();
    }

    @Test
    void none_of_a_submodule_runs() throws IOException {
        GitRepository outer = GitRepository.create(temporary.resolve("outer"));
        GitRepository inner = GitRepository.create(temporary.resolve("inner"));
        inner.write("file.x", "1\n").commit("first");
        outer.run("submodule", "--quiet", "add", inner.root().toString(), "inner");
        outer.commit("first");
        GitRepository module = GitRepository.at(outer.root().resolve("inner"));
        module.write("file.x", "2\n").commit("second");
        module.write("file.x", "3\n");
        module.run(
                "config",
                "core.fsmonitor",
                program(temporary.resolve("monitor")).toString());
        outer.run("config", "diff.submodule", "diff");
        outer.run("config", "submodule.inner.ignore", "all");
        Files.deleteIfExists(ran);

        ReviewContext context =
                ContextFixture.collect(outer, ContextFixture.options(null, null, null), ContextBudget.DEFAULT);

        assertThat(context.material()).contains("+Subproject commit");
        assertThat(ran).doesNotExist();
    }

    @Test
    void the_index_is_not_written() throws IOException {
        byte[] before = Files.readAllBytes(repository.root().resolve(".git/index"));
        repository.shell("touch -d '2001-02-03' file.x");

        ContextFixture.workingTree(repository);

        assertThat(Files.readAllBytes(repository.root().resolve(".git/index"))).isEqualTo(before);
    }
}
