# The store: PostgreSQL, brought along or external.
org.mybatis:mybatis                         5
com.zaxxer:HikariCP                         5
org.postgresql:postgresql                   5
org.tukaani:xz                              5

org.ashlar:org.ashlar.database             18
org.ashlar:org.ashlar.store.postgres        20
org.ashlar:org.ashlar.identity.postgres     20
