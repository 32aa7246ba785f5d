package dev.companion.core.server;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.Timestamps;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How servers of one place ended: kept, so that the next command can say why there is none any more. */
public final class Stops {
    private static final int KEPT = 20;

    /**
     * One end.
     *
     * @param pid of the server
     * @param reason in words
     */
    public record Stop(Instant at, long pid, String reason) {}

    private Stops() {}

    /** The ends, the newest last. */
    public static List<Stop> read(ServerPlace place) {
        List<Stop> stops = new ArrayList<>();
        for (String line : lines(place)) {
            JsonObject fields = Json.readObject(line);
            Optional<Instant> at = fields.string("at").map(Instant::parse);
            at.ifPresent(when -> stops.add(new Stop(
                    when,
                    fields.number("pid").orElse(0L),
                    fields.string("reason").orElse(""))));
        }
        return stops;
    }

    /** Adds one; for the keeper alone. */
    static void add(ServerPlace place, Stop stop) throws IOException {
        List<String> lines = new ArrayList<>(lines(place));
        lines.add(
                Json.text(Json.fields("at", Timestamps.format(stop.at()), "pid", stop.pid(), "reason", stop.reason())));
        String kept = String.join("\n", lines.subList(Math.max(0, lines.size() - KEPT), lines.size()));
        PrivateFiles.writeWhole(place.stops(), out -> out.write((kept + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> lines(ServerPlace place) {
        try {
            String text = new String(PrivateFiles.read(place.stops()), StandardCharsets.UTF_8);
            return text.lines().filter(line -> line.startsWith("{")).toList();
        } catch (IOException e) {
            // None yet.
            return List.of();
        }
    }
}
