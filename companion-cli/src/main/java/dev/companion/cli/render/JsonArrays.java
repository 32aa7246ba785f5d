package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Lists of strings in JSON. */
final class JsonArrays {
    private JsonArrays() {}

    static void write(JsonGenerator generator, String field, List<String> strings) throws IOException {
        generator.writeArrayFieldStart(field);
        for (String string : strings) {
            generator.writeString(string);
        }
        generator.writeEndArray();
    }
}
