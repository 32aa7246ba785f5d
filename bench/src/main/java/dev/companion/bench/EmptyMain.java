package dev.companion.bench;

/** What a Java program costs that does nothing: the floor of every start. */
final class EmptyMain {
    private EmptyMain() {}

    public static void main(String[] arguments) {}
}
