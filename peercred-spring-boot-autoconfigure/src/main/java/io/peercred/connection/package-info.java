/** How verified bytes move: connections that exist only after their peer was judged, framing, pool and deadlines. */
@NullMarked
package io.peercred.connection;

import org.jspecify.annotations.NullMarked;
