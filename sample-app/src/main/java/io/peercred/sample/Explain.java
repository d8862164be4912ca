package io.peercred.sample;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;

import io.peercred.explain.Explainer;
import io.peercred.explain.Explanation;
import io.peercred.explain.Outcome;
import io.peercred.explain.Verdict;
import io.peercred.integration.PeercredInboundGateway;

/** {@code explain}: whether a user would reach an inbound endpoint, whether or not a daemon runs. */
final class Explain {

    private Explain() {}

    /** Prints what is on the way, and throws {@link ExitException} unless the user reaches the endpoint. */
    static void run(ExplainRequest request, String[] args, PrintStream answers) {
        try (ConfigurableApplicationContext context =
                Context.quiet(Map.of("peercred.outbound.diagnostics.enabled", "false"), Explain::prepare, args)) {
            Explanation explanation = Explainer.inbound(gateway(context, request.endpoint()), request.subject());
            print(explanation, answers);
            if (explanation.verdict() != Verdict.REACHES) {
                throw new ExitException(
                        explanation.verdict() == Verdict.DEPENDS ? Exit.DEPENDS : Exit.REFUSED, reason(explanation));
            }
        }
    }

    /** The endpoints are those that a daemon would have, but it is not here that they listen. */
    private static void prepare(ConfigurableApplicationContext context) {
        context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof PeercredInboundGateway gateway) {
                    gateway.setAutoStartup(false);
                }
                return bean;
            }
        });
    }

    private static PeercredInboundGateway gateway(ConfigurableApplicationContext context, String endpoint) {
        Map<String, PeercredInboundGateway> byName = new TreeMap<>();
        context.getBeansOfType(PeercredInboundGateway.class)
                .values()
                .forEach(gateway -> byName.put(gateway.endpoint().name(), gateway));
        PeercredInboundGateway gateway = byName.get(endpoint);
        if (gateway == null) {
            throw new ExitException(
                    Exit.USAGE, "there is no inbound endpoint '" + endpoint + "', but " + byName.keySet());
        }
        return gateway;
    }

    private static String reason(Explanation explanation) {
        Outcome decisive = explanation.verdict() == Verdict.DEPENDS ? Outcome.UNKNOWN : Outcome.NOT_OK;
        return explanation.sentence() + ": "
                + explanation.steps().stream()
                        .filter(step -> step.outcome() == decisive)
                        .map(step -> step.what() + ": " + step.reason())
                        .findFirst()
                        .orElse("");
    }

    private static void print(Explanation explanation, PrintStream answers) {
        StringBuilder text = new StringBuilder(explanation.sentence()).append('\n');
        explanation
                .steps()
                .forEach(step -> text.append(
                        String.format("  %-8s %s: %s%n", step.outcome().words(), step.what(), step.reason())));
        if (!explanation.remedies().isEmpty()) {
            text.append("What would mend it\n");
        }
        explanation.remedies().forEach(remedy -> {
            text.append("  ").append(remedy.place()).append('\n');
            remedy.lines().forEach(line -> text.append("    ").append(line).append('\n'));
        });
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        answers.write(bytes, 0, bytes.length);
        if (answers.checkError()) {
            throw new ExitException(Exit.OUTPUT, "the explanation could not be written to standard output");
        }
    }
}
