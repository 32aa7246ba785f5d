package dev.companion.cli.system;

/** Commands that see another part of the system: without privileges, by way of a user namespace. */
final class Namespaces {
    private static final String[] OTHER_PIDS = {
        "unshare", "--map-root-user", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"
    };
    private static final String[] OTHER_MOUNTS = {"unshare", "--map-root-user", "--mount"};

    private Namespaces() {}

    /** Has the command live where pids mean other processes; all of them die with it. */
    static Cli otherPids(Machine machine, Cli command) {
        check(machine);
        return command.through(OTHER_PIDS);
    }

    /** Has the command live where it may change the limits of its own user namespace. */
    static Cli asRoot(Machine machine, Cli command) {
        check(machine);
        return command.through("unshare", "--map-root-user");
    }

    /** Has the command live where it may mount. */
    static Cli otherMounts(Machine machine, Cli command) {
        check(machine);
        return command.through(OTHER_MOUNTS);
    }

    private static void check(Machine machine) {
        Answer probe = machine.shell("exit 0").through(OTHER_PIDS).run();
        Requirement.NAMESPACES.check(
                probe.exitCode() == 0,
                "no namespaces for ordinary users here: " + probe.err().strip());
    }
}
