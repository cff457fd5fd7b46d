package org.ashlar.base.log;

/// What became of log lines since the start of the process.
///
/// @param written lines that were written
/// @param dropped lines that were lost because the queue was full or the output failed
/// @param plain written lines that had no enricher's fields because none was there or it failed
public record LogStatistics(long written, long dropped, long plain) {}
