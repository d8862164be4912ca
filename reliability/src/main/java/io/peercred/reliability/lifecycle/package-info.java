/** What servers and clients of one path go through in random order, beside a model of what must come of it. */
@NullMarked
package io.peercred.reliability.lifecycle;

import org.jspecify.annotations.NullMarked;
