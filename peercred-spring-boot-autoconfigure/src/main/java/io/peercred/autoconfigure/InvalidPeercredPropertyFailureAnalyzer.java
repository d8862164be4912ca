package io.peercred.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says which property stopped the start, and what to write. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidPeercredPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPeercredPropertyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPeercredPropertyException cause) {
        return new FailureAnalysis(cause.getMessage() + ".", cause.action(), cause);
    }
}
