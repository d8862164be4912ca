/** What a process has not given back. */
@NullMarked
package io.peercred.reliability.leaks;

import org.jspecify.annotations.NullMarked;
