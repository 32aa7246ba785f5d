package dev.companion.cli.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** All tests of the class over a private app-server, and again over a resident one; its constructor takes which. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("once")
@ParameterizedClass
@ValueSource(strings = {"direct", "broker"})
@interface OverDirectAndBroker {}
