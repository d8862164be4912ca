package io.peercred.reliability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;

import io.peercred.integration.PeercredInboundGateway;

/**
 * What is attacked: an application with the inbound endpoint {@code target}, by properties as arguments, and whatever
 * others they name, whose requests go to the same channel or to {@code text}. Each line on its standard input asks for a
 * garbage collection and a line of what it has served, holds on its heap and has counted; the end of it ends the process.
 */
public final class Server {

    private Server() {}

    public static void main(String[] args) throws IOException {
        run(Application.class, args);
    }

    /** Runs another application that has a ledger, in the same way. */
    static void run(Class<?> main, String... args) throws IOException {
        SpringApplication application = new SpringApplication(main);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        try (ConfigurableApplicationContext context = application.run(args)) {
            Ledger ledger = context.getBean(Ledger.class);
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.println("ready");
            while (commands.readLine() != null) {
                System.gc();
                Ledger.Counts counts = ledger.counts();
                System.out.println(counts.served() + " " + counts.duplicated() + " " + counts.lost() + " "
                        + counts.wrong() + " "
                        + (ManagementFactory.getMemoryMXBean()
                                        .getHeapMemoryUsage()
                                        .getUsed()
                                >> 10)
                        + " "
                        + EndpointCounts.write(context.getBeansOfType(PeercredInboundGateway.class)
                                .values()));
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Ledger ledger() {
            return new Ledger();
        }

        @Bean
        Service service(Ledger ledger) {
            return new Service(ledger);
        }
    }

    /** The handler. */
    record Service(Ledger ledger) {

        @ServiceActivator(inputChannel = "peercred.inbound.target")
        byte[] serve(byte[] request) {
            return this.ledger.serve(request);
        }

        /** For endpoints of text, whose codecs cannot carry every byte. */
        @ServiceActivator(inputChannel = "text")
        String serveText(String request) {
            return Base64.getEncoder()
                    .encodeToString(this.ledger.serve(Base64.getDecoder().decode(request)));
        }
    }
}
