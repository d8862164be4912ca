package io.peercred.connection;

/** How a child gets the listening socket of a {@link SocketActivator}. */
public enum Handover {

    /**
     * As its standard input, as inetd and systemd's {@code StandardInput=socket} pass it; an application of ours has
     * {@code peercred.inbound.NAME.activation: inherited}.
     */
    STANDARD_INPUT,

    /**
     * As descriptor 3, which {@code LISTEN_PID} and {@code LISTEN_FDS} announce (sd_listen_fds(3)); its standard input is
     * {@code /dev/null}. An application of ours has {@code peercred.inbound.NAME.activation: systemd}.
     *
     * <p>Since {@code LISTEN_PID} is the child's own pid, which nobody knows beforehand, {@code /bin/sh} writes it into
     * the environment and then becomes the program. What a shell keeps for itself, such as {@code IFS}, does not pass
     * it, and a variable that it cannot name, such as {@code spring.profiles.active}, is refused.
     */
    LISTEN_FDS
}
