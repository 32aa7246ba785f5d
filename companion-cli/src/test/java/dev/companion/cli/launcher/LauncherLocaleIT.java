package dev.companion.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.launcher.Launch.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words arrive as UTF-8 whatever the locale says, and whether or not it is installed. */
class LauncherLocaleIT {
    /** As bytes in octal, for the shell: this JVM's own locale must not matter. */
    private static final String PRINTED_WORDS =
            "\"$(printf '\\303\\244\\303\\266\\303\\274 \\342\\202\\254\\360\\237\\230\\200')\"";

    private static final String WORDS = "äöü €😀";

    @TempDir
    private Path directory;

    private LauncherTree tree;

    @BeforeEach
    void prepare() {
        tree = LauncherTree.built(directory.resolve("tree"));
    }

    @Test
    void G20_arguments_keep_their_bytes_in_every_locale() {
        for (String locale : List.of("C", "POSIX", "de_DE.ISO-8859-1", "en_US.UTF-8", "C.UTF-8", "nowhere.UTF-8", "")) {
            for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
                Answer answer = start().with(variable, locale).run();

                assertThat(answer.arguments()).as("%s=%s", variable, locale).containsExactly(Launch.hexadecimal(WORDS));
            }
        }
    }

    @Test
    void the_callers_locale_is_handed_on_for_the_programs_children() {
        Answer set = start().with("LC_ALL", "de_DE.ISO-8859-1").run();
        Answer unset = start().with("LANG", "de_DE.ISO-8859-1").run();
        Answer unchanged = start().with("LC_ALL", "C.UTF-8").run();

        assertThat(set.value("LC_ALL")).isEqualTo("C.UTF-8");
        assertThat(set.value("COMPANION_CALLER_LC_ALL")).isEqualTo("de_DE.ISO-8859-1");
        assertThat(unset.value("COMPANION_CALLER_LC_ALL")).isEmpty();
        assertThat(unchanged.value("COMPANION_CALLER_LC_ALL")).isEqualTo("null");
    }

    private Launch start() {
        return Launch.shell("exec \"$0\" " + PRINTED_WORDS, tree.launcher());
    }
}
