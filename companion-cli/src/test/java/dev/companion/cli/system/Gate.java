package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** A named pipe at which a command waits until the test lets it through. */
record Gate(Path pipe) {
    /** A closed gate. */
    static Gate of(Machine machine, String name) {
        Path pipe = machine.directory().resolve(name);
        Answer made = machine.shell("mkfifo '" + pipe + "'").run();
        assertThat(made.exitCode()).as("%s", made).isZero();
        return new Gate(pipe);
    }

    /** The shell command that waits at it. */
    String command() {
        return "cat '" + pipe + "'";
    }

    /** Lets the one through that waits; fails if nobody comes. */
    void open(Machine machine) {
        Answer opened = machine.shell("timeout 30 sh -c 'echo go >\"$1\"' sh '" + pipe + "'")
                .run();
        assertThat(opened.exitCode()).as("nobody waits at %s: %s", pipe, opened).isZero();
    }
}
