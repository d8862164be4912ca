package io.peercred.peers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A test for each of these: a peer's uid, and an expected one that it must be told apart from. The second is what the
 * first becomes in a signed, a 16-bit or a 31-bit variable, or a neighbour.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@CsvSource({
    "1001, 1002",
    "1001, 66537",
    "1001, 0",
    "65534, -2",
    "65534, 4294967294",
    "3000000000, -1294967296",
    "3000000000, 852516352",
    "4294967294, -2",
    "4294967294, 65534",
    "4294967294, 2147483646"
})
@interface TwinUids {}
