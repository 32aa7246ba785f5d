package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another user of the same machine learns nothing and gets nowhere. */
@Tag("once")
class G31_OtherUserIT {
    private static final String NOBODY = "65534";
    private static final String SECRET = "wombat-in-the-prompt";

    @RegisterExtension
    final Machine machine = new Machine();

    private Cli asNobody(Cli command) {
        return command.through("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
    }

    private String runningJob() throws IOException {
        Files.setPosixFilePermissions(machine.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Answer probe = asNobody(machine.companion("--version")).run();
        Requirement.OTHER_USER.check(
                probe.exitCode() == 0, "needs root, and a checkout that others can read: " + probe.err());
        String job = machine.withRealCodex()
                .submit(Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt(SECRET));
        machine.awaitCommand(job);
        return job;
    }

    @Test
    void G31_the_state_of_one_user_is_refused_to_another() throws IOException {
        String job = runningJob();

        for (List<String> words : List.of(
                List.of("status"),
                List.of("status", job),
                List.of("result", job),
                List.of("logs", job),
                List.of("wait", job),
                List.of("cancel", job),
                List.of("retry", job),
                List.of("prune", "--keep", "0"),
                List.of("task", "Work."))) {
            Answer answer =
                    asNobody(machine.companion(words.toArray(String[]::new))).run();
            assertThat(answer.exitCode()).as("%s: %s", words, answer).isEqualTo(5);
            assertThat(answer.out()).isEmpty();
            assertThat(answer.err().lines()).as("%s", words).hasSize(2);
            assertThat(answer.err()).contains("belongs to another user").contains("COMPANION_HOME");
        }
        assertThat(machine.job(job).string("status")).contains("running");
        machine.run("cancel", job);
    }

    @Test
    void G33_nothing_of_a_prompt_can_be_read_by_another_user() throws IOException {
        String job = runningJob();
        String line = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c "
                + SECRET.replaceFirst("w", "[w]") + "; find \"$COMPANION_HOME\" -mindepth 1 2>/dev/null | wc -l";

        Answer seen = asNobody(machine.shell(line)).run();
        Answer own = machine.shell(line).run();

        assertThat(seen.out().lines().map(String::strip)).containsExactly("0", "0");
        // Not even in what only the user himself can read; and the search does find files where it may look.
        assertThat(own.out().lines().map(String::strip)).first().isEqualTo("0");
        assertThat(own.out().lines().map(String::strip)).last().isNotEqualTo("0");
        machine.run("cancel", job);
    }
}
