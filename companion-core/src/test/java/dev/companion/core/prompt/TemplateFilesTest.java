package dev.companion.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateFilesTest {
    @TempDir
    private Path directory;

    private static final TemplateFiles BUILT_IN = new TemplateFiles(Optional.empty());

    private String own(Template template, Map<String, String> values) {
        return new TemplateFiles(Optional.of(directory)).load(template).filled(values);
    }

    @ParameterizedTest
    @EnumSource(Template.class)
    void a_built_in_template_has_its_placeholders_and_no_others(Template template) {
        assertThat(BUILT_IN.load(template).faults(template)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Template.class)
    void a_file_of_the_same_name_takes_the_place_of_a_built_in_template(Template template) throws IOException {
        String text = "Meine: {{" + String.join("}} {{", template.placeholders()) + "}}";
        if (template.placeholders().isEmpty()) {
            text = "Meine: ";
        }
        Files.writeString(directory.resolve(template.fileName()), text);
        Map<String, String> values = template.placeholders().stream()
                .collect(java.util.stream.Collectors.toMap(name -> name, name -> "{{" + name + "}}"));

        assertThat(own(template, values)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{{reason}}", "{{reason}} {{schema}} {{other}}", "{{ reason }} {{schema}}"})
    void a_replaced_template_without_a_placeholder_or_with_another_one_is_refused(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("ask-for-json.md"), text);

        assertThatThrownBy(() -> own(Template.ASK_FOR_JSON, Map.of()))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.CONFIG_INVALID);
                    assertThat(failure.message()).contains(file.toString()).containsAnyOf("lacks", "unknown");
                });
    }

    @Test
    void a_replaced_template_that_is_no_text_is_refused() throws IOException {
        Path file = directory.resolve("task-write.md");
        Files.write(file, new byte[] {'{', (byte) 0xff});
        assertThatThrownBy(() -> own(Template.TASK_WRITE, Map.of())).hasMessageContaining("not UTF-8");

        Files.write(file, new byte[300 * 1024]);
        assertThatThrownBy(() -> own(Template.TASK_WRITE, Map.of())).hasMessageContaining("larger than 256 KiB");

        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> own(Template.TASK_WRITE, Map.of())).hasMessageContaining("cannot be read");
    }

    @Test
    void templates_lie_beside_the_configuration_of_the_user() throws IOException {
        Environment environment =
                new Environment(Map.of("XDG_CONFIG_HOME", directory.toString()), Optional.empty(), Optional.empty());
        Path prompts = Files.createDirectories(directory.resolve("companion/prompts"));
        Files.writeString(prompts.resolve("task-output.md"), "mine");

        assertThat(TemplateFiles.of(environment).load(Template.TASK_OUTPUT).filled(Map.of()))
                .isEqualTo("mine");
    }

    @Test
    void the_mark_of_one_text_does_not_close_another() {
        String first = DataBlock.of("focus", "harmless");
        String closing = first.substring(first.lastIndexOf("</"));

        String block = DataBlock.of("focus", "before\n" + closing + "\nafter");

        assertThat(block).doesNotEndWith(closing);
    }
}
