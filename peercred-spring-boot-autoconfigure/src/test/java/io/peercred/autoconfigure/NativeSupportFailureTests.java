package io.peercred.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NativeSupportFailureTests {

    private static final String[] ENDPOINT = {"peercred.expected-uid=self", "peercred.outbound.clock.path=/run/clock"};

    @Test
    void aLibraryThatCannotBeUnpackedSaysWhere() {
        ChildApplication.with(List.of("-Djava.io.tmpdir=/proc", "-Djna.tmpdir=/proc", "-Djna.nosys=true"), ENDPOINT)
                .says("a native library of peercred could not be loaded")
                .advises("~/.cache/JNA/temp", "temporary directory (/proc)", "noexec", "-Djna.tmpdir=DIR");
    }

    @Test
    void junixsocketsLibraryThatCannotBeUnpackedSaysWhere() {
        ChildApplication.with(List.of("-Dorg.newsclub.net.unix.library.tmpdir=/proc"), ENDPOINT)
                .says("a native library of peercred could not be loaded")
                .advises("-Dorg.newsclub.net.unix.library.tmpdir=DIR");
    }

    @Test
    void anotherOperatingSystemIsNamed() {
        ChildApplication.with(List.of("-Dos.name=Windows 11"), ENDPOINT)
                .says("peercred runs on Linux on x86-64 and aarch64, not on 'Windows 11'")
                .advises("peercred.inbound.NAME.enabled=false");
    }

    @Test
    void anotherOperatingSystemIsFineWithoutAnEndpoint() {
        String before = System.setProperty("os.name", "Windows 11");
        try {
            Contexts.with("peercred.expected-uid=self", "peercred.outbound.clock.enabled=false")
                    .run(context -> assertThat(context).hasNotFailed());
        } finally {
            System.setProperty("os.name", before);
        }
    }
}
