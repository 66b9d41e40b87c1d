/** The push method {@code mysql}: rows of a MariaDB or MySQL database. */
@NullMarked
package io.margay.push.mysql.internal;

import org.jspecify.annotations.NullMarked;
