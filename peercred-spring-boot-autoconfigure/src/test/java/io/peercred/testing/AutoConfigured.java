package io.peercred.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;

import io.peercred.autoconfigure.PeercredAutoConfiguration;
import io.peercred.autoconfigure.PeercredSecurityAutoConfiguration;

/** What an application with the starter and Spring Security has: the other modules of the tests' class path cost a start as much again. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ImportAutoConfiguration({
    IntegrationAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    PeercredAutoConfiguration.class,
    PeercredSecurityAutoConfiguration.class
})
public @interface AutoConfigured {}
