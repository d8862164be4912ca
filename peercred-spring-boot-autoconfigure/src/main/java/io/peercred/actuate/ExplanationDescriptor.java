package io.peercred.actuate;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.peercred.explain.Explanation;
import io.peercred.explain.Remedy;
import io.peercred.explain.Subject;

/**
 * Whether a user reaches the endpoint, and why not.
 *
 * @param uid who was asked about
 * @param gids all its groups; null where they are not known
 * @param verdict {@code reaches}, {@code does not reach} or {@code depends}
 * @param summary the same in a sentence
 * @param steps what is on the way
 * @param mend where to write which lines so that the user gets there
 */
public record ExplanationDescriptor(
        long uid,
        @Nullable Set<Long> gids,
        String verdict,
        String summary,
        List<StepDescriptor> steps,
        List<Remedy> mend) {

    /**
     * Something on the way.
     *
     * @param outcome {@code ok}, {@code not ok} or {@code unknown}
     */
    public record StepDescriptor(String what, String outcome, String reason) {}

    static ExplanationDescriptor of(Explanation explanation) {
        Subject subject = explanation.subject();
        return new ExplanationDescriptor(
                subject.uid(),
                subject.groups() == null ? null : new TreeSet<>(subject.groups()),
                explanation.verdict().words(),
                explanation.sentence(),
                explanation.steps().stream()
                        .map(step ->
                                new StepDescriptor(step.what(), step.outcome().words(), step.reason()))
                        .toList(),
                explanation.remedies());
    }
}
