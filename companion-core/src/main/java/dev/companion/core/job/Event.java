package dev.companion.core.job;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a job's event log.
 *
 * @param seq from 1, without gaps
 * @param data its fields depend on the type; see {@code docs/events.md}
 */
public record Event(long seq, Instant at, JobId jobId, EventType type, JsonObject data) {
    /** The line, without its end. */
    public byte[] encode() {
        Map<String, @Nullable Object> fields = Json.fields(
                "schemaVersion",
                1,
                "seq",
                seq,
                "ts",
                Timestamps.format(at),
                "jobId",
                jobId.value(),
                "type",
                type.wireName(),
                "data",
                data.fields());
        return Json.bytes(fields);
    }

    /** Reads a line; throws an unchecked exception if it is no event. */
    public static Event decode(byte[] line) {
        JsonObject fields = Json.readObject(line);
        return new Event(
                fields.number("seq").orElseThrow(),
                Instant.parse(fields.string("ts").orElseThrow()),
                new JobId(fields.string("jobId").orElseThrow()),
                EventType.ofWireName(fields.string("type").orElseThrow()),
                fields.object("data"));
    }
}
