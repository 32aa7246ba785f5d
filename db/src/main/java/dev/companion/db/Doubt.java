package dev.companion.db;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The jobs whose published record may be older than the database, each with its working tree.
 *
 * @param everything whether the rest is in doubt too
 */
record Doubt(Map<JobId, String> workspaces, boolean everything) {
    static final Doubt NONE = new Doubt(Map.of(), false);
    static final Doubt EVERYTHING = new Doubt(Map.of(), true);

    Doubt {
        workspaces = Map.copyOf(workspaces);
    }

    boolean isNone() {
        return workspaces.isEmpty() && !everything;
    }

    Doubt and(Job job) {
        Map<JobId, String> more = new LinkedHashMap<>(workspaces);
        more.put(job.id(), job.workspace().root());
        return new Doubt(more, everything);
    }

    byte[] json() {
        Map<String, String> jobs = new LinkedHashMap<>();
        workspaces.forEach((id, workspace) -> jobs.put(id.value(), workspace));
        return Json.bytes(Map.of("jobs", jobs, "everything", everything));
    }

    /** @throws IOException if it is no doubt */
    static Doubt read(byte[] json) throws IOException {
        try {
            JsonObject fields = Json.readObject(json);
            Map<JobId, String> workspaces = new LinkedHashMap<>();
            for (Map.Entry<String, ?> job : fields.object("jobs").fields().entrySet()) {
                workspaces.put(new JobId(job.getKey()), String.valueOf(job.getValue()));
            }
            return new Doubt(workspaces, fields.flag("everything"));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new IOException("not a doubt", e);
        }
    }
}
