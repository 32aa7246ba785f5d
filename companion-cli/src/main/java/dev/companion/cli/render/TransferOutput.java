package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.transfer.Transfer;
import java.io.IOException;

/** What {@code transfer} prints. */
public final class TransferOutput {
    private final Terminal terminal;
    private final Format format;

    /** Prints in the given format. */
    public TransferOutput(Terminal terminal, Format format) {
        this.terminal = terminal;
        this.format = format;
    }

    /** The session as the thread that it is now. */
    public void print(Transfer transfer) {
        if (format == Format.JSON) {
            terminal.print(generator -> write(generator, transfer));
        } else if (format == Format.ID) {
            terminal.print(transfer.threadId());
        } else {
            terminal.print((transfer.alreadyImported() ? "already imported: thread " : "imported: thread ")
                    + transfer.threadId());
            terminal.print("in Codex:  " + transfer.resumeCommand());
            terminal.print("as a task: companion task --thread " + transfer.threadId() + " \"what to do next\"");
        }
    }

    private static void write(JsonGenerator generator, Transfer transfer) throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("schemaVersion", 1);
        generator.writeStringField("threadId", transfer.threadId());
        generator.writeStringField("resumeCommand", transfer.resumeCommand());
        generator.writeStringField("sourcePath", transfer.session().file().toString());
        generator.writeStringField("sessionId", transfer.session().id());
        generator.writeBooleanField("alreadyImported", transfer.alreadyImported());
        generator.writeEndObject();
    }
}
