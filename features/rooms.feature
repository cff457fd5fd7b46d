# Rooms and accounts: their interfaces, rules and services.
org.ashlar:org.ashlar.state         10
org.ashlar:org.ashlar.store         10
org.ashlar:org.ashlar.room          10
org.ashlar:org.ashlar.stream        10
org.ashlar:org.ashlar.account       10
org.ashlar:org.ashlar.push          10
org.ashlar:org.ashlar.directory     10
org.ashlar:org.ashlar.presence      10

org.ashlar:org.ashlar.room.rules    25
org.ashlar:org.ashlar.room.resolve.v1 25
org.ashlar:org.ashlar.room.resolve.v2 25
org.ashlar:org.ashlar.room.resolve.v21 25
org.ashlar:org.ashlar.room.core     25
org.ashlar:org.ashlar.push.core     25
org.ashlar:org.ashlar.sync          25
org.ashlar:org.ashlar.account.core  25
org.ashlar:org.ashlar.directory.core 25
org.ashlar:org.ashlar.presence.core 25
org.ashlar:org.ashlar.outbound      25
org.ashlar:org.ashlar.identity.client 25
