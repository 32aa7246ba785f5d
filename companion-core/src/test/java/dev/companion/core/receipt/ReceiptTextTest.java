package dev.companion.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptTextTest {
    @TempDir
    private Path temporary;

    private Receipt receipt;

    @BeforeEach
    void sign() throws Exception {
        receipt = ReceiptKey.findOrMake(temporary.resolve("key"))
                .sign(Map.of(
                        ReceiptField.JOB, "task-0000000001",
                        ReceiptField.STATUS, "completed",
                        ReceiptField.THREAD, "0199a213-81c0-7800-8aa1-bbab2a035a53",
                        ReceiptField.MODEL, "a_model, *über* \"x\" 100%",
                        ReceiptField.SHA256, "ab".repeat(32)));
    }

    private void assertFound(String text) {
        ReceiptText.Found found = ReceiptText.find(text);
        assertThat(found.receipts()).as(text).containsExactly(receipt);
        assertThat(found.isBroken()).as(text).isFalse();
    }

    @Test
    void a_receipt_is_one_line_of_ascii_that_no_shell_and_no_markdown_changes() {
        assertThat(receipt.text()).matches(Pattern.compile("[A-Za-z0-9.:/+%=, -]+"));
        assertThat(receipt.text()).startsWith("companion-receipt/1: job=task-0000000001, status=completed, ");
    }

    @Test
    void what_is_written_is_what_is_read() {
        assertFound(receipt.text());
        assertThat(ReceiptText.find(receipt.text()).receipts().get(0).get(ReceiptField.MODEL))
                .contains("a_model, *über* \"x\" 100%");
    }

    @Test
    void a_line_break_may_come_at_any_place() {
        String text = receipt.text();
        for (int at = 0; at <= text.length(); at++) {
            assertFound("Done.\n\n" + text.substring(0, at) + "\n  " + text.substring(at) + "\nabc def");
        }
    }

    @Test
    void a_chat_may_quote_it_and_make_code_of_it_and_escape_it() {
        String text = receipt.text();
        assertFound("He said:\n> `" + text.replace(", ", ",\n> ") + "`\n> And more.");
        assertFound("| " + text.replace("-", "\\-") + " |");
        assertFound(text.replace('-', '\u2011'));
        assertFound(text.replace(" ", "\u00a0"));
        assertFound("**" + text + "**");
    }

    @Test
    void a_receipt_that_stands_twice_is_one_and_two_are_two() {
        Receipt other = new Receipt(Map.of(ReceiptField.JOB, "task-0000000002"), "0".repeat(64));

        assertFound(receipt.text() + "\n" + receipt.text());
        assertThat(ReceiptText.find(receipt + "\n" + other).receipts()).containsExactly(receipt, other);
    }

    @Test
    void a_cut_one_and_one_with_other_fields_are_broken() {
        String text = receipt.text();

        assertThat(ReceiptText.find(text.substring(0, text.length() - 1)))
                .isEqualTo(new ReceiptText.Found(List.of(), true));
        assertThat(ReceiptText.find(text.replace("status=", "state=")).isBroken())
                .isTrue();
        assertThat(ReceiptText.find(text.replace("job=", "job=x, job=")).isBroken())
                .isTrue();
        assertThat(ReceiptText.find(text.replace("%25", "%")).isBroken()).isTrue();
    }

    @Test
    void other_text_holds_none() {
        ReceiptText.Found found = ReceiptText.find("a receipt of companion, companion-receipt/2: job=x, mac=0");

        assertThat(found.receipts()).isEmpty();
        assertThat(found.isBroken()).isFalse();
        assertThat(ReceiptText.isIn("task-0000000001")).isFalse();
        assertThat(ReceiptText.isIn("> " + receipt.text())).isTrue();
    }
}
