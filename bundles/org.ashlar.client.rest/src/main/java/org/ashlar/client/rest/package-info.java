/// The client-server API: one class per endpoint.
@NullMarked
package org.ashlar.client.rest;

import org.jspecify.annotations.NullMarked;
