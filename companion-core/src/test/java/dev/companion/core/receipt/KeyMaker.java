package dev.companion.core.receipt;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that waits for a byte and then says which key there is. */
public final class KeyMaker {
    private KeyMaker() {}

    /** @param arguments the file */
    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        System.out.flush();
        System.in.read();
        System.out.println(ReceiptKey.findOrMake(Path.of(arguments[0])).id());
    }
}
