package org.ashlar.base.http;

/// What an endpoint makes of a request.
public sealed interface Outcome permits Reply, Wait {}
