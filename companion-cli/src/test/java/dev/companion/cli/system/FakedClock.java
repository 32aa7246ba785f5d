package dev.companion.cli.system;

import dev.companion.core.codex.RealCodex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The wall clock of every process of a test, set by hand through libfaketime, as an administrator sets it under running
 * programs. No other clock is touched. For one thread.
 */
final class FakedClock {
    private static final String SETTING = "COMPANION_TEST_FAKETIME";
    private static final String MISSING =
            "no libfaketime: install the package, or set " + SETTING + " to libfaketime.so.1";

    private static final Pattern TRACE = Pattern.compile("(?:sem\\.faketime_sem|faketime_shm)_(\\d+)");

    private final Path file;

    private FakedClock(Path file) {
        this.file = file;
    }

    /** From now on all commands of the machine have this clock, with the real Codex; it shows the real time until it is set. */
    static FakedClock of(Machine machine) throws IOException {
        Optional<Path> library = find();
        Requirement.FAKE_CLOCK.check(library.isPresent(), MISSING);
        FakedClock clock = new FakedClock(machine.file("clock"));
        clock.setAhead(Duration.ZERO);
        withoutFakeInCommands(machine);
        machine.with("LD_PRELOAD", library.orElseThrow().toString())
                .with("FAKETIME_TIMESTAMP_FILE", clock.file.toString())
                .with("FAKETIME_CACHE_DURATION", "1")
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                // Else every wait of Java becomes a busy loop.
                .with("FAKETIME_FORCE_MONOTONIC_FIX", "0")
                .with("NO_FAKE_STAT", "1");
        return clock;
    }

    /** The real Codex has no use for the library, and its sandbox no room for the library's shared memory. */
    private static void withoutFakeInCommands(Machine machine) throws IOException {
        Path codex = machine.program("codex", "unset LD_PRELOAD; exec '" + RealCodex.binary() + "' \"$@\"");
        machine.with("COMPANION_CODEX", codex.toString());
    }

    private static Optional<Path> find() throws IOException {
        Optional<Path> named = Optional.ofNullable(System.getenv(SETTING)).map(Path::of);
        if (named.isPresent()) {
            return named.filter(Files::isRegularFile);
        }
        return below(RealCodex.projectRoot().resolve("target/faketime")).or(() -> onSystem());
    }

    private static Optional<Path> onSystem() {
        return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
                .map(machine -> Path.of("/usr/lib", machine, "faketime/libfaketime.so.1"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Optional<Path> below(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(path -> path.endsWith("libfaketime.so.1")).findFirst();
        }
    }

    /** A process that is killed or leaves in a hurry leaves the library's shared memory behind; a living one's is kept. */
    static void removeTraces() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            for (Path trace : files.filter(FakedClock::isTrace).toList()) {
                Files.deleteIfExists(trace);
            }
        }
    }

    private static boolean isTrace(Path file) {
        Matcher name = TRACE.matcher(file.getFileName().toString());
        return name.matches() && !Files.exists(Path.of("/proc", name.group(1)));
    }

    /** Sets it this far ahead of the real time; behind, if negative. A running process knows it a second later. */
    void setAhead(Duration ahead) throws IOException {
        Path draft = file.resolveSibling("clock.new");
        Files.writeString(draft, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Sets it to an instant, to the second. */
    void setTo(Instant instant) throws IOException {
        setAhead(Duration.between(Instant.now(), instant));
    }
}
