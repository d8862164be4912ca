/** What a library with its own protocol uses: {@link java.net.Socket}s whose peer was judged before the first byte. */
@NullMarked
package io.peercred.socket;

import org.jspecify.annotations.NullMarked;
