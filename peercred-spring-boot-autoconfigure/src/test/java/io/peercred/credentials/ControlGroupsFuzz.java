package io.peercred.credentials;

import java.io.IOException;
import java.util.List;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;

/**
 * A process is in a unit only where its group of systemd's hierarchy says so, whatever other hierarchies say. Input:
 * version, lines of the process, a zero, lines of process 1.
 */
public final class ControlGroupsFuzz {

    private ControlGroupsFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        boolean unified = input.flag();
        List<String> process = input.part().lines().toList();
        List<String> first = input.text().lines().toList();
        try {
            String unit = new ControlGroups(unified).unit(process, first);
            String line = process.stream()
                    .filter(each ->
                            unified ? each.startsWith("0::") : each.matches("[^:]*:([^:]*,)?name=systemd(,[^:]*)?:.*"))
                    .findFirst()
                    .orElseThrow();
            require(unit == null || line.contains("/" + unit) || line.contains("/_" + unit), "from elsewhere: " + unit);
        } catch (IOException ex) {
            require(
                    String.valueOf(ex.getMessage()).equals("no control group in systemd's hierarchy"),
                    "is " + ex.getMessage());
        }
    }
}
