package dev.companion.bench;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A state directory whose jobs share a resident Codex that is warm: it has run turns. Closing stops the server. */
final class Resident implements AutoCloseable {
    private static final int WARM_UP = 3;

    private final Path state;
    private final Program program;

    /** Starts the server. */
    Resident(Place place, String name) {
        state = place.state(name);
        program = place.program(state).with("COMPANION_TRANSPORT", "broker").with("COMPANION_BROKER_IDLE", "10m");
        for (int n = 0; n < WARM_UP; n++) {
            program.run("task", "say hello").orThrow();
        }
    }

    /** Commands whose jobs work over the server, or fail. */
    Program program() {
        return program;
    }

    Path jobDirectory(String job) {
        return state.resolve("jobs").resolve(job);
    }

    Path socket() {
        return place().resolve("socket");
    }

    /** The keeper's own process. */
    long keeper() {
        try {
            String line = Files.readString(place().resolve("keeper.pid"));
            return Long.parseLong(line.split(" ", 2)[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shell that starts the keeper again if it is killed. */
    long keepersShell() {
        return ProcessHandle.of(keeper())
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .pid();
    }

    long server() {
        JsonObject status = Json.readObject(
                program.run("broker", "status", "--json").orThrow().out());
        return status.objects("servers").get(0).number("pid").orElseThrow();
    }

    private Path place() {
        try (Stream<Path> places = Files.list(state.resolve("run/servers"))) {
            Optional<Path> only = places.filter(Files::isDirectory).findFirst();
            return only.orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        program.run("broker", "stop", "--all", "--force").orThrow();
    }
}
