package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A shell that may open few files: everything works, or says what is missing; nothing is left half done. */
@Tag("once")
class FewFilesIT {
    @RegisterExtension
    final Machine machine = new Machine();

    private Answer limited(int files, List<String> words) {
        return machine.companion(words.toArray(String[]::new))
                .through("prlimit", "--nofile=" + files + ":" + files)
                .run();
    }

    @Test
    void sixty_four_are_enough_for_a_whole_job() {
        machine.withRealCodex();

        Answer task = limited(64, List.of("task", "--json", "Work."));

        assertThat(task.exitCode()).as("%s", task).isZero();
        assertThat(task.json().object("job").string("status")).contains("completed");
        assertReadable(64, task.json().string("jobId").orElseThrow());
    }

    @Test
    void with_thirty_two_codex_cannot_work_and_the_job_says_so() {
        machine.withRealCodex();

        Answer task = limited(32, List.of("task", "--json", "Work."));

        // How far Codex comes depends on the machine: it does not start, or it cannot open its files.
        assertThat(task.exitCode()).as("%s", task).isIn(1, 6);
        JsonObject job = task.json().object("job");
        assertThat(job.string("status")).contains("failed");
        assertThat(job.string("errorMessage").orElseThrow())
                .containsAnyOf("Codex ended", "No file descriptors", "Codex could not be started");
        String id = job.string("id").orElseThrow();
        assertThat(machine.jobDirectory(id).resolve("worker.log")).isNotEmptyFile();
        assertThat(limited(32, List.of("status", id, "--json"))
                        .json()
                        .object("job")
                        .string("status"))
                .contains("failed");
    }

    private void assertReadable(int files, String job) {
        for (List<String> words : List.of(
                List.of("--version"),
                List.of("status", "--all", "--json"),
                List.of("status", job),
                List.of("result", job),
                List.of("logs", "-f", job),
                List.of("wait", job),
                List.of("cancel", job),
                List.of("config", "show"),
                List.of("prune", "--keep", "0"))) {
            Answer answer = limited(files, words);
            assertThat(answer.exitCode()).as("%s: %s", words, answer).isZero();
        }
    }
}
