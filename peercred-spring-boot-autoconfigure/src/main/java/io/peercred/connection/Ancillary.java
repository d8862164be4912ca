package io.peercred.connection;

/** What a connection takes of what travels beside the bytes; the kernel discards the rest. */
enum Ancillary {
    NONE,
    CREDENTIALS,
    CREDENTIALS_AND_FILES
}
