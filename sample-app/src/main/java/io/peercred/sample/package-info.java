/** A diagnostics daemon and its command line. */
@NullMarked
package io.peercred.sample;

import org.jspecify.annotations.NullMarked;
