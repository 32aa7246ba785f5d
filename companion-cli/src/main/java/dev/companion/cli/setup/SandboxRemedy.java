package dev.companion.cli.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What to do about a sandbox that cannot start: on Linux it needs user namespaces, which may be forbidden in several ways. */
final class SandboxRemedy {
    private static final Path KERNEL = Path.of("/proc/sys/kernel");
    private static final Path NAMESPACES = Path.of("/proc/sys/user/max_user_namespaces");

    private SandboxRemedy() {}

    /** For this machine, one line. */
    static String here() {
        if (is(NAMESPACES, "0")) {
            return "allow user namespaces: sudo sysctl -w user.max_user_namespaces=15000";
        }
        if (is(KERNEL.resolve("unprivileged_userns_clone"), "0")) {
            return "allow user namespaces: sudo sysctl -w kernel.unprivileged_userns_clone=1";
        }
        if (is(KERNEL.resolve("apparmor_restrict_unprivileged_userns"), "1")) {
            return "install bubblewrap with its AppArmor profile, or:"
                    + " sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
        }
        return "allow user namespaces to this user (in a container: --security-opt seccomp=unconfined); or, where the"
                + " machine itself is the sandbox: task --sandbox danger-full-access";
    }

    private static boolean is(Path file, String value) {
        try {
            return Optional.of(Files.readString(file).strip()).equals(Optional.of(value));
        } catch (IOException e) {
            // Another kernel, or not to be read here.
            return false;
        }
    }
}
