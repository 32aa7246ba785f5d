package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store that cannot be used: every command says so in one line, names the way out, and leaves it as it is. */
@Tag("once")
class G13_StoresIT {
    private static final int DENIED = 5;
    private static final int NOT_READY = 6;

    @RegisterExtension
    final Machine machine = new Machine();

    private String job = "";

    @BeforeEach
    void finishAJob() {
        machine.withRealCodex();
        job = machine.submit("Work.");
        machine.awaitEnd(job);
        assertThat(machine.processes().afterAtMost(Machine.PATIENCE)).isEmpty();
    }

    /** Every command that needs the store. */
    private List<List<String>> commands() {
        return List.of(
                List.of("task", "Work."),
                List.of("task", "--background", "Work."),
                List.of("status"),
                List.of("status", job),
                List.of("wait", job),
                List.of("result", job),
                List.of("logs", job),
                List.of("cancel", job),
                List.of("retry", job),
                List.of("prune", "--older-than", "1s"));
    }

    @Test
    void G13_a_store_cut_in_half_stops_every_command_and_is_left_as_it_is() throws IOException {
        byte[] whole = Files.readAllBytes(database());
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        Files.write(database(), half);

        assertEveryCommandIsRefused(NOT_READY, "store_damaged");

        assertThat(database()).hasBinaryContent(half);
        Files.write(database(), whole);
        assertThat(machine.run("result", job).exitCode())
                .as("with the newest copy put back")
                .isZero();
    }

    @Test
    void G13_a_store_of_garbage_can_be_moved_aside_as_the_remedy_says() throws IOException {
        byte[] garbage = new byte[50_000];
        new Random(13).nextBytes(garbage);
        Files.write(database(), garbage);
        Answer refused = machine.run("status");
        String remedy = refused.err().lines().toList().get(1);
        String line = remedy.substring(remedy.indexOf("mv "), remedy.indexOf(" (results"));

        assertThat(machine.shell(line).run().exitCode()).as(line).isZero();

        assertThat(Path.of(database() + ".damaged")).hasBinaryContent(garbage);
        assertThat(machine.run("task", "Work.").exitCode()).isZero();
        assertThat(machine.jobDirectory(job).resolve("output.md")).content().contains("offline model");
    }

    @Test
    void G13_a_store_of_a_newer_program_stops_every_command_and_is_left_as_it_is() throws Exception {
        execute(database(), "update store_state set schema_version = 99");
        byte[] newer = Files.readAllBytes(database());

        assertEveryCommandIsRefused(NOT_READY, "store_newer");

        assertThat(database()).hasBinaryContent(newer);
    }

    @Test
    void G13_a_database_of_somebody_else_is_refused_and_left_as_it_is() throws Exception {
        Files.delete(database());
        execute(database(), "create table store_state (note varchar)");
        byte[] foreign = Files.readAllBytes(database());

        assertRefused(List.of("status"), NOT_READY, "store_damaged");
        assertRefused(List.of("task", "Work."), NOT_READY, "store_damaged");

        assertThat(database()).hasBinaryContent(foreign);
    }

    @Test
    void G13_a_text_is_refused_and_left_as_it_is() throws IOException {
        Files.writeString(database(), "Dear diary\n");

        assertRefused(List.of("status", job), NOT_READY, "store_damaged");
        assertRefused(List.of("task", "Work."), NOT_READY, "store_damaged");

        assertThat(database()).hasContent("Dear diary\n");
    }

    @Test
    void G13_a_directory_or_a_link_in_the_place_of_the_store_is_refused_and_left_as_it_is() throws IOException {
        Path moved = Files.move(database(), machine.file("moved.mv.db"));
        byte[] content = Files.readAllBytes(moved);
        Files.createSymbolicLink(database(), moved);
        assertRefused(List.of("status", job), NOT_READY, "store_damaged");
        assertRefused(List.of("task", "Work."), NOT_READY, "store_damaged");
        assertThat(moved).hasBinaryContent(content);

        Files.delete(database());
        Files.createDirectory(database());
        assertRefused(List.of("status", job), NOT_READY, "store_damaged");
        assertRefused(List.of("task", "Work."), NOT_READY, "store_damaged");
        assertThat(database()).isEmptyDirectory();
    }

    @Test
    void G13_a_missing_store_is_not_made_anew() throws IOException {
        Files.delete(database());

        assertRefused(List.of("status"), NOT_READY, "store_damaged");
        assertRefused(List.of("task", "Work."), NOT_READY, "store_damaged");

        assertThat(Files.exists(database(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    /** Root may write everywhere, but not on a file system that is mounted to be read only. */
    @Test
    void G13_a_state_directory_that_is_read_only_can_be_read_and_not_written() throws IOException {
        byte[] whole = Files.readAllBytes(database());
        for (String command : List.of("status", "status " + job, "result " + job, "wait " + job, "logs " + job)) {
            Answer answer = readOnly(command);
            assertThat(answer.exitCode()).as("%s: %s", command, answer).isZero();
        }
        for (String command : List.of("task Work.", "retry " + job, "prune --older-than 0s")) {
            Answer answer = readOnly(command);
            assertThat(answer.exitCode()).as("%s: %s", command, answer).isEqualTo(DENIED);
            assertThat(answer.err().lines()).as("%s: %s", command, answer).hasSize(2);
            assertThat(answer.err()).contains("COMPANION_HOME");
            Answer json = readOnly(command + " --json");
            assertThat(error(json).string("detailCode")).contains("state_root_unwritable");
        }
        assertThat(database()).hasBinaryContent(whole);
    }

    private Answer readOnly(String command) {
        String root = machine.root().toString();
        return machine.shell("mount --bind '%s' '%s' && mount -o remount,ro,bind '%s' && exec \"$0\" %s"
                        .formatted(root, root, root, command))
                .through("unshare", "--map-root-user", "--mount")
                .run();
    }

    private void assertEveryCommandIsRefused(int exitCode, String detailCode) {
        commands().forEach(command -> assertRefused(command, exitCode, detailCode));
    }

    private void assertRefused(List<String> command, int exitCode, String detailCode) {
        Answer answer = machine.run(command.toArray(String[]::new));
        assertThat(answer.exitCode()).as("%s: %s", command, answer).isEqualTo(exitCode);
        assertThat(answer.out()).as("%s", command).isEmpty();
        assertThat(answer.err().lines()).as("%s: %s", command, answer).hasSize(2);
        Cli withJson = machine.companion(command.toArray(String[]::new)).adding("--json");
        JsonObject error = error(withJson.run());
        assertThat(error.string("detailCode")).as("%s", command).contains(detailCode);
        assertThat(error.number("exitCode")).as("%s", command).contains((long) exitCode);
        assertThat(error.string("remedy").orElse("")).as("%s", command).isNotBlank();
        assertThat(machine.root().resolve("jobs")).isDirectoryContaining(path -> path.endsWith(job));
        assertThat(machine.root().resolve("jobs").toFile().list())
                .as("%s", command)
                .hasSize(1);
    }

    private static JsonObject error(Answer answer) {
        return answer.json().object("error");
    }

    private Path database() {
        return machine.root().resolve("companion.mv.db");
    }

    private static void execute(Path database, String sql) throws SQLException {
        String file = database.toString().replaceFirst("\\.mv\\.db$", "");
        String dialect = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file + dialect, "companion", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
