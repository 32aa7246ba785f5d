package dev.companion.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.app.Version;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Claude Code's own validation of a plugin does not look at. */
class PluginFilesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PLUGIN = ROOT.resolve("plugins/companion");
    private static final Pattern SHELL_LINE = Pattern.compile("!`([^`]*)`");

    @Test
    void the_marketplace_names_a_folder_that_is_the_plugin() {
        JsonObject entry = json(ROOT.resolve(".claude-plugin/marketplace.json"))
                .objects("plugins")
                .get(0);
        JsonObject plugin = json(PLUGIN.resolve(".claude-plugin/plugin.json"));

        assertThat(ROOT.resolve(entry.string("source").orElseThrow()).normalize())
                .isEqualTo(PLUGIN);
        assertThat(entry.string("name")).isEqualTo(plugin.string("name")).hasValue("companion");
    }

    @Test
    void all_versions_agree() {
        String release = Version.CURRENT.replace("-SNAPSHOT", "");

        assertThat(json(ROOT.resolve(".claude-plugin/marketplace.json"))
                        .objects("plugins")
                        .get(0)
                        .string("version"))
                .hasValue(release);
        assertThat(json(PLUGIN.resolve(".claude-plugin/plugin.json")).string("version"))
                .hasValue(release);
    }

    @Test
    void every_program_of_a_hook_or_server_is_there_and_can_be_run() throws IOException {
        List<String> commands = new ArrayList<>();
        collect(json(PLUGIN.resolve("hooks/hooks.json")).value("hooks"), commands);
        collect(json(PLUGIN.resolve(".mcp.json")).value("mcpServers"), commands);

        assertThat(commands).hasSizeGreaterThan(7);
        for (String command : commands) {
            assertThat(command).startsWith("${CLAUDE_PLUGIN_ROOT}/");
            assertThat(PLUGIN.resolve(command.substring(command.indexOf('/') + 1)))
                    .isExecutable();
        }
    }

    @Test
    void every_hook_is_in_exec_form_and_has_a_limit() {
        List<JsonObject> handlers = new ArrayList<>();
        JsonObject hooks = json(PLUGIN.resolve("hooks/hooks.json")).object("hooks");
        hooks.fields()
                .keySet()
                .forEach(event -> hooks.objects(event).forEach(group -> handlers.addAll(group.objects("hooks"))));

        assertThat(handlers).allSatisfy(handler -> {
            assertThat(handler.value("args")).isInstanceOf(List.class);
            assertThat(handler.number("timeout")).isPresent();
        });
        assertThat(hooks.fields())
                .as("nothing may depend on the end of a session")
                .doesNotContainKey("SessionEnd");
    }

    @Test
    void every_event_of_the_program_is_asked_by_a_hook() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files("hooks")) {
            all.append(Files.readString(file));
        }

        for (Hooks.Event event : Hooks.Event.values()) {
            assertThat(all).containsAnyOf("\"" + event.wireName() + "\"", "hook " + event.wireName());
        }
    }

    @ParameterizedTest
    @EnumSource(SlashCommand.class)
    void a_command_runs_one_constant_line_and_may_run_no_other(SlashCommand command) throws IOException {
        String text = Files.readString(PLUGIN.resolve("commands/" + command.wireName() + ".md"));
        String line = "companion slash " + command.wireName();
        Matcher lines = SHELL_LINE.matcher(text);

        assertThat(lines.find()).isTrue();
        assertThat(lines.group(1)).isEqualTo(line);
        assertThat(lines.find()).isFalse();
        assertThat(header(text, "allowed-tools").split(", "))
                .filteredOn(tool -> tool.startsWith("Bash"))
                .containsExactly("Bash(" + line + ")");
        assertThat(header(text, "disable-model-invocation")).isEqualTo("true");
        assertThat(text).as("what the user typed is not pasted").doesNotContain("$");
    }

    @Test
    void there_are_no_other_commands() throws IOException {
        assertThat(files("commands"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SlashCommand.values())
                        .map(command -> command.wireName() + ".md")
                        .toList());
    }

    @Test
    void the_rescue_agent_has_one_tool_and_that_one_is_the_companions() throws IOException {
        String text = Files.readString(PLUGIN.resolve("agents/rescue.md"));

        assertThat(header(text, "name")).isEqualTo("rescue");
        assertThat(header(text, "tools")).isEqualTo("mcp__plugin_companion_companion__task");
        assertThat(HookInput.RESCUE_AGENT).isEqualTo("companion:rescue");
    }

    @Test
    void every_skill_is_named_as_its_folder() throws IOException {
        List<Path> folders;
        try (Stream<Path> found = Files.list(PLUGIN.resolve("skills"))) {
            folders = found.toList();
        }

        assertThat(folders).hasSize(2);
        for (Path folder : folders) {
            assertThat(header(Files.readString(folder.resolve("SKILL.md")), "name"))
                    .isEqualTo(folder.getFileName().toString());
        }
    }

    @Test
    void nothing_in_the_plugin_is_a_link_or_belongs_to_a_developer() throws IOException {
        TreeSet<Path> odd = new TreeSet<>();
        try (Stream<Path> all = Files.walk(PLUGIN)) {
            all.filter(Files::isSymbolicLink).forEach(odd::add);
        }

        assertThat(odd).isEmpty();
    }

    private static void collect(@Nullable Object value, List<String> commands) {
        if (value instanceof java.util.Map<?, ?> map) {
            JsonObject object = JsonObject.of(map);
            object.string("command").ifPresent(commands::add);
            object.fields().values().forEach(part -> collect(part, commands));
        }
        if (value instanceof List<?> list) {
            list.forEach(part -> collect(part, commands));
        }
    }

    private static String header(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private static List<Path> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(PLUGIN.resolve(directory))) {
            return files.toList();
        }
    }

    private static JsonObject json(Path file) {
        try {
            return Json.readObject(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
