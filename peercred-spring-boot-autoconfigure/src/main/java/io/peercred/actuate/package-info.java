/** What endpoints do, who is connected and who was refused, for Spring Boot's actuator. */
@NullMarked
package io.peercred.actuate;

import org.jspecify.annotations.NullMarked;
