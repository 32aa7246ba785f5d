package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * {@code externalAgentConfig/import/completed}: what became of an import of sessions.
 *
 * @param importId which one; a Codex that does not say is asked for one at a time
 * @param imported how many sessions were taken in; none if nothing had to be done
 * @param threadIds the threads that were made or extended, as far as Codex names them
 * @param faults why sessions were not imported
 */
public record ImportReport(Optional<String> importId, int imported, List<String> threadIds, List<Fault> faults) {
    /** The method of the notification. */
    public static final String METHOD = "externalAgentConfig/import/completed";

    static final String SESSIONS = "SESSIONS";

    /**
     * Why a session was not imported.
     *
     * @param type such as {@code session_not_detected}; empty if Codex does not say
     * @param message Codex's own words
     */
    public record Fault(String type, String message) {}

    /** Copies. */
    public ImportReport {
        threadIds = List.copyOf(threadIds);
        faults = List.copyOf(faults);
    }

    /** The parameters of the notification. */
    public static ImportReport of(JsonObject params) {
        List<JsonObject> results = params.objects("itemTypeResults").stream()
                .filter(result -> result.string("itemType").equals(Optional.of(SESSIONS)))
                .toList();
        List<JsonObject> successes = results.stream()
                .flatMap(result -> result.objects("successes").stream())
                .toList();
        return new ImportReport(
                params.string("importId"),
                successes.size(),
                successes.stream()
                        .flatMap(success -> success.string("target").stream())
                        .toList(),
                results.stream()
                        .flatMap(result -> result.objects("failures").stream())
                        .map(ImportReport::fault)
                        .toList());
    }

    private static Fault fault(JsonObject failure) {
        String type = failure.string("subErrorType")
                .or(() -> failure.string("errorType"))
                .orElse("");
        return new Fault(type, failure.string("message").orElse("no message"));
    }
}
