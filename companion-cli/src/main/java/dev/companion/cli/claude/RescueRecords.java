package dev.companion.cli.claude;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.job.JobId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What became of the one call that each rescue agent shall make, as the host's hooks saw it. */
final class RescueRecords {
    private static final String PURPOSE = "rescues";

    private final PluginData data;
    private final String session;

    RescueRecords(PluginData data, String session) {
        this.data = data;
        this.session = session;
    }

    /** How far a call came. */
    enum State {
        /** The agent began in the background; nothing was seen of a call. */
        STARTED,
        /** The call was to be made; the host had not yet said whether it may. */
        ASKED,
        /** The call was answered by a job. */
        JOB,
        /** The call was answered by an error, and no job. */
        ERROR
    }

    /**
     * A record.
     *
     * @param job of state {@code JOB}
     * @param reason of state {@code ERROR}, one line
     * @param key the idempotency key that the hook put into the call: under it the job is found whatever became of the answer
     */
    record Call(State state, Optional<JobId> job, Optional<String> reason, Optional<String> key) {
        static Call of(State state) {
            return new Call(state, Optional.empty(), Optional.empty(), Optional.empty());
        }

        static Call asked(Optional<String> key) {
            return new Call(State.ASKED, Optional.empty(), Optional.empty(), key);
        }

        static Call answered(JobId job) {
            return new Call(State.JOB, Optional.of(job), Optional.empty(), Optional.empty());
        }

        static Call failed(Optional<String> reason) {
            return new Call(State.ERROR, Optional.empty(), reason, Optional.empty());
        }
    }

    /** Notes it; the first job of an agent stays its job. */
    void note(String agent, Call call, Instant now) {
        Path file = file(agent);
        Optional<Call> known = find(agent);
        if (known.filter(earlier -> earlier.state() == State.JOB).isPresent()) {
            return;
        }
        Optional<String> key = call.key().or(() -> known.flatMap(Call::key));
        if (!Files.exists(file)) {
            data.clean(PURPOSE, now);
        }
        data.write(
                file,
                fields(
                        "state",
                        call.state().name().toLowerCase(Locale.ROOT),
                        "job",
                        call.job().map(JobId::value).orElse(null),
                        "reason",
                        call.reason().orElse(null),
                        "key",
                        key.orElse(null)));
    }

    /** What is known of an agent's call. */
    Optional<Call> find(String agent) {
        return data.read(file(agent)).map(record -> {
            Optional<JobId> job =
                    record.string("job").filter(JobId::isWellFormed).map(JobId::new);
            State state = State.valueOf(record.string("state").orElse("started").toUpperCase(Locale.ROOT));
            return new Call(state, job, record.string("reason"), record.string("key"));
        });
    }

    private Path file(String agent) {
        return data.file(PURPOSE, session, agent + ".json");
    }
}
