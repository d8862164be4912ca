/** What an operator adds to the daemon: who may look at it over HTTP, what is recorded, and a command for some only. */
@NullMarked
package io.peercred.sample.operations;

import org.jspecify.annotations.NullMarked;
