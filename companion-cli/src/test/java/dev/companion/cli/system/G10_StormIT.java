package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hundred submits at once are a hundred records and a hundred outcomes. Costs about two minutes on two cores. */
@Tag("once")
class G10_StormIT {
    private static final int JOBS = 100;

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void G10_a_hundred_processes_at_once_lose_nothing() {
        machine.withResidentCodex().with("COMPANION_RPC_TIMEOUT", "4m");
        List<Started> submits = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            submits.add(machine.companion("task", "--background", "--output", "id", "Job number " + i)
                    .start());
        }

        List<String> jobs =
                submits.stream().map(Started::await).map(G10_StormIT::id).toList();

        assertThat(jobs).doesNotHaveDuplicates().hasSize(JOBS);
        Answer wait = machine.run(Stream.concat(Stream.of("wait", "--json", "--timeout", "140s"), jobs.stream())
                .toArray(String[]::new));
        assertThat(wait.exitCode()).as("%s", wait).isZero();
        List<JsonObject> records = wait.json().objects("jobs");
        assertThat(records).hasSize(JOBS);
        for (int i = 0; i < JOBS; i++) {
            assertThat(records.get(i).string("id")).contains(jobs.get(i));
            assertThat(records.get(i).string("status")).contains("completed");
            assertThat(records.get(i).string("title")).contains("Job number " + i);
        }
        assertThat(machine.model().requests())
                .extracting(OfflineRequest::userText)
                .doesNotHaveDuplicates()
                .hasSize(JOBS);
    }

    private static String id(Answer answer) {
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        return answer.out().strip();
    }
}
