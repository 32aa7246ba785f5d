package dev.companion.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.companion.core.codex.ModelEntry;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Sandbox;
import dev.companion.core.job.Transport;
import dev.companion.core.json.Json;
import dev.companion.core.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The options of {@code task}, one by one, each with what makes it an error. */
final class TaskOptions {
    /** The value of a {@code --fast} without one. */
    static final String FAST_REQUIRED = "required";

    private static final String SPARK = "gpt-5.3-codex-spark";

    private final Invocation invocation;

    TaskOptions(Invocation invocation) {
        this.invocation = invocation;
    }

    Sandbox sandbox() {
        boolean write = invocation.flag("--write");
        Optional<String> mode = invocation.text("--sandbox");
        Sandbox sandbox = mode.map(name -> Sandbox.find(name)
                        .orElseThrow(() -> Invocation.badValue(
                                "--sandbox", name, "give read-only, workspace-write or danger-full-access")))
                .orElse(write ? Sandbox.WORKSPACE_WRITE : Sandbox.READ_ONLY);
        if (write && sandbox == Sandbox.READ_ONLY) {
            throw contradiction("--write and --sandbox read-only contradict", "give one of them");
        }
        return sandbox;
    }

    Optional<String> model() {
        return invocation.text("--model").map(name -> name.equals("spark") ? SPARK : name);
    }

    /** The tier to ask for, and whether the standard one will do. */
    record Tier(Optional<String> name, boolean optional) {}

    Tier tier() {
        Optional<String> fast = invocation.text("--fast");
        Optional<String> named = invocation.text("--service-tier");
        if (fast.isPresent() && named.isPresent()) {
            throw contradiction("--fast and --service-tier contradict", "give one of them");
        }
        if (fast.isEmpty()) {
            return new Tier(named, false);
        }
        boolean auto = fast.get().equals("auto");
        if (!auto && !fast.get().equals(FAST_REQUIRED)) {
            throw Invocation.badValue("--fast", fast.get(), "give --fast or --fast=auto");
        }
        return new Tier(Optional.of(ModelEntry.FAST), auto);
    }

    Transport transport() {
        if (invocation.flag("--no-broker")) {
            if (invocation.text("--transport").isPresent()) {
                throw contradiction("--no-broker and --transport contradict each other", "give one of them");
            }
            return Transport.DIRECT;
        }
        return transport(invocation
                .text("--transport")
                .or(() -> invocation.text("--remote").map(url -> Transport.REMOTE.wireName()))
                .or(() -> invocation.app().settings().text(Setting.TRANSPORT))
                .orElse("auto"));
    }

    static Transport transport(String name) {
        return Transport.find(name)
                .orElseThrow(() -> new Failure(
                        FailureCode.TRANSPORT_UNAVAILABLE,
                        "there is no transport \"" + name + "\" in this version",
                        "give one of "
                                + Arrays.stream(Transport.values())
                                        .map(Transport::wireName)
                                        .collect(Collectors.joining(", "))));
    }

    List<String> addDirs(Sandbox sandbox) {
        List<String> directories = invocation.texts("--add-dir");
        if (!directories.isEmpty() && sandbox != Sandbox.WORKSPACE_WRITE) {
            throw contradiction(
                    "--add-dir has no effect with sandbox " + sandbox.wireName(), "use --write, or leave it out");
        }
        return directories.stream().map(this::existing).toList();
    }

    private String existing(String directory) {
        Path path = invocation.app().directory().resolve(directory);
        if (!Files.isDirectory(path)) {
            throw new Failure(
                    FailureCode.DIRECTORY_MISSING,
                    "there is no directory " + path,
                    "create it, or leave --add-dir out");
        }
        return real(path).toString();
    }

    /** As Codex will name it when it tells what may be written. */
    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory.toAbsolutePath().normalize();
        }
    }

    boolean network(Sandbox sandbox) {
        boolean network = invocation.flag("--network");
        if (network && sandbox == Sandbox.DANGER_FULL_ACCESS) {
            throw contradiction("--network has no effect with full access", "leave it out");
        }
        return network;
    }

    Optional<Duration> timeout() {
        return positive("--timeout", invocation.timeout())
                .or(() -> invocation.app().settings().duration(Setting.TIMEOUT));
    }

    Duration stallTimeout() {
        return positive("--stall-timeout", invocation.duration("--stall-timeout"))
                .orElseGet(() -> invocation.app().settings().requireDuration(Setting.STALL_TIMEOUT));
    }

    private static Optional<Duration> positive(String option, Optional<Duration> value) {
        if (value.filter(Duration::isZero).isPresent()) {
            throw Invocation.badValue(option, "0", "give more than that, or leave it out");
        }
        return value;
    }

    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : invocation.texts("--label")) {
            int equals = label.indexOf('=');
            if (equals <= 0) {
                throw Invocation.badValue("--label", label, "give KEY=VALUE");
            }
            if (labels.put(label.substring(0, equals), label.substring(equals + 1)) != null) {
                throw contradiction("the same label is given twice", "give each key once");
            }
        }
        return labels;
    }

    Optional<String> outputSchema() {
        return invocation.text("--output-schema").map(name -> {
            Path path = invocation.app().directory().resolve(name);
            try {
                return Json.text(Json.readObject(Files.readAllBytes(path)).fields());
            } catch (JsonProcessingException e) {
                throw notASchema(path);
            } catch (UncheckedIOException e) {
                throw notASchema(path);
            } catch (IOException e) {
                throw new Failure(
                        FailureCode.FILE_UNREADABLE,
                        "cannot read the schema file " + path,
                        "check the path and its permissions",
                        e);
            }
        });
    }

    private static Failure notASchema(Path path) {
        return new Failure(FailureCode.BAD_VALUE, path + " is not a JSON object", "give a JSON Schema document");
    }

    private static Failure contradiction(String what, String remedy) {
        return new Failure(FailureCode.BAD_COMBINATION, what, remedy);
    }
}
