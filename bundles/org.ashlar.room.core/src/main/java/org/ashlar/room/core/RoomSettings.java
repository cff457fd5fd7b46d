package org.ashlar.room.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The configuration section `rooms`.
@ObjectClassDefinition(name = "Rooms", description = "Rooms that are made on this server.")
@interface RoomSettings {
  /// The version of new rooms.
  @AttributeDefinition(
      name = "Default room version",
      description = "The version of rooms whose creator asks for none: 1 to 12.")
  String default_version() default "12";
}
