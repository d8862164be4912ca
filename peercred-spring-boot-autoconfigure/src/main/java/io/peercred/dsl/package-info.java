/** Endpoints of flows that are written in Java, with or without Boot's auto-configuration. */
@NullMarked
package io.peercred.dsl;

import org.jspecify.annotations.NullMarked;
