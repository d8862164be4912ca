package io.peercred.dsl;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.EndpointValues;
import io.peercred.connection.OutboundSettings.PoolSettings;

/** The connections that an endpoint keeps; each was judged when it was opened. */
public final class PoolSpec {

    private int maxActive = 16;
    private int maxIdle = 16;
    private @Nullable Duration maxWait;
    private Duration maxIdleTime = Duration.ofMinutes(1);

    PoolSpec() {}

    /** Connections in use or idle, 16 by default; further exchanges wait. */
    public PoolSpec maxActive(int max) {
        this.maxActive = max;
        return this;
    }

    /** Connections kept idle, 16 by default; 0 to keep none. */
    public PoolSpec maxIdle(int max) {
        this.maxIdle = max;
        return this;
    }

    /** How long an exchange waits for a connection; as long as its own deadline allows by default. */
    public PoolSpec maxWait(Duration wait) {
        this.maxWait = Objects.requireNonNull(wait, "wait");
        return this;
    }

    /** After which an idle connection is closed; one minute by default. */
    public PoolSpec maxIdleTime(Duration time) {
        this.maxIdleTime = Objects.requireNonNull(time, "time");
        return this;
    }

    PoolSettings settings() {
        return EndpointValues.pool("", this.maxActive, this.maxIdle, this.maxWait, this.maxIdleTime);
    }
}
