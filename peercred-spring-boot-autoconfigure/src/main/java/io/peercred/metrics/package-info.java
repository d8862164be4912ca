/** Meters of endpoints, for Micrometer. */
@NullMarked
package io.peercred.metrics;

import org.jspecify.annotations.NullMarked;
