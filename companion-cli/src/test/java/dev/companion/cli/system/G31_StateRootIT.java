package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One state root, private to its user, the same from everywhere. */
@Tag("once")
class G31_StateRootIT {
    private static final int NOBODY = 65534;

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void G31_everything_below_the_root_is_private() throws IOException {
        machine.withRealCodex();
        Answer answer = machine.companion("task", "Work.")
                .through("sh", "-c", "umask 000; exec \"$0\" \"$@\"")
                .run();
        assertThat(answer.exitCode()).as("%s", answer).isZero();

        try (Stream<Path> files = Files.walk(machine.root())) {
            assertThat(files.toList())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as("%s", file)
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void G31_a_root_that_is_open_to_others_is_refused_with_what_mends_it() throws IOException {
        Files.createDirectory(machine.root());
        Files.setPosixFilePermissions(machine.root(), PosixFilePermissions.fromString("rwxrwxrwx"));

        Answer answer = machine.withRealCodex().run("task", "Work.");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(5);
        assertThat(answer.err().lines()).hasSize(2).last().asString().isEqualTo("chmod 700 " + machine.root());
        assertThat(machine.root()).isEmptyDirectory();
    }

    @Test
    void G31_a_root_of_somebody_else_is_refused() throws IOException {
        Files.createDirectory(
                machine.root(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Assumptions.assumeTrue(
                machine.shell("chown " + NOBODY + " \"$COMPANION_HOME\"").run().exitCode() == 0, "needs root");

        Answer answer = machine.withRealCodex().run("task", "--json", "Work.");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(5);
        assertThat(answer.json().object("error").string("detailCode")).contains("state_root_foreign");
        assertThat(machine.root()).isEmptyDirectory();
    }

    @Test
    void G31_a_root_that_is_a_link_is_refused() throws IOException {
        Path real = Files.createDirectory(machine.directory().resolve("real"));
        Files.createSymbolicLink(machine.root(), real);

        Answer answer = machine.withRealCodex().run("task", "--json", "Work.");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(5);
        assertThat(answer.json().object("error").string("detailCode")).contains("state_root_symlink");
        assertThat(real).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"companion.mv.db", "store.lock", "store.seal"})
    void G31_a_file_of_the_store_that_is_a_link_is_not_followed(String name) throws IOException {
        machine.withRealCodex();
        assertThat(machine.run("task", "Work.").exitCode()).isZero();
        Path aim = Files.writeString(machine.file("aim"), "untouched");
        Files.delete(machine.root().resolve(name));
        Files.createSymbolicLink(machine.root().resolve(name), aim);

        Answer answer = machine.run("task", "--background", "Work.");

        assertThat(aim).hasContent("untouched");
        if (!name.equals("store.seal")) {
            assertThat(answer.exitCode()).as("%s", answer).isIn(5, 6);
        } else if (answer.exitCode() == 0) {
            machine.awaitEnd(answer.out().strip());
        }
    }

    @Test
    void G31_a_worker_log_that_is_a_link_is_not_followed() throws IOException {
        machine.withRealCodex();
        String job = machine.submit("Work.");
        machine.awaitEnd(job);
        assertThat(machine.processes().afterAtMost(Machine.PATIENCE)).isEmpty();
        Path aim = Files.writeString(machine.file("aim"), "untouched");
        Path events = machine.jobDirectory(job).resolve("events.jsonl");
        Files.delete(events);
        Files.createSymbolicLink(events, aim);

        Answer logs = machine.run("logs", job);

        assertThat(logs.out()).doesNotContain("untouched");
        assertThat(aim).hasContent("untouched");
    }

    @Test
    void G14_ids_resolve_from_everywhere() throws IOException {
        machine.withRealCodex();
        Path other = machine.directory().resolve("other repository");
        Repository.create(other);
        Path worktree = machine.directory().resolve("worktree");
        Repository.git(machine.workspace(), "worktree", "add", "--quiet", worktree.toString());
        Path outside = Files.createDirectory(machine.directory().resolve("outside"));
        String job = machine.submit("Work.");
        machine.awaitEnd(job);

        for (Path directory : List.of(other, worktree, outside, Path.of("/"))) {
            Answer status = machine.companion("status", job, "--json")
                    .in(directory)
                    .with("COMPANION_SESSION_ID", "another")
                    .run();
            assertThat(status.exitCode()).as("%s: %s", directory, status).isZero();
            assertThat(status.json().object("job").string("id")).contains(job);
            Answer result =
                    machine.companion("result", prefix(job)).in(directory).run();
            assertThat(result.out()).as("%s: %s", directory, result).contains("offline model");
        }
        Answer inWorktree = machine.companion("task", "--background", "--output", "id", "Work.")
                .in(worktree)
                .run();
        assertThat(machine.jobDirectory(inWorktree.out().strip())).exists();
        machine.awaitEnd(inWorktree.out().strip());
    }

    private static String prefix(String job) {
        return job.substring(0, job.length() - 3);
    }
}
