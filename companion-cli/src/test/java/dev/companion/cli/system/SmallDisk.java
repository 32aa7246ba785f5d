package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A small file system in memory in the place of a machine's state root, seen only by the commands that are run in it and
 * gone with its holder. Linux only.
 */
final class SmallDisk {
    private final Machine machine;
    private final Started holder;

    private SmallDisk(Machine machine, Started holder) {
        this.machine = machine;
        this.holder = holder;
    }

    /** Mounts one; the test is skipped where that is not allowed. */
    static SmallDisk mount(Machine machine, String size) {
        Answer probe = machine.shell("mount -t tmpfs probe /mnt")
                .through("unshare", "--map-root-user", "--mount")
                .run();
        Assumptions.assumeTrue(probe.exitCode() == 0, "needs mount namespaces: " + probe);
        String line =
                "mkdir -m 700 '%s' && mount -t tmpfs -o size=%s,mode=700 small '%s' && echo mounted >&2 && exec sleep 280";
        Started holder = machine.shell(line.formatted(machine.root(), size, machine.root()))
                .through("unshare", "--map-root-user", "--mount")
                .start();
        holder.awaitLine("mounted"::equals);
        return new SmallDisk(machine, holder);
    }

    /** The launcher with these arguments. */
    Answer run(String... arguments) {
        return inside(machine.companion(arguments)).run();
    }

    /** Takes all the space that is left. */
    void fill() {
        shell("cat /dev/zero >>'%s/ballast' 2>/dev/null; test -s '%s/ballast'"
                .formatted(machine.root(), machine.root()));
    }

    /** Gives it back. */
    void free() {
        shell("rm '%s/ballast'".formatted(machine.root()));
    }

    /**
     * Has everybody find it read-only who opens something from now on. What is open stays as it is: with a file open for
     * writing, as a worker has some, the kernel refuses both {@code remount,ro} and {@code remount,ro,bind} (busy), so a
     * second mount that is read-only hides the first one.
     */
    void makeReadOnly() {
        shell("mount --bind '%s' '%s' && mount -o remount,ro,bind '%s'"
                .formatted(machine.root(), machine.root(), machine.root()));
    }

    /** Takes that back. */
    void makeWritable() {
        shell("umount '%s'".formatted(machine.root()));
    }

    /** A directory below the state root as it looks from outside. */
    Path root() {
        return Path.of("/proc", Long.toString(holder.pid()), "root")
                .resolve(machine.root().toString().substring(1));
    }

    /** Ends everything in it. */
    void unmount() {
        holder.signal("KILL");
    }

    private void shell(String line) {
        Answer answer = inside(machine.shell(line)).run();
        assertThat(answer.exitCode()).as("%s: %s", line, answer).isZero();
    }

    private Cli inside(Cli command) {
        return command.through(
                "nsenter",
                "--target=" + holder.pid(),
                "--user",
                "--mount",
                "--preserve-credentials",
                "--wd=" + machine.workspace());
    }
}
