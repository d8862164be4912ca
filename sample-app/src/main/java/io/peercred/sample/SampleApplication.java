package io.peercred.sample;

import java.io.PrintStream;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A diagnostics daemon, its command line, and the demonstration of both. */
@SpringBootApplication(proxyBeanMethods = false)
public class SampleApplication {

    /** Does what the arguments say; see {@link Usage}. */
    public static void main(String[] args) {
        PrintStream answers = System.out;
        // Standard output is for answers alone; whatever else is printed, logs first of all, goes to standard error.
        System.setOut(System.err);
        try {
            run(args, answers);
        } catch (ExitException ex) {
            if (ex.getMessage() != null) {
                System.err.println("sample-app: " + ex.getMessage());
            }
            System.exit(ex.exit().code());
        }
    }

    private static void run(String[] args, PrintStream answers) {
        Mode mode = Mode.of(args);
        switch (mode.kind()) {
            case HELP -> answers.print(Usage.TEXT);
            case SERVE -> Server.run(args, answers);
            case CALL -> Client.run(mode.call(), args, answers);
            case EXPLAIN -> Explain.run(mode.explainRequest(), args, answers);
            case DEMONSTRATION -> Demonstration.run(answers);
        }
    }
}
