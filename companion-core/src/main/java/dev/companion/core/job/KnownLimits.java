package dev.companion.core.job;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The usage limits of the account as a job heard them last: {@code rate-limits.json} in its directory, the fields of the
 * event {@code rate_limits} and {@code observedAt}.
 */
public final class KnownLimits {
    private KnownLimits() {}

    /** Replaces what was known. */
    public static void write(JobDirectory directory, Map<String, @Nullable Object> limits, Instant observedAt)
            throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("observedAt", Timestamps.format(observedAt));
        fields.putAll(limits);
        PrivateFiles.writeWhole(directory.rateLimits(), out -> out.write(Json.bytes(fields)));
    }

    /** What the job heard; empty if it heard nothing that can be read: it is only shown, nothing depends on it. */
    public static Optional<JsonObject> read(JobDirectory directory) {
        if (!Files.isRegularFile(directory.rateLimits())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.readObject(PrivateFiles.read(directory.rateLimits())));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
