/// What all endpoints of the client api stand on: requests with their caller, tokens, rate limits.
@NullMarked
package org.ashlar.client.rest.endpoint;

import org.jspecify.annotations.NullMarked;
