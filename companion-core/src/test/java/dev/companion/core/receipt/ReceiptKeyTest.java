package dev.companion.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptKeyTest {
    private static final int AT_ONCE = 12;
    private static final Map<ReceiptField, String> SAID =
            Map.of(ReceiptField.JOB, "task-0000000001", ReceiptField.STATUS, "completed", ReceiptField.BYTES, "7");

    @TempDir
    private Path temporary;

    private Path file;

    @BeforeEach
    void choose() {
        file = temporary.resolve("receipt.key");
    }

    private ReceiptKey key() throws IOException {
        return ReceiptKey.findOrMake(file);
    }

    @Test
    void G50_what_a_key_signed_it_knows_and_nothing_else() throws IOException {
        ReceiptKey key = key();
        Receipt receipt = key.sign(SAID);

        assertThat(key.signed(receipt)).isTrue();
        assertThat(key().signed(receipt)).isTrue();
        for (ReceiptField field : ReceiptField.values()) {
            Map<ReceiptField, String> other = new EnumMap<>(receipt.fields());
            other.put(field, receipt.get(field).orElse("") + "0");
            assertThat(key.signed(new Receipt(other, receipt.mac())))
                    .as("%s", field)
                    .isFalse();
            Map<ReceiptField, String> less = new EnumMap<>(receipt.fields());
            if (less.remove(field) != null) {
                assertThat(key.signed(new Receipt(less, receipt.mac())))
                        .as("%s", field)
                        .isFalse();
            }
        }
        assertThat(key.signed(new Receipt(receipt.fields(), "0".repeat(64)))).isFalse();
    }

    @Test
    void G50_the_key_of_another_file_is_another_one() throws IOException {
        ReceiptKey other = ReceiptKey.findOrMake(temporary.resolve("other.key"));

        assertThat(other.id()).isNotEqualTo(key().id());
        assertThat(other.signed(key().sign(SAID))).isFalse();
    }

    @Test
    void G50_the_key_is_for_its_owner_and_its_secret_in_no_word() throws IOException {
        String shown = key().toString() + key().id() + key().sign(SAID);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String secret = Files.readString(file).strip().substring("companion-receipt-key/1 ".length());
        assertThat(secret).hasSize(64);
        assertThat(shown).doesNotContain(secret).doesNotContain(secret.substring(0, 16));
    }

    @Test
    void G50_many_threads_at_once_get_one_key() throws Exception {
        CyclicBarrier start = new CyclicBarrier(AT_ONCE);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Callable<String> make = () -> {
                start.await();
                return key().id();
            };
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                ids.add(threads.submit(make));
            }
            Set<String> different = new HashSet<>();
            for (Future<String> id : ids) {
                different.add(id.get());
            }
            assertThat(different).containsExactly(key().id());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void G50_many_processes_at_once_get_one_key() throws Exception {
        List<Process> processes = new ArrayList<>();
        List<BufferedReader> readers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            KeyMaker.class.getName(),
                            file.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            processes.add(process);
            BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
            readers.add(reader);
            assertThat(reader.readLine()).isEqualTo("ready");
        }
        for (Process process : processes) {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }
        Set<String> different = new HashSet<>();
        for (int i = 0; i < processes.size(); i++) {
            different.add(readers.get(i).readLine());
            assertThat(processes.get(i).waitFor()).isZero();
        }

        assertThat(different).containsExactly(key().id());
    }

    @Test
    void a_key_that_was_never_finished_is_made_anew() throws IOException {
        for (String left : List.of("", "companion-rec", "companion-receipt-key/1 abc", "\0".repeat(89))) {
            Files.writeString(file, left);

            assertThat(ReceiptKey.find(file)).as(left).isEmpty();
            ReceiptKey made = key();
            assertThat(key().id()).isEqualTo(made.id());
        }
    }

    @Test
    void a_file_that_holds_something_else_is_left_as_it_is() throws IOException {
        Files.writeString(file, "my shopping list\n");

        assertThatThrownBy(this::key).isInstanceOf(ReceiptKey.Unusable.class);
        assertThat(file).hasContent("my shopping list\n");
    }

    @Test
    void a_symbolic_link_is_not_followed() throws IOException {
        Path elsewhere = temporary.resolve("elsewhere");
        Files.createSymbolicLink(file, elsewhere);

        assertThatThrownBy(this::key).isInstanceOf(IOException.class);
        assertThat(elsewhere).doesNotExist();
    }
}
