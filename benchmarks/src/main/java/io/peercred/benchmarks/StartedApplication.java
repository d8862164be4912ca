package io.peercred.benchmarks;

import java.lang.management.ManagementFactory;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;

/** An application that says how many milliseconds after its JVM's start its context was ready. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedApplication {

    /** With this starter on the class path it gets an endpoint each way from its arguments; without, they mean nothing. */
    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(StartedApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        ConfigurableApplicationContext context = application.run(args);
        long ready = System.currentTimeMillis();
        boolean serves = context.containsBean("verifiedSocketTemplate");
        System.out.println(ready - ManagementFactory.getRuntimeMXBean().getStartTime() + " " + serves);
        context.close();
    }

    @ServiceActivator(inputChannel = "peercred.inbound.echo")
    Object echo(Object payload) {
        return payload;
    }
}
