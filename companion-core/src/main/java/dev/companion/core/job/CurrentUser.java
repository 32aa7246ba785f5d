package dev.companion.core.job;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who runs this process, as a number. */
final class CurrentUser {
    private static final Path SELF = Path.of("/proc/self");

    private CurrentUser() {}

    static boolean is(int uid) {
        return ownsProcess(uid) || new UnixSystem().getUid() == uid;
    }

    /** Cheaper than asking the system's library, but there is no such file outside Linux. */
    private static boolean ownsProcess(int uid) {
        try {
            return Files.getAttribute(SELF, "unix:uid") instanceof Integer owner && owner == uid;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
