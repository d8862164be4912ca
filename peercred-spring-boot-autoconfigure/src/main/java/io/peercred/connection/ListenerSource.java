package io.peercred.connection;

/** Where the listening socket of an inbound endpoint comes from. */
public sealed interface ListenerSource permits BindSettings, ActivationSettings {

    /** Where it listens: a file path, or {@code @name} in the abstract namespace. */
    String path();
}
