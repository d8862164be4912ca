/** Which beans come of which properties. */
@NullMarked
package io.peercred.autoconfigure;

import org.jspecify.annotations.NullMarked;
