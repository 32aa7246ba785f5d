package dev.companion.cli.render;

import dev.companion.cli.App;
import dev.companion.core.failure.Failure;
import dev.companion.core.settings.Setting;
import dev.companion.core.settings.Settings;
import java.util.Locale;
import java.util.Optional;

/** The settings, as lines of a configuration file or as JSON. */
public final class ConfigOutput {
    private final Settings settings;
    private final Terminal terminal;

    /** Prints the settings that hold for this command. */
    public ConfigOutput(App app, Terminal terminal) {
        this.settings = app.settings();
        this.terminal = terminal;
    }

    /** Prints all of them. */
    public void print(Format format, boolean origin) {
        if (format == Format.JSON) {
            terminal.print(generator -> {
                generator.writeStartObject();
                generator.writeNumberField("schemaVersion", 1);
                generator.writeArrayFieldStart("settings");
                for (Setting setting : Setting.values()) {
                    Optional<Settings.Value> value = value(setting);
                    generator.writeStartObject();
                    generator.writeStringField("key", setting.key());
                    generator.writeStringField(
                            "value", value.map(Settings.Value::text).orElse(null));
                    generator.writeStringField(
                            "origin", value.map(Settings.Value::origin).orElse(null));
                    generator.writeStringField("doc", setting.doc());
                    generator.writeStringField("scope", setting.scope().name().toLowerCase(Locale.ROOT));
                    JsonArrays.write(generator, "variables", setting.variables());
                    generator.writeEndObject();
                }
                generator.writeEndArray();
                generator.writeEndObject();
            });
            return;
        }
        for (Setting setting : Setting.values()) {
            terminal.print(line(setting, origin));
        }
    }

    private String line(Setting setting, boolean origin) {
        Optional<Settings.Value> value = value(setting);
        String text = value.map(known -> setting.key() + " = \"" + quoted(known.text()) + "\"")
                .orElse("# " + setting.key() + " is not set");
        String where =
                value.map(known -> "  # " + EventText.plain(known.origin())).orElse("");
        return origin ? text + where : text;
    }

    private static String quoted(String text) {
        return EventText.plain(text).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The state directory has a default that depends on the machine. */
    private Optional<Settings.Value> value(Setting setting) {
        Optional<Settings.Value> value = settings.value(setting);
        if (value.isPresent() || setting != Setting.STATE_DIR) {
            return value;
        }
        try {
            return Optional.of(new Settings.Value(settings.stateDirectory().toString(), "default"));
        } catch (Failure noHome) {
            return Optional.empty();
        }
    }
}
