package io.peercred.credentials;

import java.util.Arrays;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * The unit of a control group is the first name behind slices; nobody who may only make groups below it gets another.
 * Input: a path, a line feed, what is below.
 */
public final class SystemdUnitFuzz {

    private SystemdUnitFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        String path = input.line();
        String unit = SystemdUnit.of(path);
        if (unit == null) {
            return;
        }
        requireEqual(SystemdUnit.of(path + "/" + input.text()), unit);
        require(ProcessPolicy.isUnitName(unit), "no unit: " + unit);
        String first = Arrays.stream(path.split("/"))
                .filter(each -> !each.isEmpty() && !each.endsWith(".slice"))
                .findFirst()
                .orElseThrow();
        require(first.equals(unit) || first.equals("_" + unit), "not the first name that is no slice: " + unit);
    }
}
