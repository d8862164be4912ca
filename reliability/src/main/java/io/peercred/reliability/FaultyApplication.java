package io.peercred.reliability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;

/**
 * A {@link Server} that can be made to fail: it writes what it executes into a journal, does what a request asks that
 * names a {@link Trouble}, and has a verifier with whims for its endpoint {@code odd}, if it has that.
 */
public final class FaultyApplication {

    /** A request that is answered with the milliseconds of the wall clock. */
    static final String CLOCK = "CLOCK";

    private FaultyApplication() {}

    public static void main(String[] args) throws IOException {
        Server.run(Application.class, args);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Ledger ledger() {
            return new Ledger();
        }

        @Bean(destroyMethod = "close")
        Journal journal(@Value("${faults.journal}") Path file) throws IOException {
            return Journal.toWrite(file);
        }

        @Bean
        Service service(Ledger ledger, Journal journal) {
            return new Service(ledger, journal);
        }

        @Bean
        Whims whims() {
            return new Whims();
        }
    }

    /** The handler of both endpoints. */
    record Service(Ledger ledger, Journal journal) {

        @ServiceActivator(inputChannel = "peercred.inbound.odd")
        byte[] serveOdd(byte[] request) {
            return request;
        }

        @ServiceActivator(inputChannel = "peercred.inbound.target")
        byte[] serve(byte[] request) throws IOException {
            if (request.length < Exchange.OVERHEAD) {
                String words = new String(request, StandardCharsets.UTF_8);
                if (words.equals(CLOCK)) {
                    return Long.toString(System.currentTimeMillis()).getBytes(StandardCharsets.UTF_8);
                }
                Trouble.valueOf(words).make();
                return request;
            }
            byte[] reply = this.ledger.serve(request);
            this.journal.write(Exchange.ofRequest(request));
            return reply;
        }
    }
}
