/// Reads, validates and applies the one configuration file.
@NullMarked
package org.ashlar.config;

import org.jspecify.annotations.NullMarked;
