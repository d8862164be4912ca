package io.peercred.testing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.LoggerFactory;

/**
 * What was logged as a warning or worse while a test ran. One that the test did not expect fails it. Registered for all
 * tests; a test that expects some has a parameter of this type.
 */
public final class Warnings extends AppenderBase<ILoggingEvent>
        implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> expected = new CopyOnWriteArrayList<>();

    /** Waits until a warning with these words was logged; it may come any number of times. */
    public String await(String words) {
        allow(words);
        return Awaitility.await("a warning with '" + words + "'")
                .until(
                        () -> this.messages.stream()
                                .filter(message -> message.contains(words))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Says that warnings with these words may come. */
    public void allow(String words) {
        this.expected.add(words);
    }

    /** How many with these words there were. */
    public long count(String words) {
        return this.messages.stream().filter(message -> message.contains(words)).count();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            this.messages.add(event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : " <- " + event.getThrowableProxy().getMessage()));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        this.messages.clear();
        this.expected.clear();
        start();
        root().addAppender(this);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        root().detachAppender(this);
        stop();
        List<String> unexpected = this.messages.stream()
                .filter(message -> this.expected.stream().noneMatch(message::contains))
                .toList();
        if (!unexpected.isEmpty() && context.getExecutionException().isEmpty()) {
            throw new AssertionError("Warnings that the test did not expect: " + unexpected);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Warnings.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
