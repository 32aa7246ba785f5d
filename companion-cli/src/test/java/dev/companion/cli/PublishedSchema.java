package dev.companion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.companion.cli.schema.Schemas;
import java.util.Set;

/** Checks documents against the schemas that the program prints. */
public final class PublishedSchema {
    private PublishedSchema() {}

    /** The text is one line with one document that is valid against the schema. */
    public static void requireValid(String schema, String document) {
        assertThat(document).as("one document on a line of its own").endsWith("}\n");
        assertThat(document.strip().lines()).hasSize(1);
        requireValidLine(schema, document.strip());
    }

    /** The line is valid against the schema. */
    public static void requireValidLine(String schema, String line) {
        JsonSchema published = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Schemas.find(schema).orElseThrow());
        Set<ValidationMessage> faults = published.validate(line, InputFormat.JSON);
        assertThat(faults).as(line).isEmpty();
    }
}
