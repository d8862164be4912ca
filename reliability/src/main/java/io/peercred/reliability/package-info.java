/** Attacks the running thing, each step in a process of its own, and counts what came of it. */
@NullMarked
package io.peercred.reliability;

import org.jspecify.annotations.NullMarked;
