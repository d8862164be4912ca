package io.peercred.explain;

import java.util.List;

import io.peercred.credentials.OneLine;

/**
 * Lines that would take something out of the way. Several remedies for one thing are alternatives.
 *
 * @param place where to write them, such as "application.properties" or "tmpfiles.d"
 * @param lines what to write
 */
public record Remedy(String place, List<String> lines) {

    static final String PROPERTIES = "application.properties";
    static final String SHELL = "shell, as the owner or root";
    static final String TMPFILES = "tmpfiles.d";
    static final String SERVER_UNIT = "[Service] of the unit that listens";
    static final String CLIENT_UNIT = "[Service] of the unit that connects";
    static final String SOCKET_UNIT = "[Socket] of the unit that listens";
    static final String CLIENT_POD = "pod that connects";

    public Remedy {
        lines = lines.stream().map(OneLine::of).toList();
    }

    Remedy(String place, String... lines) {
        this(place, List.of(lines));
    }
}
