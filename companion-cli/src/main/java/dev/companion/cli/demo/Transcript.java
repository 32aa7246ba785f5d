package dev.companion.cli.demo;

import dev.companion.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes what a terminal session would show: the result of the demonstration, or with {@code --json} mere progress. What
 * the commands say on stdout and on stderr stands in one stream, in its order. Used by one thread.
 */
final class Transcript {
    private final Terminal terminal;
    private final boolean isResult;
    private boolean atLineStart = true;

    /** @param isResult whether it goes to stdout; else it is a hint on stderr */
    Transcript(Terminal terminal, boolean isResult) {
        this.terminal = terminal;
        this.isResult = isResult;
    }

    /** A line that explains. */
    void explain(String line) {
        show((atLineStart ? "" : "\n") + "\n# " + line + "\n");
    }

    /** A line that somebody would type. */
    void typed(String command) {
        show("$ " + command + "\n");
    }

    /** Text of a command. */
    void show(String text) {
        show(text.getBytes(StandardCharsets.UTF_8));
    }

    private void show(byte[] bytes) {
        if (bytes.length > 0) {
            atLineStart = bytes[bytes.length - 1] == '\n';
        }
        if (isResult) {
            terminal.write(bytes);
            terminal.flushOrStop();
        } else if (!terminal.isQuiet()) {
            terminal.draw(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** Which of a command's streams are a terminal, as {@link Terminal#of} wants it. */
    String terminals() {
        return isResult && terminal.outIsTerminal() ? "out,err" : "";
    }

    /** A stream for a command, which is shown as it comes, and kept. */
    Shown stream() {
        return new Shown();
    }

    /** What one command wrote. */
    final class Shown extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            kept.write(bytes, offset, length);
            byte[] part = new byte[length];
            System.arraycopy(bytes, offset, part, 0, length);
            show(part);
        }

        /** All of it. */
        String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
