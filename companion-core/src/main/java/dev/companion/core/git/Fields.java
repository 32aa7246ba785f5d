package dev.companion.core.git;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** The output of git with {@code -z}: names that end with NUL. */
public final class Fields {
    private Fields() {}

    /**
     * Reads to the end; memory holds one name.
     *
     * @throws IOException if it cannot be read, or a name does not end
     */
    public static void read(InputStream in, Consumer<byte[]> fields) throws IOException {
        Pieces pieces = new Pieces(in);
        for (Optional<byte[]> field = pieces.field(); field.isPresent(); field = pieces.field()) {
            fields.accept(field.orElseThrow());
        }
    }
}
