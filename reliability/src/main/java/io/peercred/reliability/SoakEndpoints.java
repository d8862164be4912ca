package io.peercred.reliability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The endpoints of a soak: of several codecs, with connections that last and such that do not. */
record SoakEndpoints(Path directory) {

    /** Of a user that no process has. */
    private static final String NOBODY_AT_ALL = "4000000000";

    Path target() {
        return socket("target");
    }

    Path socket(String name) {
        return this.directory.resolve(name);
    }

    /** Whose quiet connections the server ends. */
    Path brief() {
        return socket("brief");
    }

    String[] ofServer() {
        List<String> properties = new ArrayList<>();
        inbound(properties, "brief", "request-channel=peercred.inbound.target", "idle-timeout=1s");
        inbound(properties, "lines", "request-channel=text", "codec=crlf", "content-type=text/plain");
        inbound(properties, "strings", "request-channel=text", "codec=nul", "content-type=text/plain");
        inbound(properties, "closed", "request-channel=peercred.inbound.target", "expected-uid=" + NOBODY_AT_ALL);
        return properties.toArray(String[]::new);
    }

    private void inbound(List<String> properties, String name, String... values) {
        endpoint(properties, "inbound", name, socket(name), values);
    }

    String[] ofClient() {
        List<String> properties = new ArrayList<>();
        outbound(properties, "single", "target", "pool.max-idle=0");
        outbound(properties, "fleeting", "target", "pool.max-idle-time=50ms");
        outbound(properties, "brief", "brief");
        outbound(properties, "lines", "lines", "codec=crlf", "content-type=text/plain");
        outbound(properties, "strings", "strings", "codec=nul", "content-type=text/plain");
        outbound(properties, "closed", "closed");
        outbound(properties, "impostor", "target", "expected-uid=" + NOBODY_AT_ALL);
        return properties.toArray(String[]::new);
    }

    private void outbound(List<String> properties, String name, String server, String... values) {
        endpoint(properties, "outbound", name, socket(server), values);
    }

    private static void endpoint(List<String> properties, String direction, String name, Path path, String... values) {
        String prefix = "--peercred." + direction + "." + name + ".";
        properties.add(prefix + "path=" + path);
        for (String value : values) {
            properties.add(prefix + value);
        }
    }
}
