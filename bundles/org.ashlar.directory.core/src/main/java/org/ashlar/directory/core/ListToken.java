package org.ashlar.directory.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.base.error.MatrixException;
import org.ashlar.store.PublishedQuery.Place;
import org.ashlar.store.PublishedRoom;

/// A place in the public list, and the direction in which to go on from there.
///
/// @param place the place
/// @param backward whether the page ends there, instead of beginning
record ListToken(Place place, boolean backward) {
  private static final Pattern TEXT = Pattern.compile("l1_([0-9]{1,18})_([0-9]{1,18})_([fb])");

  static ListToken after(PublishedRoom room) {
    return new ListToken(new Place(room.joined(), room.roomNid()), false);
  }

  static ListToken before(PublishedRoom room) {
    return new ListToken(new Place(room.joined(), room.roomNid()), true);
  }

  String encode() {
    return "l1_%d_%d_%s".formatted(place.joined(), place.roomNid(), backward ? "b" : "f");
  }

  static ListToken parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw MatrixException.invalidParam(
          "The token is not one that this server gave; begin again without it.");
    }
    Place place = new Place(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    return new ListToken(place, matcher.group(3).equals("b"));
  }
}
