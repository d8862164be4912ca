/** What is told of calls and of handled requests: observations, of which metrics and traces are made. */
@NullMarked
package io.peercred.observation;

import org.jspecify.annotations.NullMarked;
