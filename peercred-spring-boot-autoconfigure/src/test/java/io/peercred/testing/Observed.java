package io.peercred.testing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.peercred.autoconfigure.PeercredObservationAutoConfiguration;

/** Keeps what was observed, of a registry that fails where an observation is begun or ended out of order. */
public final class Observed implements ObservationHandler<Observation.Context> {

    public final TestObservationRegistry registry = TestObservationRegistry.create();
    private final List<Observation.Context> ended = new CopyOnWriteArrayList<>();

    public Observed() {
        this.registry.observationConfig().observationHandler(this);
    }

    /** Has an application observe. */
    public ApplicationContextRunner in(ApplicationContextRunner application) {
        return application
                .withConfiguration(AutoConfigurations.of(PeercredObservationAutoConfiguration.class))
                .withBean("observationRegistry", TestObservationRegistry.class, () -> this.registry);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }

    @Override
    public void onStop(Observation.Context context) {
        this.ended.add(context);
    }

    /** Those with this name, in the order in which they ended. */
    public List<Observation.Context> all(String name) {
        return this.ended.stream()
                .filter(context -> name.equals(context.getName()))
                .toList();
    }

    /** The only one with this name. */
    public Observation.Context only(String name) {
        List<Observation.Context> all = all(name);
        if (all.size() != 1) {
            throw new AssertionError("not one observation " + name + " but " + this.ended);
        }
        return all.get(0);
    }

    public static Map<String, String> tags(Observation.Context context) {
        return map(context.getLowCardinalityKeyValues());
    }

    public static Map<String, String> traceTags(Observation.Context context) {
        return map(context.getHighCardinalityKeyValues());
    }

    private static Map<String, String> map(KeyValues values) {
        Map<String, String> map = new TreeMap<>();
        values.forEach(value -> map.put(value.getKey(), value.getValue()));
        return map;
    }
}
