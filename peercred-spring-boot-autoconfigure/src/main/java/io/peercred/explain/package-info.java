/** Whether a user would reach an endpoint, and what keeps it from there. */
@NullMarked
package io.peercred.explain;

import org.jspecify.annotations.NullMarked;
