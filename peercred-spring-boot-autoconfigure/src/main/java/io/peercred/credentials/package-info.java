/** Who the peer is, and whether it may. */
@NullMarked
package io.peercred.credentials;

import org.jspecify.annotations.NullMarked;
