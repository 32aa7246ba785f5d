package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.codex.ServerHealth;
import dev.companion.core.job.JobFields;
import dev.companion.core.job.JobId;
import dev.companion.core.server.Descriptor;
import dev.companion.core.server.ServerPlace;
import dev.companion.core.server.ServerReport;
import dev.companion.core.server.Stops;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What {@code broker} prints. */
public final class BrokerOutput {
    private static final int STOPS_SHOWN = 3;
    private static final int LOG_TAIL = 16 * 1024;

    private final App app;
    private final Terminal terminal;

    /** Prints for the environment of this command. */
    public BrokerOutput(App app, Terminal terminal) {
        this.app = app;
        this.terminal = terminal;
    }

    /** All servers, and the last ends of each. */
    public void status(List<ServerReport> servers, Format format) {
        if (format == Format.JSON) {
            terminal.print(generator -> {
                generator.writeStartObject();
                generator.writeNumberField("schemaVersion", 1);
                generator.writeArrayFieldStart("servers");
                for (ServerReport server : servers) {
                    write(generator, server);
                }
                generator.writeEndArray();
                generator.writeEndObject();
            });
            return;
        }
        if (servers.isEmpty()) {
            terminal.print("no resident server has run here");
        }
        servers.forEach(server -> lines(server).forEach(terminal::print));
    }

    private List<String> lines(ServerReport server) {
        List<String> lines = new ArrayList<>();
        lines.add(server.place().id().substring(0, 8) + "  " + state(server));
        server.descriptor().ifPresent(descriptor -> {
            lines.add("  codex     " + descriptor.codexVersion() + "  "
                    + EventText.plain(descriptor.binary().toString()));
            lines.add("  home      " + EventText.plain(descriptor.codexHome()));
            lines.add("  fits      " + fits(server, descriptor));
            lines.add("  jobs      " + jobs(server.clients()));
        });
        server.health().ifPresent(health -> lines.add("  load      " + load(health)));
        server.startFailure().ifPresent(why -> lines.add("  failed    " + EventText.plain(why)));
        List<Stops.Stop> stops = server.stops();
        stops.subList(Math.max(0, stops.size() - STOPS_SHOWN), stops.size())
                .forEach(stop ->
                        lines.add("  stopped   " + JobFields.text(stop.at()) + "  " + EventText.plain(stop.reason())));
        return lines;
    }

    private String state(ServerReport server) {
        if (server.descriptor().isEmpty()) {
            return server.kept() ? "starting" : "stopped";
        }
        Descriptor descriptor = server.descriptor().get();
        Duration age = Duration.between(descriptor.startedAt(), app.clock().instant());
        return "running, pid " + descriptor.server().pid() + ", for " + Math.max(0, age.toSeconds()) + " s"
                + (server.kept() ? "" : ", without a keeper until the next job");
    }

    private String fits(ServerReport server, Descriptor descriptor) {
        if (server.place().id().equals(app.fingerprint().id())) {
            return "this environment";
        }
        TreeSet<String> differences = app.fingerprint().differences(descriptor.variables());
        if (!app.fingerprint().codexHome().equals(descriptor.codexHome())) {
            differences.add("CODEX_HOME");
        }
        return differences.isEmpty()
                ? "another Codex than this environment's"
                : "another environment: " + EventText.plain(String.join(", ", differences));
    }

    private static String jobs(List<JobId> clients) {
        return clients.isEmpty()
                ? "none"
                : String.join(", ", clients.stream().map(JobId::value).toList());
    }

    private static String load(ServerHealth health) {
        String memory = health.residentBytes()
                .map(bytes -> ", " + bytes / 1_000_000 + " MB")
                .orElse("");
        return health.activeTurns() + " active turn(s), " + health.liveThreads() + " thread(s) loaded" + memory;
    }

    private void write(JsonGenerator generator, ServerReport server) throws IOException {
        Optional<Descriptor> descriptor = server.descriptor();
        Optional<ServerHealth> health = server.health();
        generator.writeStartObject();
        generator.writeStringField("fingerprint", server.place().id());
        generator.writeStringField("state", server.runs() ? "running" : server.kept() ? "starting" : "stopped");
        writeNumber(generator, "pid", descriptor.map(known -> known.server().pid()));
        generator.writeBooleanField("kept", server.kept());
        writeText(generator, "codexVersion", descriptor.map(Descriptor::codexVersion));
        writeText(generator, "binary", descriptor.map(known -> known.binary().toString()));
        writeText(generator, "codexHome", descriptor.map(Descriptor::codexHome));
        writeText(generator, "startedAt", descriptor.map(known -> JobFields.text(known.startedAt())));
        writeText(generator, "fits", descriptor.map(known -> fits(server, known)));
        JsonArrays.write(
                generator, "jobs", server.clients().stream().map(JobId::value).toList());
        writeNumber(generator, "activeTurns", health.map(ServerHealth::activeTurns));
        writeNumber(generator, "loadedThreads", health.map(ServerHealth::liveThreads));
        writeNumber(generator, "residentBytes", health.flatMap(ServerHealth::residentBytes));
        writeText(generator, "startFailure", server.startFailure());
        generator.writeArrayFieldStart("stops");
        for (Stops.Stop stop : server.stops()) {
            generator.writeStartObject();
            generator.writeStringField("at", JobFields.text(stop.at()));
            generator.writeNumberField("pid", stop.pid());
            generator.writeStringField("reason", stop.reason());
            generator.writeEndObject();
        }
        generator.writeEndArray();
        generator.writeEndObject();
    }

    private static void writeText(JsonGenerator generator, String name, Optional<String> value) throws IOException {
        generator.writeStringField(name, value.orElse(null));
    }

    private static void writeNumber(JsonGenerator generator, String name, Optional<Long> value) throws IOException {
        if (value.isPresent()) {
            generator.writeNumberField(name, value.get());
        } else {
            generator.writeNullField(name);
        }
    }

    /** The servers that were stopped. */
    public void stopped(List<ServerReport> servers, Format format) {
        if (format == Format.JSON) {
            terminal.print(generator -> {
                generator.writeStartObject();
                generator.writeNumberField("schemaVersion", 1);
                JsonArrays.write(
                        generator,
                        "stopped",
                        servers.stream().map(server -> server.place().id()).toList());
                generator.writeEndObject();
            });
            return;
        }
        terminal.print(servers.isEmpty() ? "no resident server runs" : "stopped " + servers.size());
    }

    /** What keepers and servers said last. */
    public void logs(List<ServerPlace> places) {
        for (ServerPlace place : places) {
            log("keeper", place.keeperLog());
            log("server", place.serverLog());
        }
    }

    private void log(String who, Path file) {
        try {
            byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            int from = Math.max(0, bytes.length - LOG_TAIL);
            new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> terminal.print(who + "  " + EventText.plain(line)));
        } catch (IOException e) {
            terminal.hint(file + " cannot be read");
        }
    }
}
