package dev.companion.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the controlling terminal how wide it is; Java itself has no way to. */
final class TerminalSize {
    private TerminalSize() {}

    static Optional<Integer> columns() {
        File tty = new File("/dev/tty");
        if (!tty.exists()) {
            return Optional.empty();
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(tty)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII).strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            String[] rowsAndColumns = answer.split(" ", 2);
            boolean sane = rowsAndColumns.length == 2 && rowsAndColumns[1].matches("\\d{1,5}");
            return sane ? Optional.of(Integer.valueOf(rowsAndColumns[1])) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
