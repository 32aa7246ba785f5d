package dev.companion.cli.command;

import dev.companion.cli.render.Format;
import dev.companion.cli.schema.Schemas;
import dev.companion.core.failure.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code schema}: the JSON Schema of an output, or the names of all. */
final class SchemaCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("NAME", "of which output; default: list the names"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON);
        Optional<String> name = invocation.word();
        if (name.isPresent()) {
            invocation
                    .terminal()
                    .print(Schemas.find(name.get())
                            .orElseThrow(() -> Invocation.badValue(
                                    "schema", name.get(), "it knows " + String.join(", ", Schemas.NAMES))));
        } else if (format == Format.JSON) {
            invocation.terminal().print(generator -> {
                generator.writeStartObject();
                generator.writeNumberField("schemaVersion", 1);
                generator.writeArrayFieldStart("schemas");
                for (String known : Schemas.NAMES) {
                    generator.writeString(known);
                }
                generator.writeEndArray();
                generator.writeEndObject();
            });
        } else {
            Schemas.NAMES.forEach(invocation.terminal()::print);
        }
        return ExitCode.OK;
    }
}
