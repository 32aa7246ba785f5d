package dev.companion.db;

import static dev.companion.core.job.JobFixtures.id;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.companion.core.job.StateRoot;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Root may write everywhere: run by root, the other process is nobody, with a class path that nobody can read. */
@Timeout(120)
class ReadOnlyRootTest {
    private static final int NOBODY = 65534;
    private static final List<String> NEEDED = List.of("h2-", "jackson-core", "companion-core", "classes");

    @TempDir
    Path temporary;

    @AfterEach
    void makeWritableAgain() throws IOException {
        allow(temporary.resolve("state"), "rwx------");
    }

    @Test
    void G13_a_read_only_state_directory_is_still_read_and_refuses_to_write() throws Exception {
        StateRoot root = StateRoot.open(temporary.resolve("state"));
        new JdbcJobStore(root).insert(queued(1));
        boolean isRoot = Integer.valueOf(0).equals(Files.getAttribute(root.directory(), "unix:uid"));
        String classPath = isRoot ? handOver(root.directory()) : ChildJvm.classPath();
        List<String> prefix =
                isRoot ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups") : List.of();
        allow(root.directory(), "r-x------");

        assertThat(said(prefix, classPath, "read", id(1).value()))
                .contains("found Optional[" + id(1) + "] among 1 and 1 prefix [" + id(1) + "]");
        assertThat(said(prefix, classPath, "fill")).containsExactly("failure STATE_ROOT_UNWRITABLE");
    }

    private List<String> said(List<String> prefix, String classPath, String what, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of(what, temporary.resolve("state").toString()));
        arguments.addAll(List.of(more));
        try (ChildJvm child = ChildJvm.start(prefix, classPath, List.of(), arguments.toArray(String[]::new))) {
            return child.rest();
        }
    }

    private String handOver(Path state) throws IOException {
        assumeThat(Path.of("/usr/bin/setpriv")).exists();
        allow(temporary, "rwx--x--x");
        for (Path path : tree(state)) {
            Files.setAttribute(path, "unix:uid", NOBODY);
        }
        List<String> copies = new ArrayList<>();
        for (String entry : ChildJvm.classPath().split(File.pathSeparator, -1)) {
            if (NEEDED.stream().anyMatch(entry::contains)) {
                copies.add(copied(Path.of(entry), temporary.resolve("lib" + copies.size())));
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static String copied(Path entry, Path copy) throws IOException {
        for (Path path : tree(entry)) {
            Path target = copy.resolve(entry.relativize(path).toString());
            Files.copy(path, target);
            allow(target, "rwxr-xr-x");
        }
        return copy.toString();
    }

    private static List<Path> tree(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.toList();
        }
    }

    private static void allow(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
